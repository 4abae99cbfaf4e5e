"""The first step: which nodes are worth a closer look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.search.ranking import order

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from workos_docs_tools.search.tuning import Tuning


def fuse(
    words: NDArray[np.float32],
    cosines: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    tuning: Tuning,
) -> NDArray[np.float32]:
    """Return one score of every node from BM25 and cosine similarity, by rank.

    Args:
        words: BM25 of every node.
        cosines: Similarity of every node.
        allowed: Which nodes the filters leave.
        tuning: Numbers of the ranking.
    """
    rankings = (
        order(words, allowed & (words > 0), tuning.fused),
        order(cosines, allowed, tuning.fused),
    )
    fused = reciprocal_rank_fusion(rankings, size=len(words), k=tuning.rrf_k)
    # Where neither ranking reaches, similarity alone decides, so that k results are k results.
    return fused + np.float32(1e-6) * cosines


def reciprocal_rank_fusion(
    rankings: Sequence[NDArray[np.intp]], *, size: int, k: int
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


def candidates(
    fused: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    named: Collection[int],
    count: int,
) -> NDArray[np.intp]:
    """Return the positions of the best nodes.

    Args:
        fused: Score of every node.
        allowed: Which nodes the filters leave.
        named: Nodes that define the query, which are always among the candidates.
        count: Most candidates.
    """
    preferred = fused.copy()
    preferred[list(named)] += 1
    return order(preferred, allowed, count)
