"""Pages, changelog entries and hits as text with flat metadata: what all frameworks share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.changelog import read_changelog
from workos_docs_loaders.corpus import Corpus, release_documents
from workos_docs_loaders.headings import headings
from workos_docs_loaders.models import Document, Section
from workos_docs_loaders.source import LOCAL_VERSION, open_source
from workos_docs_loaders.text import plain
from workos_docs_loaders.urls import page_url, slugify
from workos_docs_tools.answers.pages import address_of
from workos_docs_tools.errors import InvalidArgumentError, PageNotFoundError
from workos_docs_tools.languages import api_language, shown_language
from workos_docs_tools.text.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from workos_docs_loaders.models import Release, SourceFile
    from workos_docs_tools.results import Hit

Metadata = dict[str, str | int | float | bool]

_SEPARATOR = " > "


@dataclass(frozen=True)
class Library:
    """The pages and changelog entries of one version, each rendered when asked for."""

    corpus: Corpus
    language: str | None
    """Language of the API reference; all of them if None."""

    @classmethod
    def open(
        cls,
        version: str | None = None,
        *,
        source: str | Path | None = None,
        language: str | None = None,
    ) -> Library:
        """Fetch a version if it is not there yet, and read its files without rendering a page.

        Raises:
            SourceError: The documentation cannot be had; the message names the remedies.
            InvalidArgumentError: There is no API reference in that language.
        """
        wanted = api_language(language)
        return cls(Corpus.read(open_source(source, version=version)), wanted)

    def __iter__(self) -> Iterator[Document]:
        return map(self._in_language, self.corpus.documents())

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of all pages, then of all changelog entries."""
        return (*self._files, *self._entries)

    @cached_property
    def page_urls(self) -> frozenset[str]:
        """URLs of all pages; no section may cite one of them as its own."""
        return frozenset(map(page_url, self._files))

    def document(self, path_or_url: str) -> Document:
        """Render one page or changelog entry.

        Raises:
            PageNotFoundError: There is none with that path; suggests the nearest.
        """
        for path in (path_or_url, address_of(path_or_url)[0]):
            if path in self._entries:
                return self._entries[path]
            if path in self._files:
                return self._in_language(self.corpus.document(self._files[path]))
        near = closest(path_or_url, self.paths, limit=3, cutoff=0.6)
        raise PageNotFoundError(path_or_url, near)

    @cached_property
    def _files(self) -> Mapping[str, SourceFile]:
        return {file.path: file for file in self.corpus.content_files}

    @cached_property
    def _entries(self) -> Mapping[str, Document]:
        entries = chain.from_iterable(self.corpus.changelog_entries().values())
        return {document.path: document for _, document in entries}

    def _in_language(self, document: Document) -> Document:
        if self.language is None or not document.api:
            return document
        languages = [entry.language for entry in document.api]
        shown = shown_language(languages, self.language)
        return replace(document, api=tuple(item for item in document.api if item.language == shown))


def changelog_documents(
    source: str | Path | None = None, *, package: str | None = None, version: str | None = None
) -> Sequence[tuple[Release, Document]]:
    """Return the entries of a changelog with their Documents, in its order.

    Args:
        source: A file, a checkout or a URL (see `read_changelog`); without it, the changelog that
            comes with the documentation.
        package: Of a packaged changelog, its name; else the package of entries that name none.
        version: Version of the documentation whose changelog it is, where `source` is left out.

    Raises:
        SourceError: The changelog cannot be had.
        ParseError: It is malformed.
        InvalidArgumentError: No changelog of that package comes with the documentation.
    """
    if source is None:
        packaged = Corpus.read(open_source(version=version)).changelog_entries()
        if package is not None and package not in packaged:
            raise InvalidArgumentError("package", package, valid=tuple(packaged))
        chosen = [packaged[package]] if package else packaged.values()
        return list(chain.from_iterable(chosen))
    releases = read_changelog(source, package=package)
    # Their URLs may all be the changelog's own, so that it is the version that makes the path.
    documents = release_documents((replace(release, url="") for release in releases), "")
    return [
        (
            release,
            replace(document, version=release.version, url=release.url, source_path=str(source)),
        )
        for release, document in zip(releases, documents, strict=True)
    ]


def markdown_document(text: str, metadata: Mapping[str, Any], path: str) -> Document:
    """Return a page of which only Markdown is left, cut at its headings.

    Args:
        text: The page.
        metadata: What is known of it, with the keys of `document_metadata`.
        path: Its path, where the metadata names none.
    """
    sections = tuple(_sections(text))
    heading = next((plain(section.heading) for section in sections if section.heading), path)
    url = str(metadata.get("source", ""))
    return Document(
        version=str(metadata.get("version", LOCAL_VERSION)),
        path=str(metadata.get("path", path)),
        kind=metadata.get("kind", "guide"),
        title=str(metadata.get("title", heading)),
        url=url,
        breadcrumb=tuple(filter(None, str(metadata.get("breadcrumb", "")).split(_SEPARATOR))),
        product=str(metadata.get("product", "")),
        sections=sections,
        deprecated=bool(metadata.get("deprecated", False)),
        hidden=bool(metadata.get("hidden", False)),
        date=str(metadata.get("date", "")),
        source_path=str(metadata.get("source_path", "")),
    )


def _sections(text: str) -> Iterator[Section]:
    lines = text.split("\n")
    found = list(headings(text))
    first, *ends = [*(heading.start for heading in found), len(lines)]
    if before := "\n".join(lines[:first]).strip():
        yield Section(heading="", level=0, text=before)
    for heading, end in zip(found, ends, strict=True):
        yield Section(
            heading=heading.content,
            level=heading.level,
            text="\n".join(lines[heading.end : end]).strip(),
            slug=slugify(plain(heading.content)),
        )


def document_id(document: Document) -> str:
    """Return a Document's identity: its place."""
    return f"{document.version}/{document.path}"


def document_text(document: Document) -> str:
    """Return a whole page as Markdown, its API reference after the rest."""
    sections = (section.markdown for section in document.sections)
    return "\n\n".join(filter(None, (*sections, *(entry.text for entry in document.api))))


def document_metadata(document: Document) -> Metadata:
    """Return what is known of a page or changelog entry, with the keys that a hit has too."""
    return {
        "source": document.url or document.source_path,
        "title": document.title,
        "path": document.path,
        "kind": document.kind,
        "product": document.product,
        "breadcrumb": _titles(document.breadcrumb),
        "version": document.version,
        "date": document.date,
        "deprecated": document.deprecated,
        "hidden": document.hidden,
        "source_path": document.source_path,
    }


def release_metadata(release: Release) -> Metadata:
    """Return what is known of a changelog entry beyond what its Document says."""
    return {"package": release.package, "release": release.version, "breaking": release.breaking}


def hit_metadata(hit: Hit) -> Metadata:
    """Return everything of a hit but its text. All keys are always there, some values empty."""
    return {
        "source": hit.url,
        "title": hit.title,
        "path": hit.path,
        "kind": hit.kind,
        "product": hit.product,
        "language": hit.language,
        "breadcrumb": _titles(hit.breadcrumb),
        "heading_path": _titles(hit.heading_path),
        "condition": hit.condition,
        "page_url": hit.page_url,
        "version": hit.version,
        "date": hit.date,
        "deprecated": hit.deprecated,
    }


def _titles(titles: Sequence[str]) -> str:
    return _SEPARATOR.join(titles)
