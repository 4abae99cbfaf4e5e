"""Search over the real documentation: what users rely on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.search.late_interaction import TokenIndex
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.ranking import Ranking

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workos_docs_tools import WorkOSDocs
    from workos_docs_tools.search.late_interaction import TokenMatches


@pytest.mark.parametrize("k", [1, 3, 5, 20, 600])
def test_k_results_are_k_results(docs: WorkOSDocs, k: int) -> None:
    assert [hit.rank for hit in docs.search("sign in", k=k)] == list(range(1, k + 1))


def test_a_page_is_one_hit_as_long_as_there_are_other_pages(docs: WorkOSDocs) -> None:
    paths = [hit.path for hit in docs.search("webhook", k=10, kind="guide")]
    assert len(set(paths)) == len(paths)


def test_events_are_hits_of_their_own(docs: WorkOSDocs) -> None:
    hits = docs.search("a user was created", k=8, kind="event")
    assert {hit.path for hit in hits} == {"events"}
    assert len({hit.text for hit in hits}) == 8


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("create an organization", "reference/organization/create"),
        ("dsync.user.created", "events"),
        ("createOrganization", "reference/organization/create"),
        ("sso_required", "reference/authkit/authentication-errors/sso-required-error"),
    ],
)
def test_exact_things_come_first(docs: WorkOSDocs, query: str, path: str) -> None:
    assert docs.search(query)[0].path == path


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("invalid SAML response", "sso/signing-certificates"),
        ("SSO authentication", "sso"),
        ("directory sync webhook", "reference/directory-sync"),
        ("MagicAuth", "reference/authkit/magic-auth"),
        ("SAML metadata", "integrations/saml"),
        ("webhook", "events/data-syncing/webhooks"),
    ],
)
def test_the_npm_servers_own_examples_find_their_pages(
    docs: WorkOSDocs, query: str, path: str
) -> None:
    assert path in [hit.path for hit in docs.search(query, k=3)]


@pytest.mark.parametrize(
    ("query", "asked", "shown"),
    [
        ("create an organization", None, "python"),
        ("create an organization", "go", "go"),
        ("create an organization in Ruby", None, "ruby"),
        ("create an organization with Laravel", "TypeScript", "js"),
    ],
)
def test_an_api_page_is_shown_in_the_language_asked_for(
    docs: WorkOSDocs, query: str, asked: str | None, shown: str
) -> None:
    (hit,) = (
        hit
        for hit in docs.search(query, k=10, language=asked)
        if hit.path == "reference/organization/create"
    )
    assert hit.language == shown


def test_a_language_that_a_page_lacks_gives_the_default(docs: WorkOSDocs) -> None:
    query = "get the audit log configuration of an organization"
    (hit,) = (
        hit
        for hit in docs.search(query, k=10, language="dotnet")
        if hit.path == "reference/audit-logs/configuration"
    )
    assert hit.language == "curl"


@pytest.mark.parametrize(("name", "value"), [("product", "sso"), ("kind", "guide")])
def test_filters_leave_nothing_else(docs: WorkOSDocs, name: str, value: str) -> None:
    hits = docs.search("sign in", k=20, **{name: value})
    assert {getattr(hit, name) for hit in hits} == {value}


def test_search_works_without_token_vectors(docs: WorkOSDocs) -> None:
    assert docs.engine.tokens is not None
    query = Query.of("create an organization", docs.index)
    found = replace(docs.engine, tokens=None).search(query, 3)
    assert found.hits[0].path.startswith("reference/")
    assert not found.low_confidence


def test_no_node_is_compared_with_a_query_twice(docs: WorkOSDocs) -> None:
    compared: list[int] = []

    class Counting(TokenIndex):
        def match(self, query: NDArray[np.float32], positions: NDArray[np.intp]) -> TokenMatches:
            compared.extend(positions.tolist())
            return TokenIndex.match(self, query, positions)

    tokens = docs.engine.tokens
    assert tokens is not None
    engine = replace(docs.engine, tokens=Counting(tokens.bits, tokens.rows, tokens.parts))
    query = Query.of("sign in", docs.index)
    found = engine.search(query, 60)
    engine.rank(query, docs.index.allowed(query.filters, "python"), found.ranking.seen)
    assert len(compared) > 60
    assert len(compared) == len({*compared})


def test_an_order_of_scores_alone_is_cut_to_the_words_of_the_query(docs: WorkOSDocs) -> None:
    query = Query.of("webhook signature", docs.index)
    scores = docs.engine.node_words.scores(query.tokens)
    (hit,) = docs.engine.hits(query, Ranking([int(scores.argmax())], scores))
    assert max(part.score for part in hit.parts) > 0
    (hit,) = docs.engine.hits(query, Ranking([int(scores.argmax())]))
    assert {part.score for part in hit.parts} == {0.0}


@pytest.mark.parametrize("k", [0, -1, 1.5, "3"])
def test_a_number_of_results_that_is_not_one_is_refused(docs: WorkOSDocs, k: object) -> None:
    with pytest.raises(InvalidArgumentError, match="at least one"):
        docs.search("webhook", k=k)  # type: ignore[arg-type]


def test_a_pasted_log_file_is_searched_like_its_beginning(docs: WorkOSDocs) -> None:
    line = "ERROR AuthenticationException: invalid_grant at workos.user_management\n"
    assert docs.search(line * 400)[0].path == docs.search(line * 60)[0].path


def test_what_is_looked_up_or_is_the_title_is_certain(docs: WorkOSDocs) -> None:
    assert [hit.score for hit in docs.lookup("createOrganization")] == [1.0]
    for query in ("Login Flows", "sso_required", "scim"):
        assert docs.search(query)[0].score == 1.0
        assert docs.search(query)[4].score < 0.95


def test_a_probability_that_is_none_is_refused(docs: WorkOSDocs) -> None:
    for value in (-0.1, 1.1, True, "0.5", None, float("nan")):
        with pytest.raises(InvalidArgumentError, match=r"min_score=.*from 0 to 1"):
            docs.search("webhook", min_score=value)  # type: ignore[arg-type]


def test_where_pages_run_out_no_hit_comes_twice(docs: WorkOSDocs) -> None:
    hits = docs.search("key", k=60, product="vault", kind="api")
    assert 10 < len(hits) < 60
    assert len({hit.text for hit in hits}) == len(hits)


def test_where_pages_run_out_their_other_nodes_follow(docs: WorkOSDocs) -> None:
    hits = docs.search("key", k=12, product="audit-logs", kind="guide")
    assert len(hits) == 12
    assert len({hit.path for hit in hits}) < 12
    assert len({hit.node_id for hit in hits}) == 12


@pytest.mark.parametrize(
    ("query", "stack"),
    [
        ("AuthKit callback route in Next.js", "nextjs"),
        ("which environment variables do I set for AuthKit in Remix", "remix"),
        ("protect routes React client-only", "client-only"),
        ("install the AuthKit SDK for Ruby", "ruby"),
        ("Python AuthKit callback endpoint", "python"),
    ],
)
def test_the_variant_for_the_stack_asked_for_is_preferred(
    docs: WorkOSDocs, query: str, stack: str
) -> None:
    assert stack in docs.search(query, k=1)[0].condition


@pytest.mark.parametrize(
    "query",
    [
        "cargo crate for calling WorkOS from Rust",
        "hire a contractor in Portugal, which contract do we need",
    ],
)
def test_what_the_documentation_does_not_answer_is_reported(docs: WorkOSDocs, query: str) -> None:
    assert docs.search(query).low_confidence


@pytest.mark.parametrize(
    "query",
    [
        "How do I verify a webhook signature?",
        "createOrganization",
        "Magic Auth",
        "What happens to sessions when a user is removed from an organization membership?",
    ],
)
def test_what_the_documentation_answers_is_not(docs: WorkOSDocs, query: str) -> None:
    assert not docs.search(query).low_confidence
