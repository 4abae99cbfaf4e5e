"""The bundled embedding model: all-MiniLM-L6-v2, run by onnxruntime, with nothing cut off."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from workos_docs_tools.embeddings.model_files import MODEL_DIRECTORY, MODEL_NAME, model_name
from workos_docs_tools.embeddings.onnx_model import load_model
from workos_docs_tools.embeddings.protocol import TextTokens
from workos_docs_tools.embeddings.vectors import sign_bits, unit_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from workos_docs_tools.embeddings.onnx_model import Window

    Floats = NDArray[np.float32]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MiniLMEmbedder:
    """all-MiniLM-L6-v2 on the CPU, offline, the same vector for a text alone or among others.

    A text longer than the model's 256 tokens is embedded in overlapping windows and its vector is
    the mean over the tokens of all of them. Documents are embedded by products of 8-bit integers,
    where the processor sums these exactly, in half the time: the cosine of their vectors to those
    of `embed_query` is 0.9999 on average for the nodes of the documentation, and 0.9997 for single
    sentences (`tools/build_model.py`). The model is loaded at the first use, once a process.
    Instances are plain values and may be shared between threads.

    Args:
        model_directory: A directory with another `model.onnx` and `tokenizer.json` of the same
            form, such as an fp32 export; by default the bundled model, checked against its hashes.
        threads: Number of threads to compute with; by default one for each core allowed.
    """

    model_directory: Path | None = None
    threads: int | None = None

    @property
    def name(self) -> str:
        """Identity of the model; of another than the bundled one, derived from its files."""
        return (
            MODEL_NAME if self.model_directory is None else model_name(Path(self.model_directory))
        )

    def embed_documents(self, texts: Sequence[str]) -> Floats:
        """Return one vector of length 1 a text, as rows."""
        vectors, _ = self._embed(texts, lambda window, vectors: None, for_documents=True)
        return vectors

    def embed_query(self, text: str) -> Floats:
        """Return the vector of one text."""
        return self.embed_query_with_tokens(text)[0]

    def embed_documents_with_tokens(self, texts: Sequence[str]) -> tuple[Floats, list[TextTokens]]:
        """Return the vectors and, from the same pass, every text's own tokens."""
        vectors, tokens = self._embed(
            texts, lambda window, vectors: (sign_bits(vectors), window.starts), for_documents=True
        )
        return vectors, [
            TextTokens(*map(np.concatenate, zip(*parts, strict=True))) for parts in tokens
        ]

    def embed_query_with_tokens(self, text: str) -> tuple[Floats, Floats]:
        """Return the vector of one text and its token vectors, each of length 1, as rows."""
        vectors, (tokens,) = self._embed([text], lambda _, vectors: unit_rows(vectors))
        return vectors[0], np.concatenate(tokens)

    def _embed(
        self,
        texts: Sequence[str],
        keep: Callable[[Window, Floats], T],
        *,
        for_documents: bool = False,
    ) -> tuple[Floats, list[list[T]]]:
        """Embed texts; what `keep` makes of the new tokens' vectors comes by text and window."""
        model = load_model(
            Path(self.model_directory or MODEL_DIRECTORY),
            self.threads,
            is_bundled=self.model_directory is None,
            for_documents=for_documents,
        )
        sums = np.zeros((len(texts), model.dimensions), dtype=np.float32)
        kept: list[list[T]] = []
        for text, windows in enumerate(model.token_vectors(texts)):
            sums[text] = np.sum([vectors.sum(axis=0) for _, vectors in windows], axis=0)
            kept.append([keep(window, vectors[window.new]) for window, vectors in windows])
        return unit_rows(sums), kept
