"""Stand-ins for language models, so that every example runs without a key.

Both follow one script: search for the question, read the section of the best hit, answer with its
first sentence and its URL. What they say comes out of the tools' replies, as with a real model.
"""

from __future__ import annotations

import json
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.utils.function_calling import convert_to_openai_tool
from llama_index.core.base.llms.types import ChatMessage, MessageRole, ToolCallBlock
from llama_index.core.llms.mock import MockFunctionCallingLLM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.language_models import LanguageModelInput
    from langchain_core.runnables import Runnable

_SOURCE = re.compile(r"source: (https://\S+)", re.IGNORECASE)


def next_call(question: str, replies: Sequence[str]) -> tuple[str, dict[str, str]] | None:
    """Return the tool to call after the replies so far; None when it is time to answer."""
    if not replies:
        return "workos_search", {"query": question}
    source = _SOURCE.search(replies[0])
    return ("workos_docs", {"path": source[1]}) if source and len(replies) == 1 else None


def answer(text: str) -> str:
    """Return the first sentence that follows the first source in a text, and that source."""
    source = _SOURCE.search(text)
    if not source:
        return "The documentation does not say."
    sentence = re.search(r"^[A-Z][^\n]{40,}", text[source.end() :], re.MULTILINE)
    return f"{sentence[0] if sentence else 'See'}\n\nSource: {source[1]}"


class ScriptedChatModel(BaseChatModel):
    """The script as a LangChain chat model."""

    def bind_tools(
        self, tools: Sequence[Any], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self, messages: list[BaseMessage], *args: Any, tools: Sequence[Any] = (), **kwargs: Any
    ) -> ChatResult:
        latest = takewhile(lambda message: not isinstance(message, HumanMessage), messages[::-1])
        replies = [item.text for item in latest if isinstance(item, ToolMessage)][::-1]
        question = next(m.text for m in reversed(messages) if isinstance(m, HumanMessage))
        call = next_call(question, replies) if tools else None
        if call:
            tool_call = {"name": call[0], "args": call[1], "id": f"call-{len(messages)}"}
            message = AIMessage("", tool_calls=[tool_call])
        else:
            message = AIMessage(answer(replies[-1] if replies else question))
        return ChatResult(generations=[ChatGeneration(message=message)])

    @property
    def _llm_type(self) -> str:
        return "scripted"


class ScriptedLLM(MockFunctionCallingLLM):
    """The script as a LlamaIndex LLM, for agents that call functions and for ReAct agents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(response_generator=_respond, is_chat_model=True, **kwargs)


def _respond(
    messages: Sequence[ChatMessage], tools: Sequence[Any] = (), **kwargs: Any
) -> ChatMessage:
    replies: list[str] = []
    question = ""
    for message in messages:
        content = message.content or ""
        if message.role == MessageRole.TOOL or content.startswith("Observation: "):
            replies.append(content)
        elif message.role == MessageRole.USER:
            question, replies = content, []
    reacts = "Action Input:" in (messages[0].content or "")
    call = next_call(question, replies) if tools or reacts else None
    result = answer(replies[-1] if replies else question)
    if reacts:
        content = (
            f"Thought: I need a tool.\nAction: {call[0]}\nAction Input: {json.dumps(call[1])}"
            if call
            else f"Thought: I can answer without using any more tools.\nAnswer: {result}"
        )
        return ChatMessage(content, role=MessageRole.ASSISTANT)
    if call:
        block = ToolCallBlock(
            tool_call_id=f"call-{len(messages)}", tool_name=call[0], tool_kwargs=call[1]
        )
        return ChatMessage(role=MessageRole.ASSISTANT, blocks=[block])
    return ChatMessage(result, role=MessageRole.ASSISTANT)
