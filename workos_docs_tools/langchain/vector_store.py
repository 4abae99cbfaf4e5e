"""Our collection as a LangChain vector store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_tools.errors import MissingExtraError
from workos_docs_tools.index.remembered import real_client
from workos_docs_tools.langchain.embeddings import WorkOSDocsEmbeddings

try:
    from langchain_chroma import Chroma
except ModuleNotFoundError as error:
    raise MissingExtraError("langchain-chroma", extra="langchain") from error

if TYPE_CHECKING:
    from workos_docs_tools.index.store import Store


def as_vectorstore(store: Store) -> Chroma:
    """Return a collection as a LangChain vector store."""
    return Chroma(
        client=real_client(store.client),
        collection_name=store.collection.name,
        embedding_function=WorkOSDocsEmbeddings(store.embedder),
        relevance_score_fn=lambda distance: 1 - distance,  # Cosine distance to similarity.
        create_collection_if_not_exists=False,
    )
