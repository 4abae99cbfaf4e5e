"""The agent tools as LangChain tools."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

from langchain_core.tools import BaseTool, BaseToolkit, StructuredTool, ToolException
from pydantic import ConfigDict, Field, ValidationError, model_validator

from workos_docs_loaders.errors import WorkOSDocsError
from workos_docs_tools.docs import WorkOSDocs  # noqa: TC001 - pydantic evaluates annotations
from workos_docs_tools.frameworks.chosen import check_choice, chosen_docs
from workos_docs_tools.tools import (
    DEFAULT_MAX_TOKENS,
    TOOLS,
    DocsTools,
    invalid_argument,
)
from workos_docs_tools.tools.structured import structured


class WorkOSDocsToolkit(BaseToolkit):
    """The tools of the documentation for an agent: `create_agent(model, toolkit.get_tools())`."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    docs: WorkOSDocs | None = Field(default=None, exclude=True, repr=False)
    """What the tools answer from; a version of the documentation if left out."""
    version: str | None = None
    """The version that is opened, by default the newest; in place of `docs`."""
    tools: tuple[str, ...] | None = None
    """Names of the tools wanted; all if left out."""
    name_prefix: str = ""
    """What the agent's names of the tools begin with, so that it can hold those of two versions:
    `old_workos_search`."""
    product: str | None = None
    """Product that tools are narrowed to unless the model asks for another."""
    language: str | None = None
    """Language that tools answer in unless the model asks for another."""
    max_tokens: int = DEFAULT_MAX_TOKENS
    """Budget of a reply unless the model asks for another."""
    artifacts: bool = True
    """Whether messages carry what the reply shows as data too, of its size at most. Checkpoints
    and traces keep it."""

    @model_validator(mode="after")
    def _check_arguments(self) -> Self:
        check_choice(self.docs, self.version)
        return self

    def get_tools(self) -> list[BaseTool]:
        """Return the tools. Their schemas list the values that the index holds.

        That opens the documentation, if it is not open; in an event loop call `aget_tools`.

        Raises:
            InvalidArgumentError: There is no tool, product or language of that name, or models
                cannot call tools by the prefix.
        """
        tools = DocsTools(
            chosen_docs(self.docs, self.version),
            product=self.product,
            language=self.language,
            max_tokens=self.max_tokens,
            tools=self.tools,
            name_prefix=self.name_prefix,
        )
        return [_tool(tools, name, artifacts=self.artifacts) for name in tools.names.held]

    async def aget_tools(self) -> list[BaseTool]:
        """Return the tools; the documentation is opened in a thread if it is not open.

        Raises:
            InvalidArgumentError: There is no tool, product or language of that name.
        """
        return await asyncio.to_thread(self.get_tools)


def _tool(tools: DocsTools, name: str, *, artifacts: bool) -> StructuredTool:
    def call(*positional: Any, **arguments: Any) -> tuple[str, list[dict[str, Any]]] | str:
        try:
            with tools.docs.pinned():
                asked = tools.checked(name, arguments, *positional)
                reply = tools.call(name, asked)
                if not artifacts:
                    return reply.text
                shown = structured(TOOLS[name], reply, asked, tools.docs)["results"]
        except WorkOSDocsError as error:
            raise ToolException(str(error)) from error
        if reply.low_confidence or reply.unknown_words:
            doubts = {
                "low_confidence": reply.low_confidence,
                "unknown_words": reply.unknown_words,
            }
            shown = [{**item, **doubts} for item in shown]
        # Lists and numbers as JSON has them, so that it comes back from a checkpoint as it was.
        return reply.text, json.loads(json.dumps(shown))

    async def acall(*positional: Any, **arguments: Any) -> tuple[str, list[dict[str, Any]]] | str:
        return await asyncio.to_thread(call, *positional, **arguments)

    return StructuredTool.from_function(
        call,
        acall,
        name=tools.names.called(name),
        description=tools.description(name),
        args_schema=tools.arguments(name),
        response_format="content_and_artifact" if artifacts else "content",
        handle_tool_error=True,
        handle_validation_error=_explain,
    )


def _explain(error: object) -> str:
    # Tools' arguments are pydantic 2 models; LangChain's type allows for those of version 1.
    assert isinstance(error, ValidationError)
    return str(invalid_argument(error))
