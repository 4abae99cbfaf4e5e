"""The agent tools, free of any framework: their signatures and docstrings are the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.lazy import exported

if TYPE_CHECKING:
    from workos_docs_tools.tools.limits import DEFAULT_MAX_TOKENS, MIN_MAX_TOKENS
    from workos_docs_tools.tools.schema import Tool, invalid_argument
    from workos_docs_tools.tools.toolset import TOOL_NAMES, TOOLS, DocsTools, Reply, tool_names

__all__ = [
    "DEFAULT_MAX_TOKENS",
    "MIN_MAX_TOKENS",
    "TOOLS",
    "TOOL_NAMES",
    "DocsTools",
    "Reply",
    "Tool",
    "invalid_argument",
    "tool_names",
]

_HOMES = {
    "limits": "DEFAULT_MAX_TOKENS MIN_MAX_TOKENS",
    "schema": "Tool invalid_argument",
    "toolset": "TOOL_NAMES TOOLS DocsTools Reply tool_names",
}
"""Names by the module that they are in; each is imported when it is asked for."""

if not TYPE_CHECKING:  # Checkers know the names from above, and shall miss all others.
    __getattr__ = exported(__name__, _HOMES)
