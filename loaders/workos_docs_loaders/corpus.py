"""A whole snapshot: what needs all files is read once, each page is rendered when asked for."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from workos_docs_loaders.changelog import parse_packaged
from workos_docs_loaders.errors import LoaderWarning, ParseError, SourceNotFoundError
from workos_docs_loaders.front_matter import read_source_file
from workos_docs_loaders.mdx import parse_body, plain
from workos_docs_loaders.models import Document, Section
from workos_docs_loaders.navigation import PLATFORM, Navigation, title_of
from workos_docs_loaders.nodes import document_nodes
from workos_docs_loaders.reference import ReferenceTables
from workos_docs_loaders.urls import page_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workos_docs_loaders.models import ApiEntry, Kind, Node, Release, Snapshot, SourceFile


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pages and changelog entries of one snapshot, as Documents."""

    snapshot: Snapshot
    files: tuple[SourceFile, ...]
    """Every file that could be read, in path order, navigation and noise included."""
    navigation: Navigation
    reference: ReferenceTables
    strict: bool = False
    """Whether a problem in a file is raised as `ParseError` rather than warned of."""

    @classmethod
    def read(cls, snapshot: Snapshot, *, strict: bool = False) -> Corpus:
        """Read all files of a snapshot, without rendering a page.

        Args:
            snapshot: What `open_source` returned.
            strict: Raise on the first malformed file instead of warning and going on.

        Raises:
            SourceNotFoundError: The snapshot holds no `.md` or `.mdx` file.
            ParseError: A file is malformed, in strict mode.
        """
        files = tuple(_read_files(snapshot, strict=strict))
        if not files:
            raise SourceNotFoundError(f"{snapshot.docs} holds no .md or .mdx page")
        return cls(
            snapshot=snapshot,
            files=files,
            navigation=Navigation.from_files(files),
            reference=ReferenceTables.from_files(files),
            strict=strict,
        )

    @property
    def content_files(self) -> tuple[SourceFile, ...]:
        """The files that are pages of the public documentation."""
        return tuple(file for file in self.files if _is_content(file.path))

    def documents(self) -> Iterator[Document]:
        """Yield every page in path order, then every changelog entry, newest first.

        Lazy: a page is rendered when the iterator reaches it.
        """
        for file in self.content_files:
            try:
                document = self.document(file)
            except ParseError as error:
                _report(error, strict=self.strict)
            else:
                yield document
        for release in self.releases():
            yield release_document(release, self.snapshot.version)

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes of all documents, page by page."""
        pages = {page_url(file.path) for file in self.content_files}
        for document in self.documents():
            yield from document_nodes(document, pages=pages)

    def document(self, file: SourceFile) -> Document:
        """Render one page."""
        place = self.navigation.place(file)
        url = page_url(file.path)
        assets = file.front_matter.get("externalAssets")
        parsed = parse_body(
            file.body, page_url=url, assets=assets if isinstance(assets, dict) else {}
        )
        for problem in parsed.problems:
            line = file.body_line + problem.line - 1
            _report(ParseError(problem.message, path=file.source_path, line=line), self.strict)
        api = self.reference.entries(file)
        title, sections = _titled(file, parsed.sections, place.titles)
        return Document(
            version=self.snapshot.version,
            path=file.path,
            kind=_kind(file.path, api),
            title=title,
            url=url,
            breadcrumb=place.titles if place.titles[-1] != title else place.titles[:-1] or (title,),
            product=self.navigation.product(file.path),
            sections=sections,
            api=api,
            deprecated=place.deprecated
            or parsed.deprecated
            or file.path.partition("/")[0] == "deprecations",
            hidden=place.hidden,
            source_path=file.source_path,
        )

    def releases(self) -> tuple[Release, ...]:
        """Return the entries of the packaged changelogs, newest first."""
        return tuple(chain.from_iterable(self.changelogs().values()))

    def changelogs(self) -> Mapping[str, tuple[Release, ...]]:
        """Return the packaged changelogs by package name."""
        if self.snapshot.changelogs is None:
            return {}
        found: dict[str, tuple[Release, ...]] = {}
        for file in sorted(self.snapshot.changelogs.glob("*.json")):
            try:
                found[file.stem] = parse_packaged(file.read_text("utf-8"), path=file.name)
            except ParseError as error:
                _report(error, strict=self.strict)
        return found


def release_document(release: Release, version: str) -> Document:
    """Return a changelog entry as a Document of one section."""
    title = release.title or f"{release.package} {release.version}"
    slug = release.url.rstrip("/").rpartition("/")[2] or f"{release.package}-{release.version}"
    return Document(
        version=version,
        path=f"changelog/{slug}",
        kind="changelog",
        title=title,
        url=release.url,
        breadcrumb=("Changelog",),
        product=PLATFORM,
        sections=(Section(heading=title, level=1, text=f"{release.date}: {release.text}"),),
        date=release.date,
        source_path=f"changelogs/{release.package}.json",
    )


def _read_files(snapshot: Snapshot, *, strict: bool) -> Iterator[SourceFile]:
    paths = (
        file
        for file in snapshot.docs.rglob("*")
        if file.suffix in {".md", ".mdx"} and file.is_file() and not file.is_symlink()
    )
    for source_path in sorted(file.relative_to(snapshot.docs).as_posix() for file in paths):
        try:
            yield read_source_file(snapshot.docs, source_path)
        except ParseError as error:
            _report(error, strict=strict)


def _is_content(path: str) -> bool:
    """Navigation, author notes (below `_` folders) and dialect demos are no public pages."""
    parts = path.split("/")
    return parts[0] != "demo" and not any(part.startswith("_") for part in parts)


def _titled(
    file: SourceFile, sections: tuple[Section, ...], breadcrumb: tuple[str, ...]
) -> tuple[str, tuple[Section, ...]]:
    """Return a page's title, and its sections with title and description on top."""
    description = _text(file.front_matter.get("description"))
    directory, _, name = file.path.rpartition("/")
    title = _text(file.front_matter.get("title"))
    if not title and directory == "sdks":  # Their first heading is "Installation" on every page.
        title = f"{title_of(name)} SDK"
    if not title:
        headings = (plain(section.heading) for section in sections if section.heading)
        title = next(headings, "")
        if title:
            top = (Section("", 0, description),) if description else ()
            return title, (*top, *sections)
    title = title or breadcrumb[-1]
    return title, (Section(heading=title, level=1, text=description), *sections)


def _kind(path: str, api: tuple[ApiEntry, ...]) -> Kind:
    if path == "glossary":
        return "glossary"
    if path.partition("/")[0] != "reference":
        return "guide"
    return "object" if api and not any(entry.is_call for entry in api) else "api"


def _text(value: object) -> str:
    """Return a front matter text, its no-break spaces and hyphens made plain."""
    if not isinstance(value, str):
        return ""
    return value.strip().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")


def _report(error: ParseError, strict: bool) -> None:
    if strict:
        raise error
    warnings.warn(str(error), LoaderWarning, stacklevel=2)
