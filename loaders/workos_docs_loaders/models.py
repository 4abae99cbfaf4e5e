"""The values that loading passes on: files become Documents, Documents become Nodes."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic evaluates annotations
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal

from workos_docs_loaders.markdown.links import without_targets

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_loaders.markdown.parts import Part

Kind = Literal["guide", "api", "object", "event", "glossary", "changelog", "sdk"]
"""What a node is about; the values of the `kind` filter."""

Scalar = str | bool | int | float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the documentation, unpacked on disk."""

    version: str
    """Published version (`0.2.0`), or `local` for a directory without one."""
    docs: Path
    """Directory of the `.md` and `.mdx` pages."""
    changelogs: Path | None
    """Directory of the packaged changelog JSON files, where there is one."""
    base_url: str = ""
    """What the public URLs of all pages begin with; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that could not be read as meant."""

    message: str
    line: int
    """Line (1-based) of the text that was read: of a page's body, or of the whole file."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One documentation file, its front matter parsed and its body untouched."""

    source_path: str
    """Path below `Snapshot.docs`, with `/` and extension: `reference/organization/get.mdx`."""
    path: str
    """Page path, without extension and trailing `/index`: `reference/organization/get`."""
    front_matter: Mapping[str, Any]
    body: str
    """Everything after the front matter, verbatim."""
    body_line: int = 1
    """Line of the file (1-based) on which the body begins; problems are reported with it."""
    problems: tuple[Problem, ...] = ()
    """What could not be read as meant, in the front matter or the encoding."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of a page, in plain Markdown with absolute links."""

    heading: str
    """Heading as Markdown, marks and code spans kept; empty before the first heading."""
    level: int
    """1 to 6; 0 before the first heading."""
    text: str
    """Body without heading and label: Markdown, no JSX, links absolute."""
    slug: str = ""
    """Slug of the heading, or what `{{ "url": ... }}` puts in its place."""
    label: str = ""
    """What is shown before the text, with the white space after it: the stack that the text is for,
    the date of a release."""
    condition: str = ""
    """Stack condition of a conditional block, as written: `frontend="nextjs, remix"`."""
    kind: Literal["section", "event"] = "section"

    @property
    def markdown(self) -> str:
        """The section as a reader sees it, its heading on a line of its own."""
        line = f"{'#' * self.level} {self.heading}" if self.heading else ""
        return "\n\n".join(part for part in (line, self.label + self.text) if part)


@dataclass(frozen=True, slots=True)
class ApiEntry:
    """The API reference of one page in one language, rendered."""

    language: str
    """`curl`, `js`, `python`, `go`, `java`, `ruby`, `php`, `dotnet` or `json`."""
    sections: tuple[Section, ...]
    """One for each symbol: its heading, parameters, returns or properties."""
    names: tuple[str, ...]
    """What the symbols are called: titles (`organizations.get_organization()`,
    `GET /organizations/:id`), keys and ids, in order of appearance."""
    is_call: bool
    """Whether a symbol is a method or an endpoint, not only an object."""

    @property
    def text(self) -> str:
        """All symbols as Markdown."""
        return "\n\n".join(section.markdown for section in self.sections)


@dataclass(frozen=True, slots=True)
class Release:
    """One changelog entry or one version of a package."""

    package: str
    version: str
    """Version number, or the entry's title where a changelog has no numbers."""
    date: str
    """ISO date (`2026-02-17`), or empty where the changelog gives none."""
    text: str
    """Everything the entry says, as Markdown, groups and nesting kept."""
    url: str = ""
    title: str = ""
    groups: tuple[str, ...] = ()
    """Group headings in order: `Features`, `Bug Fixes`, `Major Changes`."""
    breaking: bool = False
    yanked: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One page, or one changelog entry, complete."""

    version: str
    path: str
    """Page path without the base URL: `sso/login-flows`, `changelog/<slug>`."""
    kind: Kind
    title: str
    url: str
    breadcrumb: tuple[str, ...]
    """Titles from the product down to the page, as the navigation has them; the last one is left
    out where it is the page's own title."""
    product: str
    """Slug of the product: `sso`, `authkit`, `directory-sync`."""
    sections: tuple[Section, ...]
    """The whole page in order: title and description first, then the body."""
    api: tuple[ApiEntry, ...] = ()
    deprecated: bool = False
    hidden: bool = False
    date: str = ""
    """ISO date of a changelog entry; empty for pages."""
    source_path: str = ""
    changelog: str = ""
    """Name of the packaged changelog that an entry is from."""
    release: Release | None = None
    """The changelog entry that this is; `None` for pages."""
    custom: Mapping[str, Scalar] = field(default_factory=dict)
    """What the front matter says under keys of its author's own."""


@dataclass(frozen=True, slots=True)
class NodeHeading:
    """A heading within a node."""

    start: int
    """Where its line begins in the node's text."""
    level: int
    title: str
    """Plain text."""
    slug: str
    """As in `Section`."""


@dataclass(frozen=True)
class Node:
    """One indexed piece of a Document. Its identity is its place, never its text."""

    id: str
    """`<version>/<path>#<anchor>:<n>`, at most 120 bytes."""
    version: str
    path: str
    kind: Kind
    ordinal: int
    """Position among the nodes of its path; texts joined in this order are the page."""
    title: str
    breadcrumb: tuple[str, ...]
    heading_path: tuple[str, ...]
    """Headings from the page down to the node, without the page's title."""
    url: str
    """Most precise public URL that is certain: the section's, or the page's."""
    page_url: str
    product: str
    text: str
    """Markdown, as shown to a reader."""
    language: str = ""
    """SDK language of an API node; empty where the text is for all."""
    condition: str = ""
    names: tuple[str, ...] = ()
    """Symbols, endpoints or events that the node defines."""
    also: str = ""
    """What the page's other languages call what an API node says; embedded, not shown."""
    deprecated: bool = False
    hidden: bool = False
    date: str = ""
    source_path: str = ""
    changelog: str = ""
    """Name of the packaged changelog that an entry is from."""
    release: Release | None = None
    """The changelog entry that the node is of, with as much of its text as the node holds."""
    headings: tuple[NodeHeading, ...] = ()
    """The headings in the text, in order."""
    parts: tuple[Part, ...] = ()
    """The parts of the text, in order."""

    @property
    def context(self) -> str:
        """What is embedded before the text: where the node stands, what else it is called."""
        titles = " > ".join(dict.fromkeys((*self.breadcrumb, self.title, *self.heading_path)))
        return "".join(f"{line}\n" for line in (titles, self.also) if line)

    @cached_property
    def embedded_text(self) -> str:
        """The text that is embedded and searched, with what stands before it.

        Link targets are left out: they would be a third of an API entry's tokens.
        """
        return without_targets(self.context + self.text)

    @cached_property
    def content_hash(self) -> str:
        """Hash of `embedded_text`: 32 hex digits. Equal hashes need no new embedding."""
        return blake2b(self.embedded_text.encode(), digest_size=16).hexdigest()
