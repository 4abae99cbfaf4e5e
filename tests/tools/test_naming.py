"""What an agent calls its tools: in schemas, in descriptions, in what replies say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.tools import TOOL_NAMES, DocsTools
from workos_docs_tools.tools.naming import MAX_NAME, ToolNames

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

TEXT = "Search it.\n\nRead on with workos_docs. Cite URLs.\n\nLook up with workos_api."
PREFIX = "old_"
ASKED = (
    ("workos_search", {"query": "what changed since March, latest release of createUser"}),
    ("workos_search", {"query": "verify a webhook signature", "language": "python"}),
    ("workos_examples", {"topic": "create an organization", "language": "php"}),
)
"""Calls whose replies speak of other tools."""


def test_of_a_text_the_sentences_on_other_tools_are_left_out() -> None:
    assert ToolNames(("workos_docs",)).said(TEXT) == (
        "Search it.\n\nRead on with workos_docs. Cite URLs."
    )
    assert ToolNames(()).said(TEXT) == "Search it.\n\nCite URLs."


def test_a_text_has_the_names_that_the_agent_knows() -> None:
    assert ToolNames(TOOL_NAMES, PREFIX).said(TEXT) == TEXT.replace("workos_", "old_workos_")


def test_a_name_leads_back_to_the_tool() -> None:
    names = ToolNames(("workos_docs", "workos_api"), PREFIX)
    assert names.own(names.called("workos_api")) == "workos_api"
    for unknown in ("workos_api", "old_workos_search", ""):
        with pytest.raises(InvalidArgumentError, match=r"Valid values: old_workos_docs, old_"):
            names.own(unknown)


@pytest.mark.parametrize("prefix", ["", "old_", "v0-1-0_", "A", "x" * 47])
def test_prefixes_that_every_provider_takes_are_taken(prefix: str) -> None:
    names = ToolNames(TOOL_NAMES, prefix)
    assert max(len(names.called(name)) for name in TOOL_NAMES) <= MAX_NAME


@pytest.mark.parametrize("prefix", ["0.1.0_", "1_", "_", "-a", "alt ", "für_", "a\n", "x" * 48])
def test_others_are_refused_with_those_that_are_valid(prefix: str) -> None:
    valid = "at most 47 characters: ASCII letters, digits, _ and -, the first one a letter"
    with pytest.raises(InvalidArgumentError, match=valid) as refused:
        ToolNames(TOOL_NAMES, prefix)
    assert refused.value.argument == "name_prefix"


@pytest.mark.parametrize(("name", "arguments"), ASKED)
def test_replies_are_the_same_but_for_the_names(
    name: str, arguments: dict[str, str], sdk_docs: WorkOSDocs
) -> None:
    plain = DocsTools(sdk_docs).call(name, arguments)
    prefixed = DocsTools(sdk_docs, name_prefix=PREFIX).call(name, arguments)
    said = [line for line in prefixed.text.splitlines() if "workos_" in line]
    assert said
    assert all("workos_" not in line.replace(f"{PREFIX}workos_", "") for line in said)
    # Longer names leave less room to the passages.
    assert [line.replace(PREFIX, "") for line in said] == [
        line for line in plain.text.splitlines() if "workos_" in line
    ]
    assert [note.replace(PREFIX, "") for note in prefixed.notes] == [*plain.notes]


def test_descriptions_have_the_names_and_say_the_version(docs: WorkOSDocs) -> None:
    plain, prefixed = DocsTools(docs), DocsTools(docs, name_prefix=PREFIX)
    for name in TOOL_NAMES:
        said = prefixed.description(name)
        assert said == f"{plain.description(name)} Version 0.2.0.".replace("workos_", "old_workos_")


def test_what_the_user_asks_keeps_its_words(docs: WorkOSDocs) -> None:
    tools = DocsTools(docs, name_prefix=PREFIX)
    text = tools.workos_search("why does workos_docs fail in createUser").text
    assert "why does workos_docs fail" in text.splitlines()[0]
