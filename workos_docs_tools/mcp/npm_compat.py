"""What callers of `@workos/mcp-docs-server` expect: its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workos_docs_tools.tools.toolset import MAX_PASSAGES

if TYPE_CHECKING:
    from collections.abc import Mapping


NAMES = {"maxResults": "max_results", "example": "topic"}
"""Arguments that have another name here."""


def own_arguments(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments by the names and within the bounds that the tools have."""
    arguments = {NAMES.get(name, name): value for name, value in given.items()}
    wanted = given.get("maxResults")
    if isinstance(wanted, int | float):
        # npm's server takes any number.
        arguments["max_results"] = int(max(1, min(wanted, MAX_PASSAGES)))
    return arguments
