"""The agent tools as LlamaIndex tools."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.llama_index import WorkOSDocsToolSpec
from workos_docs_tools.tools import TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llama_index.core.tools import FunctionTool

    from workos_docs_tools import WorkOSDocs

MENTIONED = re.compile(r"\b(?:old_|new-)workos_[a-z]+")
QUESTION = "How do I verify a webhook signature?"


def test_each_tool_has_our_schema_and_description(
    docs: WorkOSDocs, tools: Mapping[str, FunctionTool]
) -> None:
    assert tuple(tools) == TOOL_NAMES
    parameters = tools["workos_search"].metadata.get_parameters_dict()
    assert parameters["required"] == ["query"]
    assert parameters["properties"]["product"]["anyOf"][0]["enum"] == [*docs.status().products]
    for tool in tools.values():
        function = tool.metadata.to_openai_tool()["function"]
        assert "WorkOS" in function["description"]


async def test_the_tools_answer_with_cited_text(
    docs: WorkOSDocs, tools: Mapping[str, FunctionTool]
) -> None:
    output = tools["workos_search"](query=QUESTION)
    assert docs.search(QUESTION, k=1)[0].url in output.content
    assert f"WorkOS documentation {docs.version}" in output.content
    assert (await tools["workos_search"].acall(query=QUESTION)).content == output.content
    assert tools["workos_search"](QUESTION).content == output.content
    spec = WorkOSDocsToolSpec(docs, language="go")
    assert "(Go)" in spec.workos_api(name="createOrganization")
    assert "(Ruby)" in await spec.aworkos_api("createOrganization", "ruby")
    with pytest.raises(AttributeError, match="workos_page"):
        spec.workos_page  # noqa: B018


def test_only_those_chosen_are_given(docs: WorkOSDocs) -> None:
    [tool] = WorkOSDocsToolSpec(docs).to_tool_list(["workos_api"])
    assert tool.metadata.name == "workos_api"
    with pytest.raises(InvalidArgumentError, match="Valid values: workos_search"):
        WorkOSDocsToolSpec(docs).to_tool_list(["workos_page"])


def test_those_the_agent_holds_are_given_in_their_version(docs_010: WorkOSDocs) -> None:
    [held] = WorkOSDocsToolSpec(docs_010, tools=["workos_api"]).to_tool_list()
    assert held.metadata.name == "workos_api"
    # What is chosen later answers from the version of the spec, not from the newest.
    [chosen] = WorkOSDocsToolSpec(version="0.1.0").to_tool_list(["workos_api"])
    assert "documentation 0.1.0" in chosen(name="createOrganization").content


def test_an_agent_holds_the_tools_of_two_versions(docs: WorkOSDocs, docs_010: WorkOSDocs) -> None:
    old = WorkOSDocsToolSpec(docs_010, name_prefix="old_").to_tool_list()
    new = WorkOSDocsToolSpec(docs, name_prefix="new-").to_tool_list()
    tools = {tool.metadata.get_name(): tool for tool in (*old, *new)}
    assert tuple(tools) == tuple(f"{way}{name}" for way in ("old_", "new-") for name in TOOL_NAMES)
    for name, tool in tools.items():
        other_names = MENTIONED.sub("", tool.metadata.description)
        assert "workos_" not in other_names
        assert tool.metadata.description.endswith("0.1.0." if name[:4] == "old_" else "0.2.0.")
        assert name in json.dumps(tool.metadata.to_openai_tool())
    for version, prefix in (("0.1.0", "old_"), ("0.2.0", "new-")):
        reply = tools[f"{prefix}workos_search"](query="which release changed createUser").content
        head = reply.partition("\n")[0]
        assert f"documentation {version}" in head
        assert {*MENTIONED.findall(head)} == {
            f"{prefix}{name}" for name in ("workos_docs", "workos_changelogs", "workos_api")
        }
        assert "workos_" not in MENTIONED.sub("", reply)


def test_a_prefix_that_models_cannot_call_is_refused_at_once() -> None:
    with pytest.raises(InvalidArgumentError, match="ASCII letters, digits, _ and -"):
        WorkOSDocsToolSpec(name_prefix="old.")


def test_arguments_are_checked_against_the_schema(tools: Mapping[str, FunctionTool]) -> None:
    with pytest.raises(InvalidArgumentError, match="less than or equal to 20"):
        tools["workos_search"](query="x", max_results=99)
    with pytest.raises(InvalidArgumentError, match="Field required"):
        tools["workos_search"]()
