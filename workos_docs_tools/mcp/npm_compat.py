"""What callers of `@workos/mcp-docs-server` expect: its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_tools.tools import DocsTools

NAMES = {"maxResults": "max_results", "example": "topic"}
"""Arguments that have another name here."""


def own_arguments(tools: DocsTools, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments by the names and within the bounds that the tools have."""
    arguments = {NAMES.get(name, name): value for name, value in given.items()}
    wanted = given.get("maxResults")
    if isinstance(wanted, int | float):
        # npm's server takes any number.
        schema = tools.arguments("workos_search").model_json_schema()["properties"]["max_results"]
        arguments["max_results"] = int(max(schema["minimum"], min(wanted, schema["maximum"])))
    return arguments
