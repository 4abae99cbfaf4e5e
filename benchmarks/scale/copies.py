"""Documentation many times over: real texts under other paths, with vectors that are made up."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.embeddings import MiniLMEmbedder, TextTokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node

_MARK = "\n\nThis is copy {:02}."
_NOISE = 0.02
"""Standard deviation of what is added to each number of a unit vector of 384."""
_FLIPPED = 0.01
"""Share of a token's signs that are others."""


def copied(nodes: Sequence[Node], times: int, version: str) -> Iterator[Node]:
    """Yield nodes so many times, page by page, each time under other paths and with other texts."""
    for number in range(times):
        for node in nodes:
            path = f"copy-{number:02}/{node.path}"
            yield replace(
                node,
                id=f"{version}/{path}{node.id.removeprefix(f'{node.version}/{node.path}')}",
                version=version,
                path=path,
                text=node.text + _MARK.format(number),
            )


class CopyingEmbedder(MiniLMEmbedder):
    """The bundled model for queries; of a copy it returns what it made of the text, and noise."""

    def __init__(self, known: Mapping[str, tuple[NDArray[np.float32], TextTokens]]) -> None:
        """Take the vector and tokens of each text that is copied, by the text that is embedded."""
        super().__init__()
        self.__dict__["known"] = known

    def embed_documents_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TextTokens]]:
        """Return vectors and tokens that are like those of what was copied."""
        known = self.__dict__["known"]
        vectors: list[NDArray[np.float32]] = []
        tokens: list[TextTokens] = []
        for text in texts:
            vector, made = known[text[: -len(_MARK.format(0))]]
            seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
            random = np.random.default_rng(seed)
            noisy = vector + _NOISE * random.standard_normal(len(vector), np.float32)
            vectors.append(noisy / np.linalg.norm(noisy))
            flipped = random.random((len(made.bits), made.bits.shape[1] * 8), np.float32) < _FLIPPED
            tokens.append(TextTokens(made.bits ^ np.packbits(flipped, axis=1), made.starts))
        return np.stack(vectors), tokens
