"""What a client may cost: lines that are no message, and bodies that are too large or too slow."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Receive, Scope, Send

PARSE_ERROR, INVALID_REQUEST = -32700, -32600
"""As JSON-RPC numbers them."""
MAX_BODY = 1_000_000
"""Bytes of a request over HTTP: the longest that a tool takes is code to check."""
BODY_SECONDS = 20.0
"""Time in which it must have come."""
MAX_CLIENTS = 100
"""Connections of all clients; further ones are told to come later."""


@dataclass
class Lines:
    """The lines of a stream of messages, those that are none answered at once.

    Stands for both streams: the SDK iterates over what comes, and writes what goes.
    """

    received: anyio.AsyncFile[str]
    sent: anyio.AsyncFile[str]
    _writing: anyio.Lock = field(default_factory=anyio.Lock)

    async def __aiter__(self) -> AsyncIterator[str]:
        async for line in self.received:
            refusal = _refusal(line)
            if refusal is None:
                yield line
            elif line.strip():
                await self.write(f"{json.dumps(refusal)}\n")
                await self.flush()

    async def write(self, text: str) -> None:
        """Write whole lines, of one writer at a time; to nobody, once the client has gone."""
        async with self._writing:
            with suppress(BrokenPipeError):
                await self.sent.write(text)

    async def flush(self) -> None:
        """Send what was written."""
        async with self._writing:
            with suppress(BrokenPipeError):
                await self.sent.flush()


@dataclass(frozen=True)
class Limited:
    """An ASGI application that gets requests whole, if they are small and come in time."""

    app: ASGIApp
    max_body: int = MAX_BODY
    body_seconds: float = BODY_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body: bytes | None = None
        with anyio.move_on_after(self.body_seconds) as waited:
            body = await self._body(receive)
        if waited.cancelled_caught:
            await _refuse(send, 408, f"The request took over {self.body_seconds:g} seconds.")
        elif body is None:
            await _refuse(send, 413, f"The request is larger than {self.max_body:,} bytes.")
        else:
            await self.app(scope, _replayed(body, receive), send)

    async def _body(self, receive: Receive) -> bytes | None:
        """Return the body; nothing if it is too large."""
        body, is_more = b"", True
        while is_more:
            message = await receive()
            body += message.get("body", b"")
            is_more = message.get("more_body", False)
            if len(body) > self.max_body:
                return None
        return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that has come already, and then what comes after it."""
    first = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def received() -> Any:
        return next(first, None) or await receive()

    return received


async def _refuse(send: Send, status: int, message: str) -> None:
    body = json.dumps(_error(INVALID_REQUEST, message)).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _refusal(line: str) -> dict[str, Any] | None:
    """Return the answer to a line that is no message."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return _error(PARSE_ERROR, "The line is not JSON.")
    if not isinstance(message, dict):
        return _error(INVALID_REQUEST, "The line is not one message of JSON-RPC 2.0.")
    if not message.keys() & {"method", "result", "error"}:
        known = message.get("id")
        return _error(INVALID_REQUEST, "The message has no method.", known)
    return None


def _error(code: int, message: str, of: object = None) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": of, "error": {"code": code, "message": message}}
