"""Embedding models: what search needs of one, the bundled one, and those of other frameworks."""

from __future__ import annotations

from workos_docs_tools.embeddings.adapters import as_embedder
from workos_docs_tools.embeddings.minilm import MiniLMEmbedder
from workos_docs_tools.embeddings.protocol import Embedder, TextTokens, TokenEmbedder

__all__ = ["Embedder", "MiniLMEmbedder", "TextTokens", "TokenEmbedder", "as_embedder"]
