"""Ranking: orders, sums of standardised scores."""

from __future__ import annotations

import numpy as np
import pytest

from workos_docs_tools.search.ranking import added, first, order, standardise


def test_order_is_by_falling_score_among_the_allowed() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.7], np.float32)
    assert order(scores, np.array([True, False, True, True])).tolist() == [3, 2, 0]


@pytest.mark.parametrize("count", [0, 1, 7, 40, 41, 99])
def test_the_best_are_the_first_of_all_in_order_equal_ones_too(count: int) -> None:
    random = np.random.default_rng(count)
    scores = random.integers(0, 5, 50).astype(np.float32)
    allowed = random.random(50) < 0.8
    assert order(scores, allowed, count).tolist() == order(scores, allowed).tolist()[:count]


def test_equal_scores_keep_their_position_order() -> None:
    assert order(np.zeros(4, np.float32), np.ones(4, np.bool_)).tolist() == [0, 1, 2, 3]


def test_standardised_scores_have_mean_zero_and_deviation_one() -> None:
    standard = standardise(np.array([1.0, 2.0, 3.0, 10.0], np.float32))
    assert standard.mean() == pytest.approx(0, abs=1e-6)
    assert standard.std() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("scores", [[], [3.0], [2.0, 2.0, 2.0]])
def test_scores_that_are_all_alike_become_zero(scores: list[float]) -> None:
    assert not standardise(np.array(scores, np.float32)).any()


def test_signals_of_any_scale_count_alike() -> None:
    small, large = np.array([0, 0, 1], np.float32), np.array([0, 900, 0], np.float32)
    total = added([small, large])
    assert total[1] == pytest.approx(total[2])
    assert total[0] < total[1]


def test_of_no_candidates_there_is_no_total() -> None:
    assert added([np.zeros(0, np.float32)] * 3).shape == (0,)


def test_candidates_come_first_in_their_own_order() -> None:
    fused = np.array([0.03, 0.02, 0.01, 0.005], np.float32)
    scores = first(np.array([-3, 2], np.float32), np.array([3, 1]), fused)
    assert order(scores, np.ones(4, np.bool_)).tolist() == [1, 3, 0, 2]
