"""The agent tools as LlamaIndex tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.llama_index import WorkOSDocsToolSpec
from workos_docs_tools.tools import TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llama_index.core.tools import FunctionTool

    from workos_docs_tools import WorkOSDocs

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


def test_arguments_are_checked_against_the_schema(tools: Mapping[str, FunctionTool]) -> None:
    with pytest.raises(InvalidArgumentError, match="less than or equal to 20"):
        tools["workos_search"](query="x", max_results=99)
    with pytest.raises(InvalidArgumentError, match="Field required"):
        tools["workos_search"]()
