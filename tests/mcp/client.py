"""What the tests of the MCP server share."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

PROGRAM = (sys.executable, "-m", "workos_docs_tools", "mcp")
COMMAND = (
    *(*PROGRAM, "--docs-version", "0.2.0"),
    *("--sdk", "python@10.8.0", "--sdk", "node@11.0.0", "--sdk", "authkit-nextjs@4.3.2"),
)
"""Serves what the fixture `sdk_docs` opens."""
CODE = "from workos import WorkOSClient\n\nWorkOSClient().portal.generate_link()\n"
CALLS: dict[str, dict[str, Any]] = {
    "workos_search": {"query": "verify webhooks"},
    "workos_docs": {"path": "sso/login-flows"},
    "workos_api": {"name": "create_organization"},
    "workos_examples": {"topic": "webhook"},
    "workos_changelogs": {},
    "workos_check": {"code": CODE},
}


def dumped(message: Any) -> dict[str, Any]:
    """Return a message as the protocol writes it, whatever the SDK's version calls its parts."""
    found: dict[str, Any] = message.model_dump(mode="json", by_alias=True, exclude_none=True)
    return found


def text(result: dict[str, Any]) -> str:
    (part,) = result["content"]
    return str(part["text"])


def documented(docs: WorkOSDocs) -> list[str]:
    """Return the paths of the documentation's pages, those of SDKs left out."""
    return [path for path in docs.index.by_path if not path.startswith("sdk/")]
