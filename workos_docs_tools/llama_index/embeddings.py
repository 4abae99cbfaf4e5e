"""Any of our embedding models as a LlamaIndex `BaseEmbedding`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from workos_docs_tools.embeddings import as_embedder

if TYPE_CHECKING:
    from workos_docs_tools.embeddings import Embedder


class WorkOSDocsEmbedding(BaseEmbedding):
    """Embeds for LlamaIndex, for instance for `VectorStoreIndex.from_vector_store`.

    Args:
        embedder: The model that the collection was built with; by default the bundled one.
        options: What every `BaseEmbedding` takes, such as `embed_batch_size`.
    """

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder | None = None, **options: Any) -> None:
        model = as_embedder(embedder)
        super().__init__(**{"model_name": model.name, **options})
        self._embedder = model

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises the model."""
        return "WorkOSDocsEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self._embedder.embed_query(query).tolist()
        return vector

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed_documents(texts).tolist()
        return vectors

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)
