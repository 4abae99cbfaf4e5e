"""Loaders: pages, changelog entries and SDKs as LangChain Documents, without an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from workos_docs_tools.frameworks.documents import document_id, document_text
from workos_docs_tools.frameworks.library import Library, SdkLibrary, changelog_documents
from workos_docs_tools.frameworks.metadata import metadata_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workos_docs_loaders import models


class WorkOSDocsLoader(BaseLoader):
    """Loads every page of the documentation, then every changelog entry, as one Document each.

    Args:
        version: Published version such as `0.2.0`; the newest one if left out.
        source: A `.tgz`, an unpacked package or a directory of `.md` and `.mdx` files, instead of
            the published package.
        base_url: What the URLs of its pages begin with; without it, they are cited by their files.
        language: Language in which pages show their API reference; all languages if left out.
    """

    def __init__(
        self,
        version: str | None = None,
        *,
        source: str | Path | None = None,
        base_url: str | None = None,
        language: str | None = None,
    ) -> None:
        self.version = version
        self.source = source
        self.base_url = base_url
        self.language = language

    def lazy_load(self) -> Iterator[Document]:
        """Yield the Documents; a page is rendered when the iterator reaches it."""
        library = Library.open(
            self.version, source=self.source, base_url=self.base_url, language=self.language
        )
        return map(_page_document, library)


class WorkOSChangelogLoader(BaseLoader):
    """Loads a changelog, WorkOS's own or that of an SDK, as one Document an entry.

    Args:
        source: A `CHANGELOG.md`, an RSS or Atom feed, a packaged JSON file, a checkout that holds
            one, or a URL; without it, the changelog that comes with the documentation.
        package: Name of the changelog that comes with the documentation; otherwise of the package
            whose entries do not name one.
        version: Version of the documentation, where its own changelog is loaded.
    """

    def __init__(
        self,
        source: str | Path | None = None,
        *,
        package: str | None = None,
        version: str | None = None,
    ) -> None:
        self.source = source
        self.package = package
        self.version = version

    def lazy_load(self) -> Iterator[Document]:
        """Yield the Documents in the changelog's own order."""
        entries = changelog_documents(self.source, package=self.package, version=self.version)
        yield from map(_page_document, entries)


class WorkOSSdkLoader(BaseLoader):
    """Loads an SDK as one Document a method and a README section, and one for its client.

    The package is read, never run or installed.

    Args:
        source: `python`, `node`, `authkit-nextjs` and their like, alone for the newest version or
            with an exact one (`python@10.8.0`), or the path of a package file or folder.
    """

    def __init__(self, source: str | Path) -> None:
        self.source = source

    def lazy_load(self) -> Iterator[Document]:
        """Yield the Documents: the client, then the methods, then the README."""
        library = SdkLibrary.open(self.source)
        for document in library.documents.values():
            yield _page_document(document, language=library.language)


def _page_document(document: models.Document, **more: str) -> Document:
    return Document(
        id=document_id(document),
        page_content=document_text(document),
        metadata={**metadata_of(document), **more},
    )
