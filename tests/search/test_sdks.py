"""Searching the documentation with SDKs beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


def test_a_method_and_its_page_are_one_hit(sdk_docs: WorkOSDocs) -> None:
    paths = [hit.path for hit in sdk_docs.search("python: store an encrypted object in vault")]
    assert paths[0] == "reference/vault/object/create"
    assert "sdk/python/vault.create_kv" not in paths


def test_a_question_that_names_a_language_finds_what_only_its_sdk_says(
    sdk_docs: WorkOSDocs,
) -> None:
    hits = sdk_docs.search("python sdk: talk to api.ourbrand.com rather than the default host")
    found = [hit for hit in hits if hit.kind == "sdk"]
    assert found[0].title == "WorkOSClient"
    assert {hit.language for hit in found} == {"python"}
    # Four would be among the first five: documentation keeps its place.
    assert (len(found), len(hits)) == (2, 5)


def test_only_sdks_are_searched_where_they_are_asked_for(sdk_docs: WorkOSDocs) -> None:
    hits = sdk_docs.search("create a key-value object", kind="sdk", k=8)
    assert len(hits) == 8
    assert {hit.kind for hit in hits} == {"sdk"}
    in_python = sdk_docs.search("create a key-value object", kind="sdk", language="python")
    assert in_python[0].path == "sdk/python/vault.create_kv"
    assert {hit.language for hit in in_python} == {"python"}


def test_a_page_of_another_product_does_not_stand_for_a_method(sdk_docs: WorkOSDocs) -> None:
    hits = sdk_docs.search("python: enroll a factor", product="mfa", k=10)
    assert {hit.product for hit in hits} == {"mfa"}


def test_without_sdks_their_kind_is_no_filter(docs: WorkOSDocs, sdk_docs: WorkOSDocs) -> None:
    assert "sdk" not in docs.index.values["kind"]
    assert "sdk" in sdk_docs.index.values["kind"]
