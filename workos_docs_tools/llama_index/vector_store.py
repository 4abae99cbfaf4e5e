"""Our collection as a LlamaIndex index whose nodes know their neighbours and their page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.storage.docstore import BaseDocumentStore, SimpleDocumentStore

from workos_docs_tools.errors import MissingExtraError
from workos_docs_tools.llama_index.embeddings import WorkOSDocsEmbedding
from workos_docs_tools.llama_index.nodes import tree

try:
    from llama_index.vector_stores.chroma import ChromaVectorStore
except ModuleNotFoundError as error:
    raise MissingExtraError("llama-index-vector-stores-chroma", extra="llama-index") from error

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection
    from llama_index.core.vector_stores.types import VectorStoreQuery, VectorStoreQueryResult

    from workos_docs_tools.search.engine import Engine


def as_vector_store_index(collection: Collection, engine: Engine) -> VectorStoreIndex:
    """Return a collection as a LlamaIndex index, all nodes and pages in its docstore."""
    docstore = SimpleDocumentStore()
    docstore.add_documents(list(tree(engine.catalog)))
    store = _RelatedNodes(collection, docstore)
    return VectorStoreIndex(
        nodes=[],
        storage_context=StorageContext.from_defaults(vector_store=store, docstore=docstore),
        embed_model=WorkOSDocsEmbedding(engine.embedder),
    )


class _RelatedNodes(ChromaVectorStore):
    """Answers with the nodes of a docstore: Chroma's records hold no relationships."""

    _docstore: BaseDocumentStore = PrivateAttr()

    def __init__(self, collection: Collection, docstore: BaseDocumentStore) -> None:
        super().__init__(chroma_collection=collection)
        self._docstore = docstore

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        result = super().query(query, **kwargs)
        result.nodes = self._docstore.get_nodes(result.ids or [])
        return result
