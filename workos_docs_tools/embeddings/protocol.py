"""What search needs of an embedding model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """An embedding model. Its vectors are rows of length 1, so that their product is the cosine."""

    @property
    def name(self) -> str:
        """Identity of the model: a collection is only read with the model it was built with."""

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts to be found, shape `(len(texts), dimensions)`."""

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a text to find others with, shape `(dimensions,)`."""


@dataclass(frozen=True, slots=True)
class TextTokens:
    """The tokens of one text, for late interaction."""

    bits: NDArray[np.uint8]
    """The signs of their vectors, `numpy.packbits(vectors > 0, axis=1)`: shape
    `(tokens, dimensions / 8)`."""
    starts: NDArray[np.uint32]
    """Offset in the text, in characters, at which each begins: shape `(tokens,)`."""


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedding model that also gives its token vectors, for late interaction."""

    def embed_documents_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TextTokens]]:
        """Return the vectors and the tokens of each text."""

    def embed_query_with_tokens(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the vector of a text and its token vectors, each of length 1, as rows."""
