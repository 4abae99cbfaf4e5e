"""The agent tools as LangChain tools."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.langchain import WorkOSDocsToolkit
from workos_docs_tools.tools import TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from langchain_core.tools import BaseTool

    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"


def call(tool: BaseTool, **arguments: Any) -> ToolMessage:
    message = tool.invoke(
        {"name": tool.name, "args": arguments, "id": "call-1", "type": "tool_call"}
    )
    assert isinstance(message, ToolMessage)
    return message


def test_the_toolkit_gives_all_tools_or_those_chosen(docs: WorkOSDocs) -> None:
    chosen = ("workos_api", "workos_search")
    assert tuple(t.name for t in WorkOSDocsToolkit(docs=docs).get_tools()) == TOOL_NAMES
    named = WorkOSDocsToolkit(docs=docs, tools=chosen).get_tools()
    assert tuple(tool.name for tool in named) == chosen
    with pytest.raises(InvalidArgumentError, match="Valid values: workos_search, workos_docs"):
        WorkOSDocsToolkit(docs=docs, tools=("workos_page",)).get_tools()


def test_schemas_list_the_values_of_the_index(
    docs: WorkOSDocs, tools: Mapping[str, BaseTool]
) -> None:
    def shown(name: str) -> dict[str, Any]:
        # What a model is given: LangChain makes it of a copy of the arguments' model.
        function = convert_to_openai_tool(tools[name])["function"]
        properties: dict[str, Any] = function["parameters"]["properties"]
        return properties

    assert shown("workos_search")["product"]["anyOf"][0]["enum"] == [*docs.status().products]
    assert shown("workos_search")["language"]["anyOf"][0]["enum"] == [*docs.status().languages]
    assert shown("workos_changelogs")["package"]["enum"] == list(docs.packages)


async def test_a_lone_text_is_the_first_argument(tools: Mapping[str, BaseTool]) -> None:
    search = tools["workos_search"]
    expected = search.invoke({"query": QUESTION})
    assert search.invoke(QUESTION) == expected
    assert await search.ainvoke(QUESTION) == expected


def test_every_argument_is_described_to_the_model(tools: Mapping[str, BaseTool]) -> None:
    for tool in tools.values():
        assert "WorkOS" in tool.description
        assert all(field["description"] for field in tool.args.values())


def test_defaults_hold_until_the_model_asks_otherwise(docs: WorkOSDocs) -> None:
    toolkit = WorkOSDocsToolkit(docs=docs, language="go", product="sso", max_tokens=400)
    tools = {tool.name: tool for tool in toolkit.get_tools()}
    assert "(Go)" in call(tools["workos_api"], name="createOrganization").content
    assert "(Ruby)" in call(tools["workos_api"], name="createOrganization", language="ruby").content
    for left_out in ({}, {"product": None}):
        message = call(tools["workos_search"], query="log in", **left_out)
        assert {hit["product"] for hit in message.artifact} == {"sso"}
    assert len(message.content) < 400 * 5
    with pytest.raises(InvalidArgumentError, match="Valid values: curl"):
        WorkOSDocsToolkit(docs=docs, language="cobol").get_tools()


def test_the_artifact_holds_the_hits_as_data(
    docs: WorkOSDocs, tools: Mapping[str, BaseTool]
) -> None:
    message = call(tools["workos_search"], query=QUESTION, max_results=3)
    hits = [hit.as_dict() for hit in docs.search(QUESTION, k=3)]
    assert json.loads(json.dumps(message.artifact)) == json.loads(json.dumps(hits))
    assert all(hit["url"] in message.content for hit in hits)


@pytest.mark.parametrize(
    ("name", "arguments", "remedy"),
    [
        ("workos_docs", {"path": "sso/login-flow"}, "sso/login-flows"),
        ("workos_docs", {"path": "sso", "start": 10**6}, "The page has"),
        ("workos_api", {"name": "createOrganisation"}, "create_organization"),
        ("workos_search", {"query": "x", "product": "scim"}, "directory-sync"),
        ("workos_search", {"query": "x", "max_results": 99}, "less than or equal to 20"),
        ("workos_search", {"max_results": 3}, "query=None is not valid. Field required."),
        ("workos_search", {"query": "x", "max_tokens": 5}, "greater than or equal to 200"),
        ("workos_changelogs", {"since": "soon"}, "2025-03-01"),
        ("workos_changelogs", {"package": "node"}, "workos-platform"),
        ("workos_examples", {"topic": "sso", "language": "cobol"}, "python"),
    ],
)
async def test_an_error_tells_the_model_what_to_try(
    tools: Mapping[str, BaseTool], name: str, arguments: dict[str, Any], remedy: str
) -> None:
    message = call(tools[name], **arguments)
    assert message.status == "error"
    assert remedy in message.content
    request = {"name": name, "args": arguments, "id": "call-1", "type": "tool_call"}
    assert await tools[name].ainvoke(request) == message
