"""Agents of LlamaIndex over our tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from llama_index.core.agent.workflow import AgentWorkflow, FunctionAgent, ReActAgent, ToolCallResult
from llama_index.core.base.llms.types import ChatMessage, ToolCallBlock
from llama_index.core.llms.mock import MockFunctionCallingLLM
from scripted_models import ScriptedLLM

from workos_docs_tools.llama_index import WorkOSDocsToolSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"

# LlamaIndex's ReActAgent uses what LlamaIndex's workflows have deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:is_running called from within a step")


async def run(agent: Any) -> tuple[list[str], str]:
    handler = agent.run(user_msg=QUESTION)
    events = [event async for event in handler.stream_events()]
    calls = [event.tool_name for event in events if isinstance(event, ToolCallResult)]
    return calls, str(await handler)


@pytest.mark.parametrize("kind", [FunctionAgent, ReActAgent])
async def test_an_agent_searches_then_reads_then_cites(docs: WorkOSDocs, kind: Any) -> None:
    tools = WorkOSDocsToolSpec(docs).to_tool_list()
    calls, answer = await run(kind(tools=tools, llm=ScriptedLLM()))
    assert calls == ["workos_search", "workos_docs"]
    assert answer.endswith(f"Source: {docs.search(QUESTION, k=1)[0].url}")


async def test_a_workflow_of_agents_cites_too(docs: WorkOSDocs) -> None:
    agent = FunctionAgent(
        name="docs",
        description="Knows the WorkOS documentation.",
        tools=[*WorkOSDocsToolSpec(docs).to_tool_list()],
        llm=ScriptedLLM(),
    )
    calls, answer = await run(AgentWorkflow([agent], root_agent="docs"))
    assert calls == ["workos_search", "workos_docs"]
    assert answer.endswith(docs.search(QUESTION, k=1)[0].url)


async def test_an_error_reaches_the_model_with_its_remedy(docs: WorkOSDocs) -> None:
    wrong = ToolCallBlock(
        tool_call_id="1", tool_name="workos_docs", tool_kwargs={"path": "sso/login-flow"}
    )

    def repeat_what_the_tool_said(messages: Sequence[ChatMessage], **_: Any) -> ChatMessage:
        replies = [message.content for message in messages if message.role == "tool"]
        if not replies:
            return ChatMessage(role="assistant", blocks=[wrong])
        return ChatMessage(replies[0], role="assistant")

    llm = MockFunctionCallingLLM(response_generator=repeat_what_the_tool_said, is_chat_model=True)
    agent = FunctionAgent(tools=[*WorkOSDocsToolSpec(docs).to_tool_list()], llm=llm)
    calls, answer = await run(agent)
    assert calls == ["workos_docs"]
    assert "Did you mean: sso/login-flows" in answer
