"""The agent tools as a LlamaIndex tool spec."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from llama_index.core.tools.tool_spec.base import BaseToolSpec
from llama_index.core.tools.types import ToolMetadata

from workos_docs_tools.frameworks.chosen import check_choice, chosen_docs
from workos_docs_tools.tools import DEFAULT_MAX_TOKENS, TOOL_NAMES, DocsTools, tool_names
from workos_docs_tools.tools.naming import ToolNames

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
        name_prefix: What the agent's names of the tools begin with, so that it can hold those of
            two versions: `old_workos_search`. The methods keep their names.
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
        name_prefix: str = "",
    ) -> None:
        check_choice(docs, version)
        self._docs, self._version = docs, version
        self._held = ToolNames(tool_names(tools), name_prefix).held
        self._options: dict[str, Any] = {
            "product": product,
            "language": language,
            "max_tokens": max_tokens,
            "tools": tools,
            "name_prefix": name_prefix,
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
            name=self._tools.names.called(fn_name),
            description=self._tools.description(fn_name),
            fn_schema=self._tools.arguments(fn_name),
        )

    def to_tool_list(
        self,
        spec_functions: list[str | tuple[str, str]] | None = None,
        func_to_metadata_mapping: dict[str, ToolMetadata] | None = None,
    ) -> list[Any]:
        """Return the tools, each a `FunctionTool`: those that the agent holds, or those chosen.

        Lists are invariant, and LlamaIndex's agents do not take a `list[FunctionTool]`.

        Raises:
            InvalidArgumentError: There is no tool of that name.
        """
        if spec_functions is None:
            spec_functions = [(name, f"a{name}") for name in self._held]
        return BaseToolSpec.to_tool_list(
            self._holding(spec_functions), spec_functions, func_to_metadata_mapping
        )

    async def to_tool_list_async(
        self,
        spec_functions: list[str | tuple[str, str]] | None = None,
        func_to_metadata_mapping: dict[str, ToolMetadata] | None = None,
    ) -> list[Any]:
        """Return the tools; the documentation is opened in a thread if that has not been done."""
        return await asyncio.to_thread(self.to_tool_list, spec_functions, func_to_metadata_mapping)

    def _holding(self, spec_functions: Sequence[str | tuple[str, str]]) -> Self:
        """Return a spec whose replies speak of these tools alone."""
        names = tool_names([name if isinstance(name, str) else name[0] for name in spec_functions])
        if names == self._held:
            return self
        options = {**self._options, "tools": names}
        return type(self)(self._docs, version=self._version, **options)

    @property
    def _tools(self) -> DocsTools:
        if self._opened is None:
            self._opened = DocsTools(chosen_docs(self._docs, self._version), **self._options)
        return self._opened

    def _call(self, tool: str, /, *positional: Any, **arguments: Any) -> str:
        return self._tools.call(tool, arguments, *positional).text

    async def _acall(self, tool: str, /, *positional: Any, **arguments: Any) -> str:
        return await asyncio.to_thread(self._call, tool, *positional, **arguments)
