"""The agent tools as a LlamaIndex tool spec."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from llama_index.core.tools.tool_spec.base import BaseToolSpec
from llama_index.core.tools.types import ToolMetadata

from workos_docs_tools.frameworks.chosen import check_choice, chosen_docs
from workos_docs_tools.tools import DEFAULT_MAX_TOKENS, TOOL_NAMES, DocsTools, tool_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_tools.docs import WorkOSDocs


class WorkOSDocsToolSpec(BaseToolSpec):
    """The tools of the documentation for an agent: `FunctionAgent(tools=spec.to_tool_list())`.

    Each tool is also a method of the spec, and a coroutine with an `a` before its name. Errors are
    raised; LlamaIndex's agents pass their messages, which say what to try, to the model.

    Args:
        docs: What the tools answer from; a version of the documentation, opened on first use, if
            left out.
        version: The version that is opened, by default the newest; in place of `docs`.
        product: Product that tools are narrowed to unless the model asks for another.
        language: Language that tools answer in unless the model asks for another.
        max_tokens: Budget of a reply unless the model asks for another.
        tools: Names of the tools that the agent holds, all if left out; replies speak of no others.
    """

    spec_functions = [(name, f"a{name}") for name in TOOL_NAMES]  # noqa: RUF012 - LlamaIndex's type

    def __init__(
        self,
        docs: WorkOSDocs | None = None,
        *,
        version: str | None = None,
        product: str | None = None,
        language: str | None = None,
        max_tokens: int = DEFAULT_MAX_TOKENS,
        tools: Sequence[str] | None = None,
    ) -> None:
        check_choice(docs, version)
        self._docs, self._version = docs, version
        self._options: dict[str, Any] = {
            "product": product,
            "language": language,
            "max_tokens": max_tokens,
            "tools": tools,
        }
        self._opened: DocsTools | None = None

    def __getattr__(self, name: str) -> Any:
        if name in TOOL_NAMES:
            return partial(self._call, name)
        if name.startswith("a") and name[1:] in TOOL_NAMES:
            return partial(self._acall, name[1:])
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def get_metadata_from_fn_name(
        self, fn_name: str, spec_functions: Sequence[Any] | None = None
    ) -> ToolMetadata:
        """Return name, description and argument schema of a tool; enums come from the index."""
        return ToolMetadata(
            name=fn_name,
            description=self._tools.description(fn_name),
            fn_schema=self._tools.arguments(fn_name),
        )

    def to_tool_list(
        self,
        spec_functions: list[str | tuple[str, str]] | None = None,
        func_to_metadata_mapping: dict[str, ToolMetadata] | None = None,
    ) -> list[Any]:
        """Return the tools, each a `FunctionTool`.

        Lists are invariant, and LlamaIndex's agents do not take a `list[FunctionTool]`.

        Raises:
            InvalidArgumentError: There is no tool of that name.
        """
        return BaseToolSpec.to_tool_list(
            self._holding(spec_functions), spec_functions, func_to_metadata_mapping
        )

    async def to_tool_list_async(
        self,
        spec_functions: list[str | tuple[str, str]] | None = None,
        func_to_metadata_mapping: dict[str, ToolMetadata] | None = None,
    ) -> list[Any]:
        """Return the tools; the documentation is opened in a thread if that has not been done."""
        return await BaseToolSpec.to_tool_list_async(
            self._holding(spec_functions), spec_functions, func_to_metadata_mapping
        )

    def _holding(self, spec_functions: Sequence[str | tuple[str, str]] | None) -> Self:
        """Return a spec whose replies speak of these tools alone."""
        if spec_functions is None:
            return self
        names = tool_names([name if isinstance(name, str) else name[0] for name in spec_functions])
        return type(self)(self._docs, **{**self._options, "tools": names})

    @property
    def _tools(self) -> DocsTools:
        if self._opened is None:
            self._opened = DocsTools(chosen_docs(self._docs, self._version), **self._options)
        return self._opened

    def _call(self, tool: str, /, *positional: Any, **arguments: Any) -> str:
        return self._tools.call(tool, arguments, *positional).text

    async def _acall(self, tool: str, /, *positional: Any, **arguments: Any) -> str:
        return await asyncio.to_thread(self._call, tool, *positional, **arguments)
