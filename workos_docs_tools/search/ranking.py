"""From scores to orders: what is known of the candidates becomes one order of all nodes."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from workos_docs_tools.search.signals import Scores


@dataclass(frozen=True, slots=True)
class Ranking:
    """Nodes in the order in which they answer a query."""

    positions: Sequence[int]
    """The nodes, best first."""
    scores: NDArray[np.float32] | None = None
    """Score of every node there is, if some answer better than others."""
    relevance: Mapping[int, float] | None = None
    """How probable it is that the page of each candidate answers, if some do rather than others."""
    coverage: float = inf
    """How well the best page meets the query's words (`GroupMatches.coverage`), if that tells."""
    unknown: tuple[str, ...] = ()
    """Names in the query that stand nowhere."""
    seen: Scores | None = None
    """What the order was made from, if some answer better than others."""


def order(
    scores: NDArray[np.float32], allowed: NDArray[np.bool_], count: int | None = None
) -> NDArray[np.intp]:
    """Return the allowed positions by falling score; equal scores keep their position order.

    Args:
        scores: Score of every position.
        allowed: Which of them are meant.
        count: Most positions, where the first ones are enough.
    """
    positions = np.flatnonzero(allowed)
    ordered = scores[positions]
    if count is not None and 0 < count < len(positions):
        # To find the best ones takes a tenth of the time to sort all.
        is_best = ordered >= np.partition(ordered, -count)[-count]
        positions, ordered = positions[is_best], ordered[is_best]
    return positions[np.argsort(-ordered, kind="stable")][:count]


def added(signals: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the sum of the signals, each standardised over the candidates.

    Equal weights: on no question file did others do better by more than chance.
    """
    total: NDArray[np.float32] = np.sum([standardise(signal) for signal in signals], axis=0)
    return total


def standardise(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return scores as distances from their mean in standard deviations, so that they can be added.

    Scores that are all alike say nothing: they become 0.
    """
    deviation = scores.std() if len(scores) else 0.0
    if deviation < 1e-6:
        return np.zeros_like(scores)
    standard: NDArray[np.float32] = (scores - scores.mean()) / deviation
    return standard


def first(
    total: NDArray[np.float32], candidates: NDArray[np.intp], fused: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return a score of every node by which the candidates come first, in their own order.

    Args:
        total: Score of each candidate.
        candidates: Their positions.
        fused: Score of every node before, below 1.
    """
    scores = fused.copy()
    scores[candidates] = 1 + total - total.min(initial=0)
    return scores
