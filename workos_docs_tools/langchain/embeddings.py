"""Any of our embedding models as LangChain `Embeddings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from workos_docs_tools.embeddings import as_embedder

if TYPE_CHECKING:
    from workos_docs_tools.embeddings import Embedder


class WorkOSDocsEmbeddings(Embeddings):
    """Embeds for LangChain, for instance for `langchain_chroma.Chroma` over our collection.

    Args:
        embedder: The model that the collection was built with; by default the bundled one.
    """

    def __init__(self, embedder: Embedder | None = None) -> None:
        self.embedder = as_embedder(embedder)

    @property
    def model_name(self) -> str:
        """Identity of the model."""
        return self.embedder.name

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text."""
        vectors: list[list[float]] = self.embedder.embed_documents(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of one text."""
        vector: list[float] = self.embedder.embed_query(text).tolist()
        return vector
