"""A whole snapshot: what needs all files is read once, each page is rendered when asked for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.addresses import Addresses
from workos_docs_loaders.changelog.merging import merged
from workos_docs_loaders.changelog.packaged import parse_packaged
from workos_docs_loaders.errors import ParseError, SourceNotFoundError, reading, report
from workos_docs_loaders.front_matter import read_source_file, read_text
from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.mdx import parse_body
from workos_docs_loaders.models import Document, Section
from workos_docs_loaders.navigation import NAVIGATION_FILE, PLATFORM, Navigation, title_of
from workos_docs_loaders.nodes import document_nodes
from workos_docs_loaders.reference import ReferenceTables
from workos_docs_loaders.urls import is_page, slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from workos_docs_loaders.models import (
        ApiEntry,
        Kind,
        Node,
        Release,
        Scalar,
        Snapshot,
        SourceFile,
    )


@dataclass(frozen=True)
class Corpus:
    """The pages and changelog entries of one snapshot, as Documents."""

    snapshot: Snapshot
    files: tuple[SourceFile, ...]
    """Every file that could be read, in path order, navigation and noise included."""
    navigation: Navigation
    reference: ReferenceTables
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many of the snapshot's files with the suffix of a page are none, by reason."""
    strict: bool = False
    """Whether a problem in a file is raised as `ParseError` rather than warned of."""
    releases: tuple[Release, ...] = ()
    """Entries of other changelogs, which join the packaged ones."""

    @classmethod
    def read(
        cls, snapshot: Snapshot, *, strict: bool = False, releases: tuple[Release, ...] = ()
    ) -> Corpus:
        """Read all files of a snapshot, without rendering a page. Symbolic links are not followed.

        Args:
            snapshot: What `open_source` returned.
            strict: Raise on the first malformed file instead of warning and going on.
            releases: Entries of other changelogs, which join the packaged ones.

        Raises:
            SourceNotFoundError: The snapshot holds no `.md` or `.mdx` file that can be read.
            SourceError: A directory of it cannot be read.
            ParseError: A file is malformed, in strict mode.

        Warns:
            LoaderWarning: A file is malformed; it is left out.
        """
        left_out: Counter[str] = Counter()
        paths = _paths(snapshot.docs, is_page, left_out)
        found = _read_files(snapshot.docs, paths, left_out, strict=strict)
        files = tuple(_with_own_paths(found))
        if not files:
            raise SourceNotFoundError(f"{snapshot.docs} holds no .md or .mdx page")
        return cls(
            snapshot=snapshot,
            files=files,
            navigation=Navigation.from_files(files, strict=strict),
            reference=ReferenceTables.from_files(files, Addresses(snapshot.base_url)),
            left_out=dict(left_out + Counter(filter(None, map(_reason, paths)))),
            strict=strict,
            releases=releases,
        )

    @property
    def date(self) -> str:
        """ISO date that the pages are current to: a site's own, a package's newest entry's."""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", self.snapshot.version):
            return self.snapshot.version
        packaged = self._packaged_changelogs().values()
        return max((release.date for releases in packaged for release in releases), default="")

    @property
    def content_files(self) -> tuple[SourceFile, ...]:
        """The files that are pages of the public documentation."""
        return tuple(file for file in self.files if not _reason(file.source_path))

    @property
    def addresses(self) -> Addresses:
        """Where pages are cited."""
        return Addresses(self.snapshot.base_url)

    @cached_property
    def urls(self) -> Mapping[str, str]:
        """URLs of all pages, or the paths of their files as part of one, by path."""
        return {file.path: self.addresses.url_of(file) for file in self.content_files}

    @cached_property
    def _link_targets(self) -> Mapping[str, str]:
        return self.addresses.link_targets(self.content_files)

    def documents(self) -> Iterator[Document]:
        """Yield every page in path order, then the entries of one changelog after the other.

        Lazy: a page is rendered when the iterator reaches it.
        """
        yield from map(self.document, self.content_files)
        for entries in self.changelog_documents().values():
            yield from entries

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes of all documents, page by page."""
        pages = set(self.urls.values())
        for document in self.documents():
            yield from document_nodes(document, pages=pages)

    def document(self, file: SourceFile) -> Document:
        """Render one page."""
        entry = self.navigation.entry(file)
        url = self.addresses.url_of(file)
        parsed = parse_body(
            file.body,
            page_url=url,
            assets=_assets(file),
            source_path=file.source_path,
            pages=self._link_targets,
            base_url=self.addresses.base_of(file),
        )
        for problem in parsed.problems:
            line = file.body_line + problem.line - 1
            error = ParseError(problem.message, path=file.source_path, line=line)
            report(error, strict=self.strict)
        api = self._api(file)
        title, sections = _titled(file, parsed.sections, self.navigation.title(file.path))
        is_titled_twice = entry.titles[-1:] == (title,)
        return Document(
            version=self.snapshot.version,
            path=file.path,
            kind=_kind(file.path, api),
            title=title,
            url=url,
            breadcrumb=(entry.titles[:-1] if is_titled_twice else entry.titles) or (title,),
            product=self.navigation.product(file.path),
            sections=sections,
            api=api,
            deprecated=entry.deprecated
            or parsed.deprecated
            or file.path.startswith("deprecations/"),
            hidden=entry.hidden,
            source_path=file.source_path,
            custom=_custom(file.front_matter),
        )

    def changelog_documents(self) -> Mapping[str, Sequence[Document]]:
        """Return the entries of each changelog as Documents, by its name.

        No Document has the path of another, nor of a page.
        """
        changelogs = self.changelogs()
        documents = release_documents(
            chain.from_iterable(changelogs.values()),
            self.snapshot.version,
            taken=[file.path for file in self.content_files],
        )
        return {
            name: [
                replace(document, changelog=name, source_path=f"changelogs/{name}.json")
                for document in islice(documents, len(releases))
            ]
            for name, releases in changelogs.items()
        }

    def changelogs(self) -> Mapping[str, tuple[Release, ...]]:
        """Return the changelogs by name: of a packaged one the file's path, without extension."""
        return merged(self._packaged_changelogs(), self.releases)

    def _packaged_changelogs(self) -> dict[str, tuple[Release, ...]]:
        directory = self.snapshot.changelogs
        if directory is None:
            return {}
        found: dict[str, tuple[Release, ...]] = {}
        for source_path in _paths(directory, lambda name: name.endswith(".json"), Counter()):
            try:
                text = read_text(directory, source_path)
                found[source_path.removesuffix(".json")] = parse_packaged(text, path=source_path)
            except ParseError as error:
                report(error, strict=self.strict)
        return found

    def _api(self, file: SourceFile) -> tuple[ApiEntry, ...]:
        try:
            return self.reference.entries(file)
        except ParseError as error:
            report(error, strict=self.strict)
            return ()


def release_documents(
    releases: Iterable[Release], version: str, *, taken: Iterable[str] = ()
) -> Iterator[Document]:
    """Yield changelog entries as Documents of one section, each with a path of its own.

    Args:
        releases: Entries of one changelog or of several.
        version: Version of the snapshot that they are part of.
        taken: Paths that none may have: those of pages.
    """
    paths = set(taken)
    for release in releases:
        title = release.title or f"{release.package} {release.version}"
        name = release.url.rstrip("/").rpartition("/")[2] or f"{release.package} {release.version}"
        path = slug = f"changelog/{slugify(name)}"
        number = 1
        while path in paths:
            number += 1
            path = f"{slug}-{number}"
        paths.add(path)
        yield Document(
            version=version,
            path=path,
            kind="changelog",
            title=title,
            url=release.url,
            breadcrumb=("Changelog",),
            product=PLATFORM,
            sections=(Section(title, 1, release.text, label=_date_label(release)),),
            date=release.date,
            release=release,
        )


def _date_label(release: Release) -> str:
    """Return a release's date as it stands before a sentence, or above anything longer."""
    if not (release.date and release.text):
        return release.date
    is_sentence = "\n" not in release.text and release.text[:1].isalnum()
    return f"{release.date}: " if is_sentence else f"{release.date}\n\n"


def _read_files(
    root: Path, paths: Iterable[str], left_out: Counter[str], *, strict: bool
) -> Iterator[SourceFile]:
    for source_path in paths:
        try:
            file = read_source_file(root, source_path)
        except ParseError as error:
            report(error, strict=strict)
            left_out["unreadable"] += not _reason(source_path)
            continue
        for problem in file.problems:
            found = ParseError(problem.message, path=source_path, line=problem.line)
            report(found, strict=strict)
        yield file


def _paths(root: Path, is_wanted: Callable[[str], bool], left_out: Counter[str]) -> list[str]:
    """Return the paths of the files below a directory, sorted. Symbolic links are left out."""
    with reading(root):
        found = [file for file in root.rglob("*") if is_wanted(file.name)]
        left_out["symbolic link"] += sum(file.is_symlink() for file in found)
        return sorted(
            file.relative_to(root).as_posix()
            for file in found
            if file.is_file() and not file.is_symlink()
        )


def _with_own_paths(files: Iterable[SourceFile]) -> Iterator[SourceFile]:
    """Yield the files, none with the path of another: `a.md` and `a/index.md` are both page `a`."""
    taken: set[str] = set()
    for file in files:
        # A later file cannot have this path: its own would be longer.
        path = file.source_path if file.path in taken else file.path
        taken.add(path)
        yield replace(file, path=path)


def _reason(source_path: str) -> str:
    """Return why a file is no public page, or nothing if it is one.

    Author notes stand below `_` folders; `_index` is how Hugo names the page of a directory.
    """
    *directories, name = source_path.split("/")
    if name.startswith(f"{NAVIGATION_FILE}."):
        return "navigation"
    if (directories or [""])[0] == "demo":
        return "demo"
    names = [*directories, "" if re.match(r"_index\.", name) else name]
    if any(each.startswith(".") for each in names):
        return "hidden (the name, or a folder's, begins with `.`)"
    if any(each.startswith("_") for each in names):
        return "part or draft (the name, or a folder's, begins with `_`)"
    return ""


def _titled(
    file: SourceFile, sections: tuple[Section, ...], name: str
) -> tuple[str, tuple[Section, ...]]:
    """Return a page's title, and its sections with title and description on top.

    Args:
        file: The page.
        sections: Those of its body.
        name: The title of a page that has neither title nor heading.
    """
    description = _text(file.front_matter.get("description"))
    title = _text(file.front_matter.get("title"))
    if not title and file.path.startswith("sdks/"):  # Their first heading is "Installation".
        title = f"{title_of(file.path)} SDK"
    if not title:
        headings = (plain(section.heading) for section in sections if section.heading)
        title = next(headings, "")
        if title:
            top = (Section("", 0, description),) if description else ()
            return title, (*top, *sections)
    title = title or name
    return title, (Section(heading=title, level=1, text=description), *sections)


def _kind(path: str, api: tuple[ApiEntry, ...]) -> Kind:
    if path == "glossary":
        return "glossary"
    if path.partition("/")[0] != "reference":
        return "guide"
    return "object" if api and not any(entry.is_call for entry in api) else "api"


def _assets(file: SourceFile) -> dict[str, str]:
    assets = file.front_matter.get("externalAssets")
    if not isinstance(assets, dict):
        return {}
    return {name: url for name, url in assets.items() if isinstance(url, str)}


def _text(value: object) -> str:
    """Return a front matter text, its no-break spaces and hyphens made plain."""
    if not isinstance(value, str):
        return ""
    return value.strip().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")


_KNOWN_KEYS = frozenset(
    "breadcrumb description descriptions externalAssets featureFlag hideCopyButton icon links "
    "originalPath reference showNextPage title".split()
)
"""Keys of the WorkOS documentation, which are read or say nothing to readers."""


def _custom(front_matter: Mapping[str, Any]) -> dict[str, Scalar]:
    """Return what front matter says under keys of its author's own, lists and mappings aside."""
    return {
        key: value
        for key, value in front_matter.items()
        if isinstance(key, str)
        and key not in _KNOWN_KEYS
        and isinstance(value, str | bool | int | float)
        and value != ""
    }
