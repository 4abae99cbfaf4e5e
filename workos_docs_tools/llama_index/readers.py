"""Readers: pages, changelog entries and SDKs as LlamaIndex Documents, without an index."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic evaluates it
from typing import TYPE_CHECKING, Any

from llama_index.core.bridge.pydantic import ConfigDict, PrivateAttr
from llama_index.core.readers.base import BasePydanticReader, ResourcesReaderMixin

from workos_docs_tools.errors import PageNotFoundError
from workos_docs_tools.frameworks.library import Library, SdkLibrary, changelog_documents
from workos_docs_tools.frameworks.metadata import metadata_of
from workos_docs_tools.llama_index.nodes import page_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llama_index.core.schema import Document

    from workos_docs_loaders import models


class WorkOSDocsReader(ResourcesReaderMixin, BasePydanticReader):
    """Reads every page of the documentation, then every changelog entry, as one Document each.

    Its resources are the paths of pages and entries: `sso/login-flows`, `changelog/<slug>`.
    """

    model_config = ConfigDict(extra="forbid")

    is_remote: bool = True
    version: str | None = None
    """Published version such as `0.2.0`; the newest one if left out."""
    source: str | Path | None = None
    """A `.tgz`, an unpacked package or a directory of `.md` and `.mdx` files, instead of the
    published package."""
    base_url: str | None = None
    """What the URLs of its pages begin with; without it, they are cited by their files."""
    language: str | None = None
    """Language in which pages show their API reference; all languages if left out."""

    _opened: Library | None = PrivateAttr(default=None)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises the reader."""
        return "WorkOSDocsReader"

    def lazy_load_data(self) -> Iterator[Document]:
        """Yield the Documents; a page is rendered when the iterator reaches it."""
        library = self._library
        return (page_document(page, page_urls=library.page_urls) for page in library)

    def list_resources(self) -> list[str]:
        """Return the paths of all pages and changelog entries."""
        return list(self._library.paths)

    def get_resource_info(self, resource_id: str) -> dict[str, Any]:
        """Return the metadata of a page or changelog entry.

        Raises:
            PageNotFoundError: Nothing has that path; suggests the nearest.
        """
        return metadata_of(self._library.document(resource_id))

    def load_resource(self, resource_id: str) -> list[Document]:
        """Return one page or changelog entry.

        Raises:
            PageNotFoundError: Nothing has that path; suggests the nearest.
        """
        library = self._library
        return [page_document(library.document(resource_id), page_urls=library.page_urls)]

    @property
    def _library(self) -> Library:
        if self._opened is None:
            self._opened = Library.open(
                self.version, source=self.source, base_url=self.base_url, language=self.language
            )
        return self._opened


class WorkOSChangelogReader(ResourcesReaderMixin, BasePydanticReader):
    """Reads a changelog, WorkOS's own or that of an SDK, as one Document an entry.

    Its resources are the paths of the entries.
    """

    model_config = ConfigDict(extra="forbid")

    is_remote: bool = True
    source: str | Path | None = None
    """A `CHANGELOG.md`, an RSS or Atom feed, a packaged JSON file, a checkout that holds one, or a
    URL; without it, the changelog that comes with the documentation."""
    package: str | None = None
    """Name of the changelog that comes with the documentation; otherwise of the package whose
    entries do not name one."""
    version: str | None = None
    """Version of the documentation, where its own changelog is read."""

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises the reader."""
        return "WorkOSChangelogReader"

    def lazy_load_data(self) -> Iterator[Document]:
        """Yield the Documents in the changelog's own order."""
        entries = changelog_documents(self.source, package=self.package, version=self.version)
        yield from map(page_document, entries)

    def list_resources(self) -> list[str]:
        """Return the paths of all entries."""
        return [str(document.metadata["path"]) for document in self.lazy_load_data()]

    def get_resource_info(self, resource_id: str) -> dict[str, Any]:
        """Return the metadata of an entry.

        Raises:
            PageNotFoundError: No entry has that path.
        """
        return self.load_resource(resource_id)[0].metadata

    def load_resource(self, resource_id: str) -> list[Document]:
        """Return one entry.

        Raises:
            PageNotFoundError: No entry has that path.
        """
        for document in self.lazy_load_data():
            if document.metadata["path"] == resource_id:
                return [document]
        raise PageNotFoundError(resource_id)


class WorkOSSdkReader(ResourcesReaderMixin, BasePydanticReader):
    """Reads an SDK as one Document a method and a README section, and one for its client.

    The package is read, never run or installed. The reader's resources are the paths of its
    Documents: `sdk/python/user_management.get_user`.
    """

    model_config = ConfigDict(extra="forbid")

    is_remote: bool = True
    source: str | Path
    """`python`, `node`, `authkit-nextjs` and their like, alone for the newest version or with an
    exact one (`python@10.8.0`), or the path of a package file or folder."""

    _opened: SdkLibrary | None = PrivateAttr(default=None)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises the reader."""
        return "WorkOSSdkReader"

    def lazy_load_data(self) -> Iterator[Document]:
        """Yield the Documents: the client, then the methods, then the README."""
        return map(self._document, self._library.documents.values())

    def list_resources(self) -> list[str]:
        """Return the paths of all Documents."""
        return list(self._library.documents)

    def get_resource_info(self, resource_id: str) -> dict[str, Any]:
        """Return the metadata of a Document.

        Raises:
            PageNotFoundError: None has that path; suggests the nearest.
        """
        return self.load_resource(resource_id)[0].metadata

    def load_resource(self, resource_id: str) -> list[Document]:
        """Return one Document.

        Raises:
            PageNotFoundError: None has that path; suggests the nearest.
        """
        return [self._document(self._library.document(resource_id))]

    def _document(self, document: models.Document) -> Document:
        return page_document(document, language=self._library.language)

    @property
    def _library(self) -> SdkLibrary:
        if self._opened is None:
            self._opened = SdkLibrary.open(self.source)
        return self._opened
