"""A client of either server: the Python SDK's, of whichever major version is installed."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mcp import ClientSession, StdioServerParameters, stdio_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answers to a call."""

    text: str
    data: dict[str, Any]
    failed: bool


@dataclass(frozen=True, slots=True)
class Client:
    """A session with a server."""

    session: ClientSession

    async def call(self, tool: str, **arguments: Any) -> Reply:
        """Call a tool."""
        result = await self.session.call_tool(tool, arguments)
        found = result.model_dump(mode="json", by_alias=True)
        return Reply(
            "\n".join(part["text"] for part in found["content"]),
            found["structuredContent"] or {},
            found["isError"],
        )

    async def resources(self) -> list[dict[str, Any]]:
        """Return the resources that the server lists."""
        found = await self.session.list_resources()
        return [resource.model_dump(mode="json", by_alias=True) for resource in found.resources]


@asynccontextmanager
async def connected(command: str, *arguments: str) -> AsyncIterator[Client]:
    """Start a server and connect to it over stdio."""
    server = StdioServerParameters(command=command, args=list(arguments), env=dict(os.environ))
    async with stdio_client(server) as (received, sent), ClientSession(received, sent) as session:
        await session.initialize()
        yield Client(session)
