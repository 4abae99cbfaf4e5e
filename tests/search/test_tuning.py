"""Every signal and every number of the ranking: what it is needed for.

Each test asks the search as it is, then once more without the signal or with an absurd number: only
the first answer is right, so the number cannot be lost unnoticed.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from workos_docs_tools.search.query import Query
from workos_docs_tools.search.signals import (
    SIGNALS,
    node_similarity,
    node_tokens,
    node_words,
    page_tokens,
    page_words,
    part_tokens,
)
from workos_docs_tools.search.tuning import TUNED, Tuning
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_tools import WorkOSDocs
    from workos_docs_tools.search.engine import Engine, Found
    from workos_docs_tools.search.signals import Signal

FGA_LIMITS = "fga instance cap"
SUPPORT_ADDRESS = "workos-transactional-s"
GRANTS = "Why don't per-project grants show up in the login token?"
REVOKE = "go: end one particular login of a user"
CONTRACTS = "hire a contractor in Portugal, which contract do we need"

FIRST_WITH_EVERY_SIGNAL: Sequence[tuple[Signal, str, str]] = [
    (node_words, REVOKE, "reference/authkit/session/revoke"),
    (
        node_similarity,
        "test idp: idp initiated test doesn't work in staging, sp works",
        "sso/test-sso",
    ),
    (
        page_words,
        "node: everybody who can edit a project, even if only through the workspace above it",
        "fga/resource-discovery",
    ),
    (node_tokens, GRANTS, "fga/authkit-integration"),
    (page_tokens, GRANTS, "fga/authkit-integration"),
    (part_tokens, FGA_LIMITS, "fga/resources"),
]

FIRST_WITH_THESE_NUMBERS: Sequence[tuple[dict[str, Any], str, str]] = [
    ({"fused": 1}, REVOKE, "reference/authkit/session/revoke"),
    ({"candidates": 1}, SUPPORT_ADDRESS, "authkit/custom-email-providers"),
    ({"query_tokens": 1}, REVOKE, "reference/authkit/session/revoke"),
    ({"exact_bonus": 0.0}, "Authentication Factor", "reference/mfa/factor"),
    ({"exact_bonus": 0.0}, "POST /authorization/resources", "reference/fga/resource/create"),
    ({"name_words": 0}, "audit_log_event", "reference/audit-logs/event"),
    ({"name_words": 1}, "GET /organizations/:id", "reference/organization/get"),
    ({"start_bonus": 0.0}, "scim", "directory-sync"),
]

UNSURE_WITH_THESE_NUMBERS: Sequence[tuple[dict[str, Any], str, bool]] = [
    ({"unmet_share": 1.0}, "spring boot starter, auto-configured WorkOS bean", True),
    ({"length_weight": 0.0}, GRANTS, False),
    ({"length_weight": 1.0}, CONTRACTS, True),
    ({"min_coverage_unknown": 0.0}, "RequestedAuthnContext, how to change or drop it", True),
    ({"min_coverage": 1.0}, GRANTS, False),
    ({"min_coverage": 0.0}, CONTRACTS, True),
]

MAGIC_LINKS = "stytch magic links equivalent"
RELEVANT_WITH_THESE_NUMBERS: Sequence[tuple[dict[str, Any], str, int, bool]] = [
    ({"relevance_base": 0.0}, "brew a cappuccino", 1, False),
    ({"relevance_coverage": 0.0}, MAGIC_LINKS, 1, True),
    ({"relevance_standing": 0.0}, MAGIC_LINKS, 1, True),
    ({"relevance_behind": 0.0}, "user metadata pair limit", 2, False),
    (
        {"relevance_unknown": 0.0},
        "How can I offer Sign in with X (Twitter) on the AuthKit page?",
        1,
        False,
    ),
]
"""What a hit of a rank is more likely than not, or not: relevant."""


def search(docs: WorkOSDocs, engine: Engine, text: str) -> Found:
    names = docs._read().names  # What `docs.search` asks, for an engine of ours.
    return engine.search(Query.of(text, docs.index, defined=names.defined, tuning=engine.tuning), 5)


@pytest.mark.parametrize(("signal", "text", "path"), FIRST_WITH_EVERY_SIGNAL)
def test_without_any_one_signal_a_page_is_not_first_any_more(
    docs: WorkOSDocs, signal: Signal, text: str, path: str
) -> None:
    assert docs.search(text)[0].path == path
    others = tuple(other for other in SIGNALS if other is not signal)
    assert len(others) == len(SIGNALS) - 1
    assert search(docs, replace(docs.engine, signals=others), text).hits[0].path != path


@pytest.mark.parametrize(("changes", "text", "path"), FIRST_WITH_THESE_NUMBERS)
def test_with_an_absurd_number_a_page_is_not_first_any_more(
    docs: WorkOSDocs, changes: dict[str, Any], text: str, path: str
) -> None:
    assert docs.search(text)[0].path == path
    engine = replace(docs.engine, tuning=replace(TUNED, **changes))
    assert search(docs, engine, text).hits[0].path != path


@pytest.mark.parametrize(("changes", "text", "unsure"), UNSURE_WITH_THESE_NUMBERS)
def test_with_an_absurd_number_confidence_is_wrong(
    docs: WorkOSDocs, changes: dict[str, Any], text: str, unsure: bool
) -> None:
    assert docs.search(text).low_confidence is unsure
    engine = replace(docs.engine, tuning=replace(TUNED, **changes))
    assert search(docs, engine, text).low_confidence is not unsure


@pytest.mark.parametrize(("changes", "text", "rank", "relevant"), RELEVANT_WITH_THESE_NUMBERS)
def test_with_an_absurd_number_relevance_is_wrong(
    docs: WorkOSDocs, changes: dict[str, Any], text: str, rank: int, relevant: bool
) -> None:
    assert (docs.search(text)[rank - 1].score > 0.5) is relevant
    engine = replace(docs.engine, tuning=replace(TUNED, **changes))
    assert (search(docs, engine, text).hits[rank - 1].score > 0.5) is not relevant


def test_without_token_vectors_pages_are_taken_to_be_covered_as_usual(docs: WorkOSDocs) -> None:
    blind = replace(docs.engine, tokens=None)
    assert search(docs, blind, MAGIC_LINKS).hits[0].score > 0.5
    absurd = replace(blind, tuning=replace(TUNED, usual_coverage=0.0))
    assert search(docs, absurd, MAGIC_LINKS).hits[0].score < 0.1


def test_a_cross_encoder_reads_as_many_candidates_as_answer_within_a_second_or_so(
    docs: WorkOSDocs,
) -> None:
    read: list[int] = []

    class Counting:
        def score(self, text_pairs: list[tuple[str, str]]) -> list[float]:
            read.append(len(text_pairs))
            return [0.0] * len(text_pairs)

    engine = replace(docs.engine, reranker=Counting())
    search(docs, engine, "rotate keys")
    search(docs, replace(engine, tuning=replace(TUNED, reranked=3)), "rotate keys")
    assert read == [20, 3]


def test_forty_nodes_are_looked_at_closely(docs: WorkOSDocs) -> None:
    query = Query.of("sign in", docs.index)
    ranking = docs.engine.rank(query, docs.index.allowed(query.filters))
    assert ranking.seen is not None
    assert len(ranking.seen.matched) == TUNED.candidates
    assert 32 < TUNED.candidates < 64


def test_a_pasted_log_costs_no_more_than_its_first_tokens(docs: WorkOSDocs) -> None:
    query = Query.of("invalid_grant at workos.user_management\n" * 400, docs.index)
    vectors = docs.engine.score(query).token_vectors
    assert vectors is not None
    assert len(vectors) == TUNED.query_tokens < 1000


def test_beyond_the_first_hundred_passages_are_not_cut_to_the_query(docs: WorkOSDocs) -> None:
    hits = docs.engine.search(Query.of("sign in", docs.index), 150).hits
    known = [any(part.score for part in hit.parts) for hit in hits]
    assert all(known[:100])
    # A further node of a page may be a candidate: what is known of it anyway is used.
    assert known[100:].count(True) < 5


def test_a_longer_reply_has_more_passages(docs: WorkOSDocs) -> None:
    def shown(max_tokens: int) -> int:
        return (
            DocsTools(docs)
            .workos_search("verify a webhook signature", max_tokens=max_tokens)
            .text.count("\nSource: ")
        )

    assert [TUNED.passages_in(size) for size in (1000, 2000, 4000)] == [5, 5, 8]
    assert [shown(2000), shown(4000)] == [5, 8]


def test_every_number_is_documented_with_the_run_that_chose_it() -> None:
    (definition,) = ast.parse(inspect.getsource(Tuning)).body
    assert isinstance(definition, ast.ClassDef)
    documented = {
        number.target.id: ast.unparse(text)
        for number, text in pairwise(definition.body)
        if isinstance(number, ast.AnnAssign) and isinstance(number.target, ast.Name)
    }
    assert list(documented) == [field.name for field in fields(Tuning)]
    for name, text in documented.items():
        assert "python -m benchmarks." in text, name
