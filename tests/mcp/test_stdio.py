"""The MCP server as the process that a client starts, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

from tests.mcp.client import CALLS, COMMAND, PROGRAM, dumped, text
from workos_docs_tools.tools import MIN_MAX_TOKENS, TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HELLO = (
    {
        "id": 0,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "tests", "version": "0"},
        },
    },
    {"method": "notifications/initialized"},
)


def talk(
    process: subprocess.Popen[str], *messages: dict[str, Any], until: int | None
) -> dict[int | None, dict[str, Any]]:
    """Send messages; return what comes back, by id, up to the answer to one of them."""
    assert process.stdin is not None
    assert process.stdout is not None
    for message in messages:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    process.stdin.flush()
    answers: dict[int | None, dict[str, Any]] = {}
    while until not in answers:
        answer = json.loads(process.stdout.readline())
        assert answer["jsonrpc"] == "2.0"
        answers[answer.get("id")] = answer
    return answers


def started(
    *arguments: str, program: Sequence[str] = PROGRAM, **environment: str
) -> subprocess.Popen[str]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    env = {**os.environ, **environment}
    return subprocess.Popen([*program, *arguments], **pipes, env=env, text=True)  # type: ignore[call-overload, no-any-return]


def called(number: int, name: str, /, **arguments: Any) -> dict[str, Any]:
    parameters = {"name": name, "arguments": arguments, "_meta": {"progressToken": number}}
    return {"id": number, "method": "tools/call", "params": parameters}


@pytest.mark.usefixtures("sdk_docs")
async def test_a_client_lists_and_calls_every_tool() -> None:
    command, *arguments = COMMAND
    server = StdioServerParameters(command=command, args=arguments, env=dict(os.environ))
    async with stdio_client(server) as (received, sent), ClientSession(received, sent) as session:
        await session.initialize()
        assert tuple(tool.name for tool in (await session.list_tools()).tools) == TOOL_NAMES
        for name in TOOL_NAMES:
            result = dumped(await session.call_tool(name, CALLS[name]))
            assert not result["isError"]
            assert text(result).startswith("WorkOS documentation 0.2.0")


@pytest.mark.usefixtures("docs")
def test_names_of_tools_begin_as_the_client_needs_them() -> None:
    arguments = ("--docs-version", "0.2.0", "--sdk", "none", "--name-prefix", "old_")
    with started(*arguments) as process:
        asked = (
            {"id": 1, "method": "tools/list"},
            called(2, "old_workos_search", query="which release changed createUser"),
            called(3, "workos_search", query="createUser"),
        )
        answers = talk(process, *HELLO, *asked[:1], until=1)
        answers |= talk(process, *asked[1:2], until=2)
        answers |= talk(process, *asked[2:], until=3)
        process.communicate(timeout=60)
    tools = answers[1]["result"]["tools"]
    assert tuple(tool["name"] for tool in tools) == tuple(f"old_{name}" for name in TOOL_NAMES)
    assert "old_workos_api" in text(answers[2]["result"])
    assert answers[3]["result"]["isError"]
    assert "Valid values: old_workos_search" in text(answers[3]["result"])
    said = json.dumps([answers[0]["result"]["instructions"], tools, answers[2]["result"]])
    assert "workos_" not in said.replace("old_workos_", "")


def test_nothing_but_the_protocol_is_printed_while_a_source_is_indexed(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Widgets\n\nA widget turns.\n")
    home = str(tmp_path / "home")
    with started("--source", str(tmp_path), WORKOS_DOCS_HOME=home) as process:
        asked = ({"id": 1, "method": "tools/list"}, called(2, "workos_search", query="widget"))
        answers = talk(process, *HELLO, *asked, until=2)
        assert len(answers[1]["result"]["tools"]) == len(TOOL_NAMES)
        assert "A widget turns." in text(answers[2]["result"])
        out, err = process.communicate(timeout=60)
    assert all("method" in json.loads(line) for line in out.splitlines())
    assert err == ""
    assert process.returncode == 0


REMEDY = 'Install it: pip install "workos-docs-tools[mcp]"'

OPENED_SLOWLY = """
import sys, time
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.mcp import server
from workos_docs_tools.tools import DocsTools

def open_tools():
    time.sleep(2)
    return DocsTools(WorkOSDocs.open(source=sys.argv[1], progress=False))

server._PATIENCE = 0.01
server.run_stdio(open_tools)
"""


def test_who_has_listed_before_the_index_is_there_is_told_to_list_again(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Widgets\n\nA widget turns.\n")
    home = str(tmp_path / "home")
    program = (sys.executable, "-c", OPENED_SLOWLY, str(tmp_path))
    with started(program=program, WORKOS_DOCS_HOME=home) as process:
        asked = ({"id": 1, "method": "tools/list"}, {"id": 2, "method": "resources/list"})
        answers = talk(process, *HELLO, *asked, until=2)
        answers |= talk(process, called(3, "workos_search", query="widget"), until=3)
        answers |= talk(process, {"id": 4, "method": "resources/list"}, until=4)
        _, err = process.communicate(timeout=60)
    assert answers[0]["result"]["capabilities"]["tools"] == {"listChanged": True}
    assert answers[0]["result"]["capabilities"]["resources"]["listChanged"]
    assert answers[2]["result"]["resources"] == []
    assert answers[None]["method"] == "notifications/resources/list_changed"
    assert [page["title"] for page in answers[4]["result"]["resources"]] == ["Widgets"]
    assert err == ""


ANNOUNCED_LATE = """
import asyncio
from workos_docs_tools.mcp.sdk import new_server, serve_stdio

callers = []

async def list_tools(_, caller):
    callers.append(caller)
    return {"tools": []}

async def main():
    await serve_stdio(new_server("tests", "0", "", {"tools/list": list_tools}))
    await callers[0].announce_lists()

asyncio.run(main())
"""


def test_a_client_that_has_left_is_told_nothing() -> None:
    with started(program=(sys.executable, "-c", ANNOUNCED_LATE)) as process:
        talk(process, *HELLO, {"id": 1, "method": "tools/list"}, until=1)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert err == ""


def test_a_client_may_go_without_reading_its_answers() -> None:
    with started(program=(sys.executable, "-c", ANNOUNCED_LATE)) as process:
        asked = {"id": 1, "method": "tools/list"}
        talk(process, *HELLO, asked, until=1)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **asked}) + "\n")
        process.stdin.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 0


def test_a_client_that_leaves_during_the_indexing_leaves_no_process(tmp_path: Path) -> None:
    lines = "\n\n".join(f"## Heading {number}\n\n{'word ' * 200}" for number in range(2000))
    (tmp_path / "page.md").write_text(f"# Page\n\n{lines}\n")
    with started("--source", str(tmp_path), WORKOS_DOCS_HOME=str(tmp_path / "home")) as process:
        found = talk(process, *HELLO, called(1, "workos_search", query="word"), until=1)[1]
        _, err = process.communicate(timeout=60)
    assert "Still indexing: lexical results, " in text(found["result"])
    assert process.returncode == 0
    assert err == ""


@pytest.mark.usefixtures("sdk_docs")
def test_options_are_defaults_of_every_call() -> None:
    options = ("--product", "sso", "--language", "go", "--max-tokens", "300")
    with started("--docs-version", "0.2.0", *options) as process:
        search = called(1, "workos_search", query="authorization url")
        answer = talk(process, *HELLO, search, until=1)[1]["result"]
        process.communicate(timeout=60)
    assert {hit["product"] for hit in answer["structuredContent"]["results"]} == {"sso"}
    assert len(text(answer)) <= 1200


def test_what_prevents_the_opening_is_the_answer_to_every_call(tmp_path: Path) -> None:
    with started("--source", str(tmp_path / "nowhere")) as process:
        answers = talk(process, *HELLO, called(1, "workos_search", query="x"), until=1)
        answers |= talk(process, called(2, "workos_docs", path="sso"), until=2)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    for number in (1, 2):
        assert answers[number]["result"]["isError"]
        assert "nowhere" in text(answers[number]["result"])
    assert "nowhere" in err


def test_an_interrupt_ends_it_though_stdin_is_open(tmp_path: Path) -> None:
    with started("--source", str(tmp_path / "nowhere")) as process:
        talk(process, *HELLO, until=0)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == -signal.SIGINT


def test_a_budget_that_holds_nothing_is_refused_at_once() -> None:
    arguments = (*PROGRAM, "--max-tokens", str(MIN_MAX_TOKENS - 1))
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--max-tokens" in done.stderr


def test_an_address_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        arguments = (*PROGRAM, "--transport", "http", "--port", port)
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "in use" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("mcp", f"workos-docs: mcp is not installed. {REMEDY}"),
        ("uvicorn", f"workos-docs: uvicorn is not installed. {REMEDY}"),
        # Not missing, but broken: no remedy of ours would help.
        ("mcp.types", "ModuleNotFoundError: import of mcp.types halted; None in sys.modules"),
    ],
)
def test_without_the_extra_the_command_says_what_to_install(missing: str, says: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; sys.argv = ['workos-docs', 'mcp']"
    command = [
        sys.executable,
        "-c",
        f"{program}; from workos_docs_tools.cli.app import main; main()",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == (2 if "pip" in says else 1)
    assert done.stderr.splitlines()[-1] == says
