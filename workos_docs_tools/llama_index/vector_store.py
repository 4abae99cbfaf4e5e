"""Our collection as a LlamaIndex index whose nodes know their neighbours and their page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from chromadb.errors import NotFoundError
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.storage.docstore import BaseDocumentStore, SimpleDocumentStore
from llama_index.core.vector_stores.types import (
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryResult,
)

from workos_docs_tools.errors import MissingExtraError, ReadOnlyError
from workos_docs_tools.llama_index.embeddings import WorkOSDocsEmbedding
from workos_docs_tools.llama_index.nodes import tree
from workos_docs_tools.storage.generations import answering

try:
    from llama_index.vector_stores.chroma import ChromaVectorStore
except ModuleNotFoundError as error:
    raise MissingExtraError("llama-index-vector-stores-chroma", extra="llama-index") from error

if TYPE_CHECKING:
    from workos_docs_tools.search.engine import Engine
    from workos_docs_tools.storage.store import Store


_OWN = "VectorStoreIndex.from_documents(..., embed_model=WorkOSDocsEmbedding())"


def as_vector_store_index(store: Store, engine: Engine) -> VectorStoreIndex:
    """Return a collection as a LlamaIndex index, all nodes and pages in its docstore.

    It cannot be written to.
    """
    docstore = SimpleDocumentStore()
    docstore.add_documents(list(tree(engine.catalog)))
    documentation = _Documentation(store, docstore)
    return VectorStoreIndex(
        nodes=[],
        storage_context=StorageContext.from_defaults(vector_store=documentation, docstore=docstore),
        embed_model=WorkOSDocsEmbedding(engine.embedder),
    )


class _Documentation(ChromaVectorStore):
    """Answers with the nodes of a docstore: Chroma's records hold no relationships."""

    _docstore: BaseDocumentStore = PrivateAttr()
    _store: Store = PrivateAttr()

    def __init__(self, store: Store, docstore: BaseDocumentStore) -> None:
        super().__init__(chroma_collection=store.collection)
        self._docstore = docstore
        self._store = store

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        # What users have written into the collection is none of ours.
        ours = MetadataFilter(key="version", value=self._store.metadata["version"])
        filters: list[MetadataFilter | MetadataFilters] = [ours]
        if query.filters:
            filters.append(query.filters)
        asked = replace(query, filters=MetadataFilters(filters=filters))
        try:
            result = super().query(asked, **kwargs)
        except NotFoundError:  # It has been replaced, and its place taken, since this was made.
            self._collection = answering(self._store)
            result = super().query(asked, **kwargs)
        found = zip(result.ids or [], result.similarities or [], strict=True)
        kept = [(one, score) for one, score in found if self._docstore.document_exists(one)]
        ids = [one for one, _ in kept]
        return VectorStoreQueryResult(
            nodes=self._docstore.get_nodes(ids), ids=ids, similarities=[score for _, score in kept]
        )

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise ReadOnlyError(self._store.name, _OWN)

    add = delete = delete_nodes = clear = _refuse
    async_add = adelete = adelete_nodes = aclear = _refuse
