"""A query: checked and understood once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.search.catalog import Filters
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.tuning import TUNED

if TYPE_CHECKING:
    from collections.abc import Collection

    from workos_docs_tools import WorkOSDocs

CREATE = "reference/organization/create"


def defined(docs: WorkOSDocs, language: str) -> Collection[int]:
    """Return the nodes that create an organization in a language."""
    return [i for i in docs.index.by_path[CREATE] if docs.index.nodes[i].language == language]


def test_white_space_around_the_text_does_not_count(docs: WorkOSDocs) -> None:
    query = Query.of(" rotate keys\n", docs.index)
    assert query.text == "rotate keys"
    assert query.tokens == ("rotat", "key")


@pytest.mark.parametrize("text", ["", " \n", None, 7])
def test_nothing_asked_is_refused(docs: WorkOSDocs, text: object) -> None:
    with pytest.raises(InvalidArgumentError, match="query="):
        Query.of(text, docs.index)  # type: ignore[arg-type]


def test_the_language_asked_for_is_preferred_to_the_one_mentioned(docs: WorkOSDocs) -> None:
    text = "create an organization in Ruby"
    assert Query.of(text, docs.index, Filters(language="go")).language == "go"
    assert Query.of(text, docs.index).language == "ruby"
    assert Query.of("create an organization", docs.index).language is None


def test_a_name_shows_the_language_that_spells_it_so(docs: WorkOSDocs) -> None:
    nodes = [*defined(docs, "python"), *defined(docs, "js")]
    spelled = Query.of("createOrganization", docs.index, defined=lambda _: nodes)
    assert spelled.language == "js"
    assert spelled.named == {*defined(docs, "python")}


def test_only_a_short_text_can_be_a_name(docs: WorkOSDocs) -> None:
    asked: list[str] = []

    def names(text: str) -> Collection[int]:
        asked.append(text)
        return [0]

    assert Query.of("POST /organizations", docs.index, defined=names).named == {0}
    assert not Query.of("POST an organization", docs.index, defined=names).named
    assert asked == ["POST /organizations"]
    one_word = replace(TUNED, name_words=1)
    assert not Query.of("POST /users", docs.index, defined=names, tuning=one_word).named


def test_a_page_has_the_query_as_its_title_whatever_the_order_of_words(docs: WorkOSDocs) -> None:
    for text in ("Login Flows", "flows login"):
        titled = Query.of(text, docs.index).titled
        assert {docs.index.nodes[position].path for position in titled} == {"sso/login-flows"}
    assert not Query.of("login flows of today", docs.index).titled


def test_stop_words_alone_are_the_title_of_no_page(docs: WorkOSDocs) -> None:
    query = Query.of("what is it", docs.index)
    assert (query.tokens, query.titled) == ((), frozenset())


def test_a_name_that_is_looked_up_shows_the_most_precise_spelling(docs: WorkOSDocs) -> None:
    nodes = [*defined(docs, "ruby"), *defined(docs, "js")]
    spellings = ["organizations.createOrganization", "createOrganization"]
    query = Query.for_name("name", spellings, docs.index, Filters(), nodes)
    assert query.language == "js"
    php = Query.for_name("name", spellings, docs.index, Filters(language="php"), nodes)
    assert php.language == "php"
