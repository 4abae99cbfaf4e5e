"""The MCP SDK: a server made of handlers, served over stdio or HTTP.

The one module that knows where the SDK's two major versions differ: in how handlers are registered
and errors raised. Both read and write the messages of the protocol, so handlers take and give these
as plain dictionaries.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from workos_docs_tools.errors import MissingExtraError

try:
    import anyio
    import uvicorn
    from mcp import types
    from mcp.server.lowlevel import NotificationOptions, Server
    from mcp.server.stdio import stdio_server
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from mcp.server.transport_security import TransportSecuritySettings
    from mcp.shared import exceptions
    from starlette.applications import Starlette
    from starlette.routing import Route

    from workos_docs_tools.mcp.limits import MAX_CLIENTS, Limited, Lines
except ModuleNotFoundError as error:
    if error.name not in {"mcp", "anyio", "starlette", "uvicorn"}:
        raise
    raise MissingExtraError(error.name, extra="mcp") from error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from socket import socket

    from starlette.types import Receive, Scope, Send

Report: TypeAlias = Callable[[float, float | None, str | None], Awaitable[None]]
"""Tells a client how far its request is: progress, total, message."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The client whose request is being answered, and what can be sent to it meanwhile."""

    report: Report
    session: Any
    """The connection, of the SDK's own class."""

    async def announce_lists(self) -> None:
        """Tell the client to list tools and resources again, unless it has left."""
        with suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):
            await self.session.send_tool_list_changed()
            await self.session.send_resource_list_changed()


Handler: TypeAlias = Callable[[Mapping[str, Any], Caller], Awaitable[dict[str, Any]]]
"""Answers one method of the protocol: parameters to result, both as the protocol writes them."""

ENDPOINT = "/mcp"
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_MESSAGES = {
    "tools/list": "ListTools",
    "tools/call": "CallTool",
    "resources/list": "ListResources",
    "resources/templates/list": "ListResourceTemplates",
    "resources/read": "ReadResource",
}
"""What the SDK calls the messages of a method."""
_CLOSING_SECONDS = 3
"""How long open streams may delay the end of the HTTP server."""

# What only one of the major versions has, and a type checker with the other would miss.
_types: Any = types
_exceptions: Any = exceptions


def new_server(
    name: str, version: str, instructions: str, handlers: Mapping[str, Handler]
) -> Server[Any]:
    """Return a server of either major version that answers the methods which have a handler."""
    server: Server[Any] = Server(name, version=version, instructions=instructions)
    register = _register if hasattr(server, "add_request_handler") else _register_1
    for method, handler in handlers.items():
        register(server, method, handler)
    return server


def invalid_parameters(message: str) -> Exception:
    """Return the error that the client gets in place of a result."""
    error: Exception
    if hasattr(_exceptions, "MCPError"):
        error = _exceptions.MCPError(types.INVALID_PARAMS, message)
    else:
        details = types.ErrorData(code=types.INVALID_PARAMS, message=message)
        error = _exceptions.McpError(details)
    return error


async def serve_stdio(server: Server[Any]) -> None:
    """Serve one client over stdin and stdout, until it closes stdin."""
    with _stdio_claimed() as lines:
        both: Any = lines  # The SDK asks for files, of which it uses what lines have.
        async with stdio_server(both, both) as (received, sent):
            announced = NotificationOptions(tools_changed=True, resources_changed=True)
            await server.run(received, sent, server.create_initialization_options(announced))


def serve_http(server: Server[Any], listening: socket, host: str) -> None:
    """Serve clients over streamable HTTP on a socket that listens at a host."""
    config = uvicorn.Config(
        http_app(server, host),
        log_level="warning",
        limit_concurrency=MAX_CLIENTS,
        timeout_graceful_shutdown=_CLOSING_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


def http_app(server: Server[Any], host: str) -> Starlette:
    """Return a server as an ASGI application.

    On loopback, requests of web pages are refused: a page that a browser shows could otherwise
    reach the server by a host name that it makes resolve to this machine.
    """
    names = [f"[{name}]" if ":" in name else name for name in LOOPBACK]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=host in LOOPBACK,
        allowed_hosts=[*names, *(f"{name}:*" for name in names)],
        allowed_origins=[f"http://{name}{port}" for name in names for port in ("", ":*")],
    )
    # Without sessions, clients outlive a restart of the server.
    manager = StreamableHTTPSessionManager(server, stateless=True, security_settings=security)
    endpoint = Limited(_Endpoint(manager))
    return Starlette(routes=[Route(ENDPOINT, endpoint)], lifespan=lambda _: manager.run())


@dataclass(frozen=True)
class _Endpoint:
    manager: StreamableHTTPSessionManager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.manager.handle_request(scope, receive, send)


@contextmanager
def _stdio_claimed() -> Iterator[Lines]:
    """Keep stdin and stdout for the protocol: whatever else prints, prints to stderr."""
    sys.stdout.flush()
    # Left open: a thread of the SDK may still be reading when the server has ended.
    stdin = os.fdopen(os.dup(0), encoding="utf-8", errors="replace", closefd=False)
    stdout = os.fdopen(os.dup(1), "w", encoding="utf-8", closefd=False)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    yield Lines(anyio.wrap_file(stdin), anyio.wrap_file(stdout))


def _register(server: Any, method: str, handler: Handler) -> None:
    """Register a handler with version 2 of the SDK."""
    parameters = getattr(types, f"{_MESSAGES[method]}RequestParams", types.PaginatedRequestParams)

    async def answer(context: Any, given: Any) -> Any:
        caller = Caller(context.session.report_progress, context.session)
        return _result(method, await handler(_dumped(given), caller))

    server.add_request_handler(method, parameters, answer)


def _register_1(server: Any, method: str, handler: Handler) -> None:
    """Register a handler with version 1 of the SDK."""

    async def report(progress: float, total: float | None, message: str | None) -> None:
        context = server.request_context
        token = context.meta and context.meta.progressToken
        if token is not None:
            await context.session.send_progress_notification(
                token, progress, total, message, related_request_id=str(context.request_id)
            )

    async def answer(request: Any) -> Any:
        caller = Caller(report, server.request_context.session)
        result = await handler(_dumped(request.params), caller)
        return _types.ServerResult(_result(method, result))

    server.request_handlers[getattr(types, f"{_MESSAGES[method]}Request")] = answer


def _dumped(parameters: Any) -> dict[str, Any]:
    return parameters.model_dump(mode="json", by_alias=True) if parameters else {}


def _result(method: str, result: dict[str, Any]) -> Any:
    return getattr(types, f"{_MESSAGES[method]}Result").model_validate(result)
