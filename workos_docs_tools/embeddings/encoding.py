"""Texts to vectors, and to tokens where the model gives them: both from one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workos_docs_tools.embeddings.protocol import TokenEmbedder
from workos_docs_tools.embeddings.vectors import checked_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from workos_docs_tools.embeddings.protocol import Embedder, TextTokens


class Encoded(NamedTuple):
    """What a model makes of some texts."""

    vectors: NDArray[np.float32]
    """One a text, as rows."""
    tokens: Sequence[TextTokens] | None
    """Those of each text; `None` if the model does not give any."""


def encode(embedder: Embedder, texts: Sequence[str]) -> Encoded:
    """Return the vectors of texts, and their tokens.

    Raises:
        InvalidEmbedderError: The model returned something else.
    """
    tokens: Sequence[TextTokens] | None = None
    if isinstance(embedder, TokenEmbedder):
        vectors, tokens = embedder.embed_documents_with_tokens(texts)
    else:
        vectors = embedder.embed_documents(texts)
    return Encoded(checked_rows(embedder.name, vectors, len(texts)), tokens)
