"""Readers and node parser for LlamaIndex: pages, changelogs, and their nodes."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path  # noqa: TC003 - pydantic evaluates it
from typing import TYPE_CHECKING, Any

from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.node_parser import NodeParser
from llama_index.core.readers.base import BasePydanticReader, ResourcesReaderMixin
from llama_index.core.schema import (
    BaseNode,
    Document,
    MetadataMode,
    NodeRelationship,
    RelatedNodeInfo,
)
from llama_index.core.utils import get_tqdm_iterable

from workos_docs_loaders.nodes import document_nodes
from workos_docs_tools.errors import PageNotFoundError
from workos_docs_tools.frameworks.documents import (
    Library,
    changelog_documents,
    document_metadata,
    document_text,
    markdown_document,
    release_metadata,
)
from workos_docs_tools.llama_index.nodes import (
    PageDocument,
    neighbours,
    page_document,
    text_node,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from workos_docs_loaders import models


class WorkOSDocsReader(ResourcesReaderMixin, BasePydanticReader):
    """Reads every page of the documentation, then every changelog entry, as one Document each.

    Its resources are the paths of pages and entries: `sso/login-flows`, `changelog/<slug>`.
    """

    is_remote: bool = True
    version: str | None = None
    """Published version such as `0.2.0`; the newest one if left out."""
    source: str | Path | None = None
    """A `.tgz`, an unpacked package or a directory of `.md` and `.mdx` files, instead of the
    published package."""
    language: str | None = None
    """Language in which pages show their API reference; all languages if left out."""

    _opened: Library | None = PrivateAttr(default=None)

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex writes the reader down."""
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
            PageNotFoundError: There is none with that path; suggests the nearest.
        """
        return document_metadata(self._library.document(resource_id))

    def load_resource(self, resource_id: str) -> list[Document]:
        """Return one page or changelog entry.

        Raises:
            PageNotFoundError: There is none with that path; suggests the nearest.
        """
        library = self._library
        return [page_document(library.document(resource_id), page_urls=library.page_urls)]

    @property
    def _library(self) -> Library:
        if self._opened is None:
            self._opened = Library.open(self.version, source=self.source, language=self.language)
        return self._opened


class WorkOSChangelogReader(ResourcesReaderMixin, BasePydanticReader):
    """Reads a changelog, WorkOS's own or that of an SDK, as one Document an entry.

    Its resources are the paths of the entries.
    """

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
        """Return the name under which LlamaIndex writes the reader down."""
        return "WorkOSChangelogReader"

    def lazy_load_data(self) -> Iterator[Document]:
        """Yield the Documents in the changelog's own order."""
        entries = changelog_documents(self.source, package=self.package, version=self.version)
        for release, document in entries:
            yield page_document(document, extra=release_metadata(release))

    def list_resources(self) -> list[str]:
        """Return the paths of all entries."""
        return [str(document.metadata["path"]) for document in self.lazy_load_data()]

    def get_resource_info(self, resource_id: str) -> dict[str, Any]:
        """Return the metadata of an entry.

        Raises:
            PageNotFoundError: There is none with that path.
        """
        return self.load_resource(resource_id)[0].metadata

    def load_resource(self, resource_id: str) -> list[Document]:
        """Return one entry.

        Raises:
            PageNotFoundError: There is none with that path.
        """
        for document in self.lazy_load_data():
            if document.metadata["path"] == resource_id:
                return [document]
        raise PageNotFoundError(resource_id)


class WorkOSDocsNodeParser(NodeParser):
    """Cuts the Documents of the readers into the nodes of our own index, ids included.

    Sections, languages of the API reference and events become nodes; short sections are merged and
    long ones split between blocks. A Document that did not come straight from a reader, but was
    stored in between or is any other Markdown, is cut at its headings by the same rules.
    """

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex writes the parser down."""
        return "WorkOSDocsNodeParser"

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for document in get_tqdm_iterable(nodes, show_progress, "Parsing nodes"):
            page, subpages = _page(document)
            source = RelatedNodeInfo(
                node_id=document.node_id, node_type=document.get_type(), hash=document.hash
            )
            for item in document_nodes(page, pages=subpages):
                node = text_node(item, source)
                # LlamaIndex gives a node what metadata of its Document it does not have itself.
                for name in ("excluded_embed_metadata_keys", "excluded_llm_metadata_keys"):
                    keys = dict.fromkeys([*getattr(node, name), *getattr(document, name)])
                    setattr(node, name, list(keys))
                parsed.append(node)
        return parsed

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]
    ) -> list[BaseNode]:
        nodes = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        if self.include_prev_next_rel:
            # LlamaIndex links whatever stands in a row, also the end of one language's reference
            # to the start of another's.
            for _, group in groupby(nodes, key=lambda node: node.ref_doc_id):
                page = list(group)
                related = neighbours([(n.node_id, n.metadata.get("language", "")) for n in page])
                for node in page:
                    node.relationships.pop(NodeRelationship.PREVIOUS, None)
                    node.relationships.pop(NodeRelationship.NEXT, None)
                    node.relationships |= related[node.node_id]
        return nodes


def _page(document: BaseNode) -> tuple[models.Document, Collection[str]]:
    """Return the page that a Document holds, and the URLs of the pages below it."""
    text = document.get_content(MetadataMode.NONE)
    if isinstance(document, PageDocument) and document.page:
        unedited = text == document_text(document.page)
        if unedited:
            return document.page, document.subpages
    return markdown_document(text, document.metadata, document.node_id), ()
