"""Searching the documentation with SDKs beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.search.query import Query

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

WITHOUT_LANGUAGE = (
    "How do I verify a webhook signature?",
    "SAML clock skew",
    "fga instance cap",
    "which sender do login mails carry",
)


@pytest.mark.parametrize("query", WITHOUT_LANGUAGE)
def test_a_question_without_a_language_is_answered_as_without_sdks(
    docs: WorkOSDocs, sdk_docs: WorkOSDocs, query: str
) -> None:
    expected = [(hit.path, hit.score) for hit in docs.search(query)]
    assert [(hit.path, hit.score) for hit in sdk_docs.search(query)] == expected


@pytest.mark.parametrize("language", [None, "python", "js"])
def test_sdks_take_no_place_of_the_documentation(
    docs: WorkOSDocs, sdk_docs: WorkOSDocs, language: str | None
) -> None:
    question = "node sdk: fetch a customer org by the primary key from my own database"
    hits = sdk_docs.search(question, language=language)
    expected = docs.search(question, language=language)
    assert [(hit.path, hit.score) for hit in hits] == [(hit.path, hit.score) for hit in expected]


def test_beside_the_passages_stand_the_calls_of_the_language_that_is_named(
    sdk_docs: WorkOSDocs,
) -> None:
    found = sdk_docs.search("python: store an encrypted object in vault", k=3)
    assert "reference/vault/object/create" in {hit.path for hit in found}
    best, *others = found.beside
    assert (best.path, best.rank) == ("sdk/python/vault.create_kv", 4)
    assert "documented as `vault.create_object()`" in best.lead
    assert "from workos import WorkOSClient\n" in best.lead
    assert best.text.startswith(best.lead)
    assert sum(hit.kind == "sdk" and hit.path.count(".") > 0 for hit in found.beside) == 6
    for hit in others:
        assert hit.language == "python"
        if hit.lead:
            assert hit.lead.startswith("- `client.")
            assert "\n" not in hit.lead


@pytest.mark.parametrize(
    ("question", "method"),
    [
        ("How do we check in Python whether a member may edit a document?", "authorization.check"),
        ("Hono: rename a group of members", "groups.updateGroup"),
        ("with Flask, log a user out of the session", "session.get_logout_url"),
        ("nestjs: which directories does an organization have", "directorySync.listDirectories"),
    ],
)
def test_what_a_task_needs_is_among_the_calls(
    question: str, method: str, sdk_docs: WorkOSDocs
) -> None:
    assert method in [hit.title for hit in sdk_docs.search(question).beside]


def test_a_passage_that_mentions_a_method_speaks_for_it(sdk_docs: WorkOSDocs) -> None:
    contents = sdk_docs._read()
    engine = contents.engine
    query = Query.of("Express: does the caller's credential still work?", contents.catalog)
    page = contents.catalog.by_path["reference/authkit/api-keys/validate"][0]
    table = contents.calls["js"]
    ranking = engine.rank(query, contents.catalog.allowed(query.filters))
    mentioned = replace(ranking, positions=[page, *ranking.positions])
    before, after = (table.ranked(engine, query, one) for one in (ranking, mentioned))
    method = contents.catalog.by_path["sdk/node/apiKeys.createValidation"][0]
    assert after.index(method) < before.index(method)


def test_a_name_that_only_an_sdk_has_is_the_first_call(sdk_docs: WorkOSDocs) -> None:
    for name in ("groups.create_organization_group", "createOrganizationGroup"):
        found = sdk_docs.search(name)
        assert found.beside[0].title == "groups.create_organization_group"
        assert not found.low_confidence


def test_a_page_is_found_by_the_present_name_of_its_method(sdk_docs: WorkOSDocs) -> None:
    found = sdk_docs.search("admin_portal.generate_link")
    assert found[0].path == "reference/admin-portal/portal-link/generate"
    assert "client.admin_portal.generate_link(\n" in found[0].lead


def test_readme_sections_and_the_client_stand_beside_if_they_are_among_the_best(
    sdk_docs: WorkOSDocs,
) -> None:
    question = "python sdk: talk to api.ourbrand.com rather than the default host"
    titles = [hit.title for hit in sdk_docs.search(question).beside if not hit.lead]
    assert "WorkOSClient" in titles
    assert len(titles) == 2
    assert [hit for hit in sdk_docs.search("python: list users").beside if not hit.lead] == []


def test_only_the_sdks_of_the_language_that_is_asked_for_are_named(sdk_docs: WorkOSDocs) -> None:
    assert sdk_docs.search("python: list users").sdks == ("python 10.8.0",)
    assert sdk_docs.search("ruby: list users").sdks == ()
    assert len(sdk_docs.search("list users").sdks) == 3


def test_only_sdks_are_searched_where_they_are_asked_for(sdk_docs: WorkOSDocs) -> None:
    hits = sdk_docs.search("create a key-value object", kind="sdk", k=8)
    assert len(hits) == 8
    assert {hit.kind for hit in hits} == {"sdk"}
    in_python = sdk_docs.search("create a key-value object", kind="sdk", language="python")
    assert in_python[0].path == "sdk/python/vault.create_kv"
    assert {hit.language for hit in in_python} == {"python"}


def test_a_page_of_another_product_does_not_stand_for_a_method(sdk_docs: WorkOSDocs) -> None:
    found = sdk_docs.search("python: enroll a factor", product="mfa", k=10)
    assert {hit.product for hit in found} == {"mfa"}
    assert {hit.title.partition(".")[0] for hit in found.beside} == {"multi_factor_auth"}


def test_without_sdks_their_kind_is_no_filter(docs: WorkOSDocs, sdk_docs: WorkOSDocs) -> None:
    assert "sdk" not in docs.index.values["kind"]
    assert "sdk" in sdk_docs.index.values["kind"]


def test_what_the_passages_mention_speaks_for_a_method(sdk_docs: WorkOSDocs) -> None:
    contents = sdk_docs._read()
    question = "python: store a customer's third-party API token encrypted in WorkOS Vault"
    query = Query.of(question, sdk_docs.index)
    ranking = contents.engine.rank(query, sdk_docs.index.allowed(query.filters, "python"))
    deaf = replace(contents.engine, tuning=replace(contents.engine.tuning, mentioning=0))
    first, without = (
        sdk_docs.index.nodes[contents.calls["python"].ranked(engine, query, ranking)[0]].path
        for engine in (contents.engine, deaf)
    )
    assert first == "sdk/python/vault.create_kv"
    assert without != first
