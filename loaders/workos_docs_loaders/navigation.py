"""The documentation's navigation: breadcrumbs, product names, which pages are deprecated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.errors import ParseError, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workos_docs_loaders.models import SourceFile

NAVIGATION_FILE = "_navigation"
PLATFORM = "platform"
"""Product of the pages that belong to no product: pagination, errors, organizations, changelog."""

_REFERENCE = "reference"
"""Directory of the API reference, which repeats those of the products."""


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """Where a page stands in the navigation."""

    titles: tuple[str, ...]
    """Titles from the navigation's own down to the item's; empty outside the navigation."""
    deprecated: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """All `_navigation` files, read."""

    entries: Mapping[str, NavigationEntry]
    """By page path. A page that is listed more than once has its first entry."""
    products: Mapping[str, str]
    """Product slug to its name: `sso` to `Single Sign-On`. The API reference counts as one here."""

    @classmethod
    def from_files(cls, files: Iterable[SourceFile], *, strict: bool = False) -> Navigation:
        """Build the navigation from the files named `_navigation`; other files are ignored.

        Without any, each directory at the top is a product.

        Args:
            files: All files of a snapshot.
            strict: Raise on the first malformed item instead of warning and going on.

        Raises:
            ParseError: An item is malformed, in strict mode.
        """
        entries: dict[str, NavigationEntry] = {}
        products: dict[str, str] = {}
        directories: dict[str, str] = {}
        for file in files:
            top, slash, _ = file.source_path.partition("/")
            if slash:
                directories[top] = title_of(top)
            directory, _, name = file.path.rpartition("/")
            if name == NAVIGATION_FILE:
                title = _title(file.front_matter) or title_of(directory)
                products[directory] = title
                for path, entry in _walk(
                    file.front_matter, NavigationEntry((title,)), file, strict
                ):
                    entries.setdefault(path, entry)
        return cls(entries, products or directories)

    def entry(self, file: SourceFile) -> NavigationEntry:
        """Return a page's entry: listed, named by its front matter, or its nearest ancestor's."""
        found = self._listed_or_nearest(file)
        return NavigationEntry(
            found.titles, found.deprecated, found.hidden or _is_hidden(file.front_matter)
        )

    def title(self, path: str) -> str:
        """Return what a page is called in the navigation, or else by its own file name."""
        listed = self.entries.get(path)
        return listed.titles[-1] if listed else title_of(path)

    def product(self, path: str) -> str:
        """Return the slug of the product that a page belongs to."""
        parts = path.split("/")
        if parts[0] == _REFERENCE:
            del parts[0]
        return parts[0] if parts and parts[0] in self.products else PLATFORM

    def _listed_or_nearest(self, file: SourceFile) -> NavigationEntry:
        if listed := self.entries.get(file.path):
            return listed
        parent = file.front_matter.get("breadcrumb")
        if isinstance(parent, dict) and (title := _title(parent)):
            return NavigationEntry((title,))
        directories = file.path.split("/")[:-1]
        for end in range(len(directories), 0, -1):
            directory = "/".join(directories[:end])
            if directory in self.products:
                below = (title_of(name) for name in directories[end:])
                return NavigationEntry((self.products[directory], *below))
            if ancestor := self.entries.get(directory):
                return ancestor
        return NavigationEntry(tuple(title_of(name) for name in directories))


def title_of(path: str) -> str:
    """Return a readable title for a directory or file: `directory-sync`, `sdks`."""
    words = path.rpartition("/")[2].replace("_", "-").split("-")
    return " ".join(_SPELLING.get(word, word[:1].upper() + word[1:]) for word in words)


_SPELLING = {
    "api": "API",
    "authkit": "AuthKit",
    "dotnet": ".NET",
    "js": "JavaScript",
    "mfa": "MFA",
    "nextjs": "Next.js",
    "node": "Node.js",
    "php": "PHP",
    "sdks": "SDKs",
    "sso": "SSO",
    "tanstack": "TanStack",
}


def _walk(
    parent: Mapping[str, Any], entry: NavigationEntry, file: SourceFile, strict: bool
) -> Iterator[tuple[str, NavigationEntry]]:
    """Yield the path and entry of everything listed below a navigation file or an item of one."""
    links = parent.get("links") or []
    if not isinstance(links, list):
        problem = f"`links` below {entry.titles[-1]!r} is not a list"
        report(ParseError(problem, path=file.source_path), strict=strict)
        return
    for item in links:
        title = _title(item) if isinstance(item, dict) else ""
        if not title:
            problem = f"an item below {entry.titles[-1]!r} has no title"
            report(ParseError(problem, path=file.source_path), strict=strict)
            continue
        below = NavigationEntry(
            titles=(*entry.titles, title),
            deprecated=entry.deprecated or bool(item.get("excludeFromSearch")),
            hidden=entry.hidden or _is_hidden(item),
        )
        if isinstance(url := item.get("url"), str):
            yield url.strip("/"), below
        yield from _walk(item, below, file, strict)


def _title(mapping: Mapping[str, Any]) -> str:
    title = mapping.get("title")
    return title.strip() if isinstance(title, str) else ""


def _is_hidden(mapping: Mapping[str, Any]) -> bool:
    return bool(mapping.get("featureFlag"))
