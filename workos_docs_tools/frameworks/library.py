"""Pages, changelog entries and what SDKs say, of one version, without an index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from workos_docs_loaders.changelog import read_changelog
from workos_docs_loaders.corpus import Corpus, release_documents
from workos_docs_loaders.sdk import open_sdk, read_sdk, sdk_documents
from workos_docs_loaders.source import open_source
from workos_docs_tools.answers.addresses import address_of
from workos_docs_tools.errors import InvalidArgumentError, PageNotFoundError
from workos_docs_tools.languages import api_language, shown_language
from workos_docs_tools.text.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from workos_docs_loaders.models import Document, SourceFile


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
        base_url: str | None = None,
        language: str | None = None,
    ) -> Library:
        """Fetch a version if it is not there yet, and read its files without rendering a page.

        Raises:
            SourceError: There is no documentation to read; the message names the remedies.
            InvalidArgumentError: There is no API reference in that language.
        """
        wanted = api_language(language)
        return cls(Corpus.read(open_source(source, base_url=base_url, version=version)), wanted)

    def __iter__(self) -> Iterator[Document]:
        return map(self._in_language, self.corpus.documents())

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of all pages, then of all changelog entries."""
        return (*self._files, *self._entries)

    @cached_property
    def page_urls(self) -> frozenset[str]:
        """URLs of all pages; no section may cite one of them as its own."""
        return frozenset(self.corpus.urls.values())

    def document(self, path_or_url: str) -> Document:
        """Render one page or changelog entry.

        Raises:
            PageNotFoundError: Nothing has that path; suggests the nearest.
        """
        address = address_of(path_or_url)[0]
        for path in (path_or_url, address, self._addresses.get(address, "")):
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
    def _addresses(self) -> Mapping[str, str]:
        return {address_of(url)[0]: path for path, url in self.corpus.urls.items()}

    @cached_property
    def _entries(self) -> Mapping[str, Document]:
        entries = chain.from_iterable(self.corpus.changelog_documents().values())
        return {document.path: document for document in entries}

    def _in_language(self, document: Document) -> Document:
        if self.language is None or not document.api:
            return document
        languages = [entry.language for entry in document.api]
        shown = shown_language(languages, self.language)
        return replace(document, api=tuple(item for item in document.api if item.language == shown))


@dataclass(frozen=True)
class SdkLibrary:
    """What one version of an SDK says: its client, methods and README sections."""

    language: str
    """`python` or `js`."""
    documents: Mapping[str, Document]
    """By path, in order."""

    @classmethod
    def open(cls, source: str | Path) -> SdkLibrary:
        """Fetch a package if it is not there yet, and read it. Nothing of it is run.

        Raises:
            SourceError: There is no such package, or it cannot be read; the message says what is.
        """
        package = read_sdk(open_sdk(source))
        documents = {document.path: document for document in sdk_documents(package)}
        return cls(package.snapshot.language, documents)

    def document(self, path: str) -> Document:
        """Return what stands at a path.

        Raises:
            PageNotFoundError: Nothing has that path; suggests the nearest.
        """
        if path not in self.documents:
            raise PageNotFoundError(path, closest(path, tuple(self.documents), limit=3, cutoff=0.6))
        return self.documents[path]


def changelog_documents(
    source: str | Path | None = None, *, package: str | None = None, version: str | None = None
) -> Sequence[Document]:
    """Return the entries of a changelog as Documents, in its order.

    Args:
        source: A file, a checkout or a URL (see `read_changelog`); without it, the changelog that
            comes with the documentation.
        package: Of a packaged changelog, its name; else the package of entries that name none.
        version: Version of the documentation whose changelog it is, where `source` is left out.

    Raises:
        SourceError: The changelog does not exist or cannot be fetched.
        ParseError: It is malformed.
        InvalidArgumentError: No changelog of that package comes with the documentation.
    """
    if source is None:
        packaged = Corpus.read(open_source(version=version)).changelog_documents()
        if package is not None and package not in packaged:
            raise InvalidArgumentError("package", package, valid=tuple(packaged))
        chosen = [packaged[package]] if package else packaged.values()
        return list(chain.from_iterable(chosen))
    releases = read_changelog(source, package=package)
    # Their URLs may all be the changelog's own, so that it is the version that makes the path.
    documents = release_documents((replace(release, url="") for release in releases), "")
    return [
        replace(
            document,
            version=release.version,
            url=release.url,
            source_path=str(source),
            release=release,
        )
        for release, document in zip(releases, documents, strict=True)
    ]
