"""Relevance: the probability that a hit's page answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.retrieval.calibration import logistic
from benchmarks.retrieval.questions import read_questions
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.relevance import falling, relevance
from workos_docs_tools.search.tuning import TUNED

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

QUESTIONS = Path(__file__).parents[2] / "benchmarks" / "questions"
FILES = ("tune-0.2.0", "user-style-0.2.0", "unanswerable-tune")
QUESTION = "How do I verify a webhook signature?"


@pytest.fixture(scope="module")
def first_hits(docs: WorkOSDocs) -> list[tuple[float, bool]]:
    """Relevance of every question's first hit, and whether its page answers."""
    found = []
    for name in FILES:
        for question in read_questions(QUESTIONS / f"{name}.jsonl", docs.index.by_path, "0.2.0"):
            hit = docs.search(question.text, k=1)[0]
            found.append((hit.score, hit.path in question.gold))
    return found


def test_as_many_pages_answer_as_their_relevance_says(first_hits: list[tuple[float, bool]]) -> None:
    shares = []
    for low, high in ((0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.01)):
        within = [hit for hit in first_hits if low <= hit[0] < high]
        shares.append(fmean(answers for _, answers in within))
        assert abs(shares[-1] - fmean(score for score, _ in within)) < 0.25, low
    assert shares == sorted(shares)
    assert shares[0] < 0.15
    assert shares[-1] > 0.85


@pytest.mark.parametrize("k", [5, 60])
def test_no_hit_is_more_relevant_than_the_one_before(docs: WorkOSDocs, k: int) -> None:
    scores = [hit.score for hit in docs.search("rotate an API key", k=k)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert [*falling([0.9, 0.4, 0.6, 0.1])] == [0.9, 0.4, 0.4, 0.1]


def test_relevance_leaves_the_order_as_it_is(docs: WorkOSDocs) -> None:
    numbers = {field: 0.0 for field in TUNED.__slots__ if field.startswith("relevance_")}
    without = replace(docs.engine, tuning=replace(TUNED, **numbers))
    query = Query.of(QUESTION, docs.index)
    found = without.search(query, 20).hits
    assert [hit.node_id for hit in found] == [hit.node_id for hit in docs.search(QUESTION, k=20)]
    assert {hit.score for hit in found} == {0.5}


def test_a_least_score_leaves_out_what_is_below(docs: WorkOSDocs) -> None:
    every = docs.search(QUESTION)
    lowest, least, *_ = sorted({hit.score for hit in every})
    assert lowest > 0
    kept = docs.search(QUESTION, min_score=least)
    assert [hit.node_id for hit in kept] == [hit.node_id for hit in every if hit.score >= least]
    assert len(kept) < len(every)
    assert not docs.search("brew a cappuccino", min_score=0.5)


def test_a_cross_encoder_changes_the_order_and_not_what_is_likely(docs: WorkOSDocs) -> None:
    class Backwards:
        def score(self, text_pairs: list[tuple[str, str]]) -> list[float]:
            return [float(number) for number in range(len(text_pairs))]

    query = Query.of(QUESTION, docs.index)
    hits = replace(docs.engine, reranker=Backwards()).search(query, 20).hits
    assert hits[0].node_id != docs.search(QUESTION)[0].node_id
    assert all(hit.score < 0.5 for hit in hits)


def test_each_ground_speaks_for_a_page_or_against_it() -> None:
    standing, coverage = np.array([4, 0], np.float32), np.array([0.5, 0.5], np.float32)
    usual = relevance(standing, coverage, TUNED, has_unknown=False)
    assert usual[0] > usual[1]
    assert (relevance(standing, coverage + np.float32(0.1), TUNED, has_unknown=False) > usual).all()
    assert (relevance(standing, coverage, TUNED, has_unknown=True) < usual).all()
    ahead = relevance(np.array([9, 0], np.float32), coverage, TUNED, has_unknown=False)
    assert ahead[1] < usual[1]


def test_a_fit_finds_the_numbers_that_made_what_it_is_fitted_to() -> None:
    random = np.random.default_rng(0)
    grounds = random.normal(size=(20_000, 2))
    odds = -1 + 2 * grounds[:, 0] - 0.5 * grounds[:, 1]
    answers = (random.random(len(odds)) < 1 / (1 + np.exp(-odds))).astype(float)
    assert logistic(grounds, answers) == pytest.approx([-1, 2, -0.5], abs=0.1)
