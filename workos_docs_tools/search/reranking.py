"""Reranking: the first candidates in the order of a cross-encoder. Off unless one is passed.

A cross-encoder reads query and passage together: better than any vector of either, and a thousand
times slower. None is bundled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Reranker(Protocol):
    """A cross-encoder, in the form of LangChain's `BaseCrossEncoder`."""

    def score(self, text_pairs: list[tuple[str, str]]) -> Sequence[float]:
        """Return how well the second text of each pair answers the first; higher is better."""


@dataclass(frozen=True, slots=True)
class _Predicting:
    """A cross-encoder in the form of sentence-transformers' `CrossEncoder`."""

    model: Any

    def score(self, text_pairs: list[tuple[str, str]]) -> Sequence[float]:
        scores: Sequence[float] = self.model.predict(text_pairs)
        return scores


def as_reranker(model: object | None) -> Reranker | None:
    """Return any accepted cross-encoder as a `Reranker`.

    Raises:
        InvalidArgumentError: It has neither `score` nor `predict`.
    """
    if model is None or callable(getattr(model, "score", None)):
        return cast("Reranker | None", model)
    if callable(getattr(model, "predict", None)):
        return _Predicting(model)
    hint = "Pass a LangChain BaseCrossEncoder or a sentence-transformers CrossEncoder."
    raise InvalidArgumentError("reranker", type(model).__name__, hint=hint)


def rerank(
    reranker: Reranker,
    query: str,
    texts: Sequence[str],
    scores: NDArray[np.float32],
    count: int,
) -> NDArray[np.float32]:
    """Return scores by which the best texts come first in the order of the cross-encoder.

    Args:
        reranker: The cross-encoder.
        query: What is asked.
        texts: The candidates.
        scores: Their scores, shape `(len(texts),)`.
        count: Most candidates that the cross-encoder reads.

    Raises:
        InvalidArgumentError: The cross-encoder does not return a finite number for each text.
    """
    if not texts:
        return scores
    first = np.argsort(-scores, kind="stable")[:count]
    returned = reranker.score([(query, texts[i]) for i in first])
    try:
        read = np.asarray(returned, np.float32)
    except (TypeError, ValueError):
        read = np.empty(0, np.float32)
    if read.shape != first.shape or not np.isfinite(read).all():
        hint = (
            f"It must return a finite score for each of {len(first)} pairs, not {returned!r:.80}."
        )
        raise InvalidArgumentError("reranker", type(reranker).__name__, hint=hint)
    reranked = scores.copy()
    reranked[first] = scores.max(initial=0) + read - read.min(initial=0)
    return reranked
