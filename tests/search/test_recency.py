"""What a question asks by date."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from workos_docs_tools.search.priors import is_dated, is_of_period
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.recency import asked
from workos_docs_tools.search.tuning import TUNED

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

TODAY = "2026-02-17"


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Which widgets were released in March 2025?", "2025-03-01", "2025-03-31"),
        ("What was added in January?", "2026-01-01", "2026-01-31"),
        ("What was added in April?", "2025-04-01", "2025-04-30"),
        ("news of autumn 2025", "2025-09-01", "2025-11-30"),
        ("winter 2025", "2025-12-01", "2026-02-28"),
        ("changes of 2025-12", "2025-12-01", "2025-12-31"),
        ("what came out in 2025", "2025-01-01", "2025-12-31"),
        ("what is new since March", "2025-03-01", ""),
        ("changes until December 2025", "", "2025-12-31"),
    ],
)
def test_days_are_understood(question: str, first: str, last: str) -> None:
    found = asked(question, TODAY)
    assert (found.by_date, found.first, found.last) == (True, first, last)


def test_a_day_is_within_what_is_asked_or_not() -> None:
    assert asked("in December 2025", TODAY).covers("2025-12-31")
    assert not asked("in December 2025", TODAY).covers("2026-01-01")
    assert asked("before December 2025", TODAY).covers("2025-11-30")
    assert not asked("before December 2025", TODAY).covers("2025-12-01")
    assert asked("after December 2025", TODAY).covers("2026-01-01")
    assert not asked("after December 2025", TODAY).covers("2025-12-31")
    assert not asked("latest changes", TODAY).covers("2026-01-01")
    assert not asked("in December 2025", TODAY).covers("")


@pytest.mark.parametrize(
    ("question", "by_date", "newest"),
    [
        ("latest changes of widgets", True, True),
        ("What's new in AuthKit?", True, True),
        ("release notes of SSO", True, False),
        ("When were flags first manageable by API?", True, False),
        ("may I log in twice, and march on?", False, False),
        ("When were they signed out?", False, False),
        ("verify a webhook signature", False, False),
    ],
)
def test_what_changed_is_asked_for_or_not(question: str, by_date: bool, newest: bool) -> None:
    found = asked(question, TODAY)
    assert (found.by_date, found.newest) == (by_date, newest)


@pytest.mark.parametrize(
    ("changes", "question", "rank", "path"),
    [
        (
            {"of_period": 0.0},
            "What did WorkOS add in November 2025?",
            2,
            "changelog/clever-sso-support",
        ),
        (
            {"entries": 0},
            "AuthKit news since February",
            2,
            "changelog/fine-grained-authorization",
        ),
        (
            {"newest": 0.0},
            "what's new",
            1,
            "changelog/sso-sessions-lifecycle-improvements",
        ),
    ],
)
def test_entries_of_the_days_that_are_asked_for_and_new_ones_come_first(
    docs: WorkOSDocs, changes: dict[str, Any], question: str, rank: int, path: str
) -> None:
    assert docs.search(question)[rank - 1].path == path
    engine = replace(docs.engine, tuning=replace(TUNED, **changes))
    assert engine.search(Query.of(question, docs.index), 5).hits[rank - 1].path != path


def test_entries_of_other_days_are_not_preferred(docs: WorkOSDocs) -> None:
    query = Query.of("SSO changes in November 2025", docs.index)
    inside, outside = (
        docs.index.nodes[docs.index.by_path[f"changelog/{path}"][0]]
        for path in ("clever-sso-support", "sso-sessions-lifecycle-improvements")
    )
    for rule in (is_dated, is_of_period):
        assert (rule(query, inside, docs.index), rule(query, outside, docs.index)) == (True, False)


def test_filters_hold_for_entries_too(docs: WorkOSDocs) -> None:
    hits = docs.search("latest changes in SSO since January", kind="guide", k=20)
    assert {hit.kind for hit in hits} == {"guide"}


@pytest.mark.parametrize("part", ["in ", "20", "when could ", "since last ", "march ", "-a"])
def test_a_long_question_takes_no_more_than_linear_time(part: str) -> None:
    start = perf_counter()
    asked(part * (100_000 // len(part)), TODAY)
    assert perf_counter() - start < 5
