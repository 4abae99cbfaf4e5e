"""The agent tools, free of any framework: their signatures and docstrings are the schema."""

from __future__ import annotations

from workos_docs_tools.tools.schema import (
    DEFAULT_MAX_TOKENS,
    MIN_MAX_TOKENS,
    Tool,
    invalid_argument,
)
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
