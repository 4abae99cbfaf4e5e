"""The agent tools as LangChain tools."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from workos_docs_tools import WorkOSDocs
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.langchain import WorkOSDocsToolkit
from workos_docs_tools.tools import TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from langchain_core.tools import BaseTool


MENTIONED = re.compile(r"\b(?:old_|new-)workos_[a-z]+")
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


def test_an_agent_holds_the_tools_of_two_versions(docs: WorkOSDocs, docs_010: WorkOSDocs) -> None:
    held = {
        tool.name: tool
        for toolkit in (
            WorkOSDocsToolkit(docs=docs_010, name_prefix="old_"),
            WorkOSDocsToolkit(docs=docs, name_prefix="new-"),
        )
        for tool in toolkit.get_tools()
    }
    assert tuple(held) == tuple(f"{way}{name}" for way in ("old_", "new-") for name in TOOL_NAMES)
    for name, tool in held.items():
        assert convert_to_openai_tool(tool)["function"]["name"] == name
        assert "workos_" not in MENTIONED.sub("", tool.description)
        assert tool.description.endswith("0.1.0." if name.startswith("old_") else "0.2.0.")
    for version, prefix in (("0.1.0", "old_"), ("0.2.0", "new-")):
        message = call(held[f"{prefix}workos_search"], query="which release changed createUser")
        head = message.content.partition("\n")[0]
        assert f"documentation {version}" in head
        assert {*MENTIONED.findall(head)} == {
            f"{prefix}{name}" for name in ("workos_docs", "workos_changelogs", "workos_api")
        }
        assert "workos_" not in MENTIONED.sub("", message.content)
        refused = call(held[f"{prefix}workos_docs"], path="sso/login-flow")
        assert "workos_" not in refused.content


@pytest.mark.parametrize("prefix", ["0.1.0_", "alt ", "x" * 48])
def test_a_prefix_that_models_cannot_call_is_refused(prefix: str, docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match="ASCII letters, digits, _ and -"):
        WorkOSDocsToolkit(docs=docs, name_prefix=prefix).get_tools()


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


async def test_tools_are_opened_without_blocking_the_loop(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "one.md").write_text("# One\n\nWords.\n")
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0.001)

    beating = asyncio.create_task(beat())
    # Not one that another test has in memory already: that would be open at once.
    docs = await WorkOSDocs.aopen(
        source=tmp_path / "source", persist_directory=tmp_path / "index", progress=False
    )
    tools = await WorkOSDocsToolkit(docs=docs).aget_tools()
    beating.cancel()
    assert tuple(tool.name for tool in tools) == TOOL_NAMES
    assert beats > 10


def test_null_means_left_out(tools: Mapping[str, BaseTool]) -> None:
    for name, asked in (("workos_search", {"query": QUESTION}), ("workos_docs", {"path": "sso"})):
        tool = tools[name]
        nulls = dict.fromkeys(tool.args.keys() - asked.keys())
        assert call(tool, **asked, **nulls) == call(tool, **asked)


def test_the_artifact_holds_the_hits_as_data(
    docs: WorkOSDocs, tools: Mapping[str, BaseTool]
) -> None:
    message = call(tools["workos_search"], query=QUESTION, max_results=3)
    hits = docs.search(QUESTION, k=3)
    shown = [(hit["path"], hit["url"], hit["title"], hit["rank"]) for hit in message.artifact]
    assert shown == [(hit.path, hit.url, hit.title, hit.rank) for hit in hits]
    assert all(hit.url in message.content for hit in hits)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("workos_search", {"query": QUESTION, "max_results": 20}),
        ("workos_docs", {"path": "authkit"}),
        ("workos_docs", {"path": "authkit", "max_tokens": 300, "start": 300}),
        ("workos_api", {"name": "getAuthorizationUrl"}),
        ("workos_examples", {"topic": "webhook"}),
        ("workos_changelogs", {}),
    ],
)
def test_an_artifact_is_about_the_reply_s_size_and_survives_a_checkpoint(
    tools: Mapping[str, BaseTool], name: str, arguments: dict[str, Any]
) -> None:
    message = call(tools[name], **arguments)
    assert message.artifact
    assert len(json.dumps(message.artifact)) < 2 * len(message.content)
    serde = JsonPlusSerializer()
    assert serde.loads_typed(serde.dumps_typed(message)) == message


def test_an_artifact_says_where_the_rest_of_a_page_is(tools: Mapping[str, BaseTool]) -> None:
    [part] = call(tools["workos_docs"], path="authkit", max_tokens=300).artifact
    following = call(tools["workos_docs"], path="authkit", start=part["next_start"])
    assert following.artifact[0]["markdown"][:40] in following.content
    assert part["markdown"][:40] not in following.content


def test_artifacts_can_be_left_out(docs: WorkOSDocs, tools: Mapping[str, BaseTool]) -> None:
    bare = WorkOSDocsToolkit(docs=docs, artifacts=False).get_tools()[0]
    message = call(bare, query=QUESTION)
    assert message.artifact is None
    assert message.content == call(tools["workos_search"], query=QUESTION).content


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
