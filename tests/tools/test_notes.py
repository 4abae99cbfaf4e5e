"""What replies say of other tools, and of none that is not held."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.text.tokens import count_tokens
from workos_docs_tools.tools import TOOL_NAMES, TOOLS, DocsTools
from workos_docs_tools.tools.naming import ToolNames
from workos_docs_tools.tools.notes import notes_on
from workos_docs_tools.tools.structured import structured

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

QUESTIONS = (
    "what changed in directory sync since March, latest release",
    "why does createUser return an error in Python",
    "verify a webhook signature",
)


@pytest.mark.parametrize(
    ("query", "mentioned"),
    [
        (QUESTIONS[0], {"workos_docs", "workos_changelogs"}),
        (QUESTIONS[1], {"workos_docs", "workos_api"}),
        (QUESTIONS[2], {"workos_docs"}),
        ("createUser", {"workos_docs"}),
        ("sign in at auth.example.app fails, organization_id is set", {"workos_docs"}),
    ],
)
def test_a_reply_names_the_call_that_shows_more(
    query: str, mentioned: set[str], docs: WorkOSDocs
) -> None:
    results = replace(docs.search("users"), query=query)
    notes = " ".join(notes_on(results, ToolNames(TOOL_NAMES), docs.names))
    assert {*re.findall(r"workos_[a-z]+", notes)} == mentioned


def test_of_several_names_the_one_that_is_defined_is_told(docs: WorkOSDocs) -> None:
    query = "req.json and password_hash in createUser give an error"
    results = replace(docs.search("users"), query=query)
    assert "workos_api('createUser')" in " ".join(
        notes_on(results, ToolNames(TOOL_NAMES), docs.names)
    )


def test_where_nothing_was_found_there_is_nothing_to_read_on(docs: WorkOSDocs) -> None:
    results = replace(docs.search("users"), hits=())
    assert notes_on(results, ToolNames(TOOL_NAMES), docs.names) == ()


@pytest.mark.parametrize("held", [("workos_search",), ("workos_search", "workos_docs")])
def test_a_tool_that_is_not_held_is_never_mentioned(
    held: tuple[str, ...], docs: WorkOSDocs
) -> None:
    tools = DocsTools(docs, tools=held)
    said = [tools.workos_search(query).text.partition("\n")[0] for query in QUESTIONS]
    said += [tools.description(name) for name in held]
    said.append(tools.workos_examples("create an organization", language="php").text)
    assert {*re.findall(r"workos_[a-z]+", " ".join(said))} <= {*held}
    assert all(len(text) > 40 for text in said)


def test_a_reply_that_may_not_answer_is_short_and_says_why(docs: WorkOSDocs) -> None:
    tools = DocsTools(docs)
    unsure = tools.workos_search("Zapier trigger for a new organization")
    assert unsure.low_confidence
    assert "Nowhere in these documents: Zapier." in unsure.text.partition("\n")[0]
    assert count_tokens(unsure.text) <= 1400
    assert unsure.text.count("\nSource: ") == 3
    assert count_tokens(tools.workos_search(QUESTIONS[2]).text) > 1500
    asked = tools.checked("workos_search", {"query": "x"})
    data = structured(TOOLS["workos_search"], unsure, asked, docs)
    assert data["unknown_words"] == ["Zapier"]
    assert data["notes"] == [*unsure.notes] != []


def test_a_larger_budget_shows_more_pages(docs: WorkOSDocs) -> None:
    tools = DocsTools(docs)
    counts = [
        tools.workos_search(QUESTIONS[2], max_tokens=size).text.count("\nSource: ")
        for size in (2000, 4000)
    ]
    assert counts == [5, 8]
    assert tools.workos_search(QUESTIONS[2], 2, max_tokens=4000).text.count("\nSource: ") == 2
