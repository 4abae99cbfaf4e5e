"""Variants: an API page is searched in one language, and found by the names of all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.index.documented import Documented
from workos_docs_tools.index.variants import divided
from workos_docs_tools.storage.facts import dump, load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workos_docs_loaders.models import Node
    from workos_docs_tools import WorkOSDocs

CREATE = "reference/organization/create"


@pytest.fixture
def page(corpus_nodes: Mapping[str, tuple[Node, ...]]) -> Sequence[Node]:
    return [node for node in corpus_nodes["0.2.0"] if node.path == CREATE]


def test_the_language_shown_by_default_is_searched_and_the_others_are_read(
    page: Sequence[Node],
) -> None:
    found = divided(page)
    assert [node.language for node in found.searched] == ["python"]
    assert list(found.read) == [node for node in page if node.language != "python"]


def test_what_is_for_all_languages_is_searched_beside_the_one_that_is_shown(
    page: Sequence[Node],
) -> None:
    found = divided([replace(page[0], language=""), *page])
    assert [node.language for node in found.searched] == ["", "python"]
    assert [node.also != "" for node in found.searched] == [False, True]


def test_what_other_languages_alone_say_is_embedded_once(page: Sequence[Node]) -> None:
    [searched] = divided(page).searched
    for name in ("createOrganization()", "organizations.CreateOrganization()", "domainData"):
        assert searched.also.count(name) >= 1
        assert name in searched.embedded_text
        assert name not in searched.text
    assert searched.also.count("cancellationToken") == 1
    assert "domain_data" not in searched.also.split("; ")
    part = searched.parts[0]
    assert searched.embedded_text[part.embedded_start :].startswith(searched.text[:20])


def test_a_page_in_one_language_and_a_guide_stay_as_they_are(
    corpus_nodes: Mapping[str, tuple[Node, ...]], page: Sequence[Node]
) -> None:
    guide = [node for node in corpus_nodes["0.2.0"] if node.path == "sso/login-flows"]
    for nodes in (guide, page[:1]):
        assert divided(nodes) == (tuple(nodes), ())


def test_nodes_that_are_only_read_come_back_from_the_facts(page: Sequence[Node]) -> None:
    read = divided(page).read
    stored = dump(Documented, Documented.of((), read))
    assert load(Documented, stored).read == read
    assert len(stored) < sum(len(node.text) for node in read)


def test_a_collection_holds_each_api_page_once(docs: WorkOSDocs) -> None:
    found = docs.collection.get(where={"path": CREATE}, include=["metadatas"])
    assert [metadata["language"] for metadata in found["metadatas"] or ()] == ["python"]
    assert docs.collection.count() == len(docs.index.searched)
    pages = docs.page(CREATE, language="go"), docs.page(CREATE, language="php")
    assert "organizations.CreateOrganization()" in pages[0].markdown
    assert "$organizations->createOrganization()" in pages[1].markdown


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("organizations.CreateOrganization", "go"),
        ("organizationsService.CreateOrganization", "dotnet"),
        ("createOrganization", "js"),
        ("create_organization", "python"),
    ],
)
def test_a_name_of_any_language_finds_its_page_in_that_language(
    docs: WorkOSDocs, name: str, language: str
) -> None:
    for hit in (docs.search(name, k=1)[0], docs.lookup(name)[0]):
        assert (hit.path, hit.language) == (CREATE, language)


def test_values_that_one_language_alone_documents_are_found(docs_010: WorkOSDocs) -> None:
    found = docs_010.search("urn:workos:oauth:grant-type:magic-auth:code", k=3)
    assert "reference/user-management/authentication/magic-auth" in [hit.path for hit in found]
