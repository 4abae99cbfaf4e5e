"""The MCP server and the JavaScript SDK, which most clients are made of."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from benchmarks.mcp.node import javascript_client
from tests.mcp.client import CALLS, COMMAND, documented, text
from workos_docs_tools.tools import TOOL_NAMES

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and shutil.which("npm")), reason="needs Node.js and npm"
)


def test_the_javascript_client_lists_and_calls_every_tool(sdk_docs: WorkOSDocs) -> None:
    calls = [{"name": name, "arguments": CALLS[name]} for name in TOOL_NAMES]
    calls.append({"name": "workos_search", "arguments": {"query": "SSO", "maxResults": 2}})
    calls.append({"name": "workos_docs", "arguments": {"path": "nowhere"}})
    answer = javascript_client(calls, COMMAND, os.environ)
    assert [tool["name"] for tool in answer["tools"]] == list(TOOL_NAMES)
    *answered, two, failed = answer["results"]
    # The client itself checks the data against the schema of the tool.
    assert all(result["structuredContent"]["results"] for result in answered)
    assert all(text(result).startswith("WorkOS documentation 0.2.0") for result in answered)
    assert len(two["structuredContent"]["results"]) == 2
    assert failed["isError"]
    assert [item["name"] for item in answer["resources"]] == documented(sdk_docs)
    assert answer["contents"][0]["mimeType"] == "text/markdown"
