"""Ranking as pure functions: from scores to orders, from orders to one order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RRF_K = 60
"""The constant of the paper; Cormack et al. found it near-optimal and uncritical."""


def order(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the allowed positions by falling score; equal scores keep their position order."""
    positions = np.flatnonzero(allowed)
    return positions[np.argsort(-scores[positions], kind="stable")]


def reciprocal_rank_fusion(
    rankings: Sequence[NDArray[np.intp]], *, size: int, k: int = RRF_K
) -> NDArray[np.float32]:
    """Fuse rankings: an item's score is the sum of `1 / (k + rank)` over them, ranks from 1.

    Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
    Learning Methods", SIGIR 2009.

    Args:
        rankings: Item positions, best first; each ranking may leave items out.
        size: Number of items.
        k: Damping of the first ranks.

    Returns:
        One score an item, shape `(size,)`; 0 for items in no ranking.
    """
    fused = np.zeros(size, np.float32)
    for ranking in rankings:
        fused[ranking] += 1 / (k + 1 + np.arange(len(ranking)))
    return fused


def standardise(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return scores as distances from their mean in standard deviations, so that they can be added.

    Scores that are all alike tell nothing: they become 0.
    """
    deviation = scores.std() if len(scores) else 0.0
    if deviation < 1e-6:
        return np.zeros_like(scores)
    standard: NDArray[np.float32] = (scores - scores.mean()) / deviation
    return standard
