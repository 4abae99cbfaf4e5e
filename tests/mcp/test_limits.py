"""What clients may cost the server, and what they are told beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import httpx
import pytest

from tests.mcp.client import PROGRAM
from tests.mcp.test_stdio import HELLO, started, talk
from workos_docs_tools.mcp.limits import Limited

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.types import Receive, Scope, Send


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body as it came."""
    message = await receive()
    assert not message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


def client(limited: Limited) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(limited), base_url="http://localhost")


async def drop_by_drop(*parts: bytes, seconds: float = 0) -> AsyncIterator[bytes]:
    for part in parts:
        await anyio.sleep(seconds)
        yield part


async def test_a_body_comes_whole_up_to_its_limit() -> None:
    async with client(Limited(echo, max_body=6)) as caller:
        answer = await caller.post("/", content=drop_by_drop(b"abc", b"def"))
        assert (answer.status_code, answer.content) == (200, b"abcdef")
        answer = await caller.post("/", content=drop_by_drop(b"abc", b"defg"))
    assert answer.status_code == 413
    assert answer.json()["error"]["message"] == "The request is larger than 6 bytes."


async def test_a_body_that_does_not_end_is_not_waited_for() -> None:
    async with client(Limited(echo, body_seconds=0.05)) as caller:
        answer = await caller.post("/", content=drop_by_drop(b"a", b"b", seconds=5))
    assert answer.status_code == 408
    assert answer.json()["error"]["code"] == -32600


@pytest.mark.parametrize(
    ("line", "code", "number"),
    [
        ("not json", -32700, None),
        ("[" * 100_000, -32700, None),
        ('[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', -32600, None),
        ('{"jsonrpc": "2.0", "id": 9}', -32600, 9),
    ],
)
def test_a_line_that_is_no_message_is_answered_and_the_next_one_too(
    line: str, code: int, number: int | None, tmp_path: Path
) -> None:
    (tmp_path / "page.md").write_text("# Widgets\n\nA widget turns.\n")
    home = str(tmp_path / "home")
    with started("--source", str(tmp_path), program=PROGRAM, WORKOS_DOCS_HOME=home) as process:
        talk(process, *HELLO, until=0)
        assert process.stdin is not None
        process.stdin.write(f"{line}\n\n")
        answers = talk(process, {"id": 3, "method": "ping"}, until=3)
        process.communicate(timeout=60)
    assert answers[number]["error"]["code"] == code
    assert "result" in answers[3]
