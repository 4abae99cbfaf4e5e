"""Candidates: two rankings become one, and of that the best nodes are looked at closely."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from workos_docs_tools.search.candidates import candidates, fuse, reciprocal_rank_fusion
from workos_docs_tools.search.tuning import TUNED

SIZE = 400
ALL = np.ones(SIZE, np.bool_)
FALLING = np.linspace(1, 0.1, SIZE, dtype=np.float32)
NOTHING = np.zeros(SIZE, np.float32)


def test_fusion_sums_the_reciprocals_of_ranks_that_count_from_one() -> None:
    fused = reciprocal_rank_fusion([np.array([2, 0]), np.array([2])], size=4, k=60)
    assert fused == pytest.approx([1 / 62, 0, 2 / 61, 0])


def test_a_node_that_words_and_meaning_find_is_before_one_that_only_one_of_them_finds() -> None:
    words, cosines = FALLING.copy(), FALLING[::-1].copy()
    words[200], cosines[200] = words[39] + 1e-4, cosines[-40] + 1e-4
    fused = fuse(words, cosines, ALL, TUNED)
    assert fused.argmax() == 200
    assert fuse(words, cosines, ALL, replace(TUNED, rrf_k=1)).argmax() != 200


def test_ranks_count_more_than_how_similar_a_node_is() -> None:
    words, cosines = FALLING.copy(), NOTHING.copy()
    cosines[1] = 1
    similar = fuse(NOTHING, cosines, ALL, TUNED)
    assert similar.argmax() == 1
    words[1], words[3] = words[3], words[1]
    cosines[:] = -1
    cosines[[1, 0]] = 0.9, 1
    fused = fuse(words, cosines, ALL, TUNED)
    assert fused[2] > fused[4]
    assert fused[2] - fused[4] > 1e-5


def test_only_the_first_hundred_of_a_ranking_are_fused() -> None:
    fused = fuse(FALLING, NOTHING, ALL & (FALLING > 2), TUNED)
    assert not fused.any()
    fused = fuse(FALLING, FALLING, ALL, TUNED)
    assert (fused > 1e-3).sum() == 100


def test_without_words_in_common_similarity_alone_decides() -> None:
    fused = fuse(NOTHING, FALLING[::-1], ALL, TUNED)
    assert np.argsort(-fused, kind="stable").tolist() == list(range(SIZE))[::-1]


def test_words_that_no_node_has_rank_nothing() -> None:
    cosines = NOTHING.copy()
    cosines[7] = 1
    fused = fuse(NOTHING, cosines, ALL, TUNED)
    assert fused[7] == pytest.approx(1 / 61, rel=1e-3)
    assert fused[0] == pytest.approx(1 / 62)


def test_filtered_nodes_are_no_candidates() -> None:
    allowed = ALL.copy()
    allowed[:10] = False
    found = candidates(FALLING, allowed, (), 5)
    assert found.tolist() == [10, 11, 12, 13, 14]


def test_what_the_query_names_is_among_the_candidates_if_it_is_allowed() -> None:
    found = candidates(FALLING, ALL, (399, 300), 5)
    assert found.tolist() == [300, 399, 0, 1, 2]
    allowed = ALL.copy()
    allowed[300] = False
    assert 300 not in candidates(FALLING, allowed, (399, 300), 5)
