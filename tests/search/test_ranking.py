"""Ranking: orders, reciprocal rank fusion, standardised scores."""

from __future__ import annotations

import numpy as np
import pytest

from workos_docs_tools.search.ranking import order, reciprocal_rank_fusion, standardise


def test_order_is_by_falling_score_among_the_allowed() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.7], np.float32)
    assert order(scores, np.array([True, False, True, True])).tolist() == [3, 2, 0]


def test_equal_scores_keep_their_position_order() -> None:
    assert order(np.zeros(4, np.float32), np.ones(4, np.bool_)).tolist() == [0, 1, 2, 3]


def test_fusion_sums_the_reciprocals_of_ranks_that_count_from_one() -> None:
    fused = reciprocal_rank_fusion([np.array([2, 0]), np.array([2])], size=4, k=60)
    assert fused == pytest.approx([1 / 62, 0, 2 / 61, 0])


def test_standardised_scores_have_mean_zero_and_deviation_one() -> None:
    standard = standardise(np.array([1.0, 2.0, 3.0, 10.0], np.float32))
    assert standard.mean() == pytest.approx(0, abs=1e-6)
    assert standard.std() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("scores", [[], [3.0], [2.0, 2.0, 2.0]])
def test_scores_that_are_all_alike_tell_nothing(scores: list[float]) -> None:
    assert not standardise(np.array(scores, np.float32)).any()
