"""Call everything that answers with arbitrary arguments: typed errors only, fast, in its folders.

    python -m benchmarks.calls [--calls 100000] [--seed 0] [--docs-version 0.2.0]

The methods of `WorkOSDocs`, the agent tools as models call them, the handlers of the MCP server and
the command line, each in this process. Call `n` of a seed is always the same. The exit status is 1
where a call raised what is not ours, took over a second of processor time, or a tool or the server
opened a file outside the folders of the documentation, of Python and of what is installed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
import warnings
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tqdm import tqdm
from typer.testing import CliRunner

from benchmarks.calls.arguments import arguments, code, text
from workos_docs_loaders.errors import WorkOSDocsError
from workos_docs_loaders.source import home
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.cli.app import app
from workos_docs_tools.mcp.opening import Opening
from workos_docs_tools.mcp.sdk import Caller
from workos_docs_tools.mcp.server import _Answers
from workos_docs_tools.tools import TOOL_NAMES, DocsTools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SECONDS = 1.0
"""Processor time that a call may take."""
ROOT = Path(__file__).parents[2]
SHOWN = 20
"""How many failures are told, each as it happens."""
NUMBERS = (1, 3, 10, 500, 2_000, 0, -5)
OLDER = "8.0.0"
LANGUAGES = ("python", "js", "go", "Node", "curl", "cobol")
_SHARES = {"api": 40, "tool": 50, "mcp": 9, "cli": 1}
"""Percent of the calls that go each way; the command line reads its options anew each time."""


def _one_of(*values: Any) -> Callable[[Random], Any]:
    return lambda random: random.choice(values)


_NUMBER, _LANGUAGE = _one_of(*NUMBERS), _one_of(*LANGUAGES)
_PRODUCT, _KIND = _one_of("sso", "AuthKit", "nothing"), _one_of("guide", "api", "sdk", "event")
_DAY = _one_of("2026-01-01", "2025-12-31T10:00:00Z", OLDER, "yesterday")
API: Mapping[str, Mapping[str, Callable[[Random], Any]]] = {
    "search": {
        "query": text,
        "k": _NUMBER,
        "language": _LANGUAGE,
        "product": _PRODUCT,
        "kind": _KIND,
    },
    "page": {"path_or_url": text, "section": text, "language": _LANGUAGE},
    "lookup": {"name": text, "language": _LANGUAGE},
    "examples": {"topic": text, "language": _LANGUAGE},
    "changelog": {"package": _one_of("workos-platform", "python"), "since": _DAY, "query": text},
    "check": {"code_or_path": code, "language": _LANGUAGE, "sdk": _one_of("python", "node")},
}
TOOLS: Mapping[str, Mapping[str, Callable[[Random], Any]]] = {
    "workos_search": {"query": text, "max_results": _NUMBER, "product": _PRODUCT, "kind": _KIND},
    "workos_docs": {"path": text, "section": text, "start": _NUMBER, "max_tokens": _NUMBER},
    "workos_api": {"name": text, "language": _LANGUAGE, "max_tokens": _NUMBER},
    "workos_examples": {"topic": text, "language": _LANGUAGE, "max_tokens": _NUMBER},
    "workos_changelogs": {"since": _DAY, "query": text, "max_tokens": _NUMBER},
    "workos_check": {"code": code, "language": _LANGUAGE},
}
CLI = ("search", "page", "lookup", "examples", "changelog")


@dataclass
class Watch:
    """Which files are opened, and which of them should not be."""

    allowed: tuple[str, ...]
    outside: list[str] = field(default_factory=list)
    is_on: bool = False

    def heard(self, event: str, details: tuple[Any, ...]) -> None:
        """Take an event of Python's audit hooks."""
        if self.is_on and event in ("open", "os.listdir", "os.scandir", "socket.connect"):
            place = details[0]
            if event == "socket.connect" or (
                isinstance(place, str) and not str(Path(place).absolute()).startswith(self.allowed)
            ):
                self.outside.append(f"{event} {details[0]!r:.200}")

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Collect what is opened meanwhile."""
        self.outside, self.is_on = [], True
        try:
            yield self.outside
        finally:
            self.is_on = False


def main() -> int:
    """Call, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calls")
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--docs-version", default="0.2.0")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")

    with WorkOSDocs.open(asked.docs_version, sdks=(), progress=False) as as_the_commands_do:
        as_the_commands_do.search("ready")  # The copy is written by the first.
    docs = WorkOSDocs.open(asked.docs_version, progress=False)
    tools = DocsTools(docs)
    docs.search("ready")  # The model is loaded by the first.
    docs.changelog("python", since=OLDER)  # The first fetches and reads that version of the SDK.
    server = _Answers(Opening(lambda: tools), tools.names)
    ways: Mapping[str, Callable[[Random], str]] = {
        "api": lambda random: _call_api(docs, random),
        "tool": lambda random: _call_tool(tools, random),
        "mcp": lambda random: _call_mcp(server, random),
        "cli": lambda random: _call_cli(asked.docs_version, random),
    }
    places = sys.prefix, sys.base_prefix, str(home()), str(ROOT), "/dev", "/proc/self"
    watch = Watch(tuple(str(Path(place).resolve()) for place in places))
    sys.addaudithook(watch.heard)
    counts: Counter[str] = Counter()
    slowest, failures = (0.0, ""), 0

    def failed(what: str) -> None:
        nonlocal failures
        failures += 1
        if failures <= SHOWN:
            tqdm.write(what)

    for number in tqdm(range(asked.calls), unit="call"):
        random = Random(f"{asked.seed} {number}")
        (way,) = random.choices(list(_SHARES), weights=list(_SHARES.values()))
        label = f"call {number} ({way})"
        started = time.process_time()
        try:
            with watch.watching() as outside:
                counts[ways[way](random)] += 1
        except WorkOSDocsError:
            counts[f"{way}: refused"] += 1
        except Exception as error:
            failed(f"{label}: {type(error).__name__}: {error!s:.300}")
        seconds = time.process_time() - started
        slowest = max(slowest, (seconds, label))
        if seconds > SECONDS:
            failed(f"{label}: took {seconds:.1f} s")
        if outside and way in ("tool", "mcp"):
            failed(f"{label}: {outside[0]}")
    lines = [f"{number:>8,} {what}" for what, number in sorted(counts.items())]
    lines.append(f"slowest: {slowest[1]}, {slowest[0]:.2f} s of processor time")
    lines.append(f"{failures} failures in {asked.calls:,} calls")
    sys.stdout.write("\n".join([*lines, ""]))
    return bool(failures)


def _call_api(docs: WorkOSDocs, random: Random) -> str:
    name = random.choice(list(API))
    given = {key: value for key, value in arguments(random, API[name]).items() if key in API[name]}
    required = next(iter(API[name]))
    if name != "changelog":
        given.setdefault(required, text(random))
    answer = getattr(docs, name)(**given)
    str(answer), repr(answer), answer._repr_html_()
    return f"api: {name}"


def _call_tool(tools: DocsTools, random: Random) -> str:
    name = random.choice(TOOL_NAMES)
    tools.call(name, arguments(random, TOOLS[name]))
    return f"tool: {name}"


def _call_mcp(server: _Answers, random: Random) -> str:
    async def unheard(*_: object) -> None:
        return None

    name = random.choice((*TOOL_NAMES, text(random)))
    given = {"name": name, "arguments": arguments(random, TOOLS.get(name, {"query": text}))}
    try:
        asyncio.run(server.call_tool(given, Caller(unheard, session=None)))
    except Exception as error:
        # What the protocol calls an invalid request is the SDK's own error.
        if type(error).__module__.startswith("mcp"):
            return "mcp: invalid request"
        raise
    return "mcp: answered"


def _call_cli(version: str, random: Random) -> str:
    words = [text(random).replace("\x00", "") for _ in range(random.randint(0, 3))]
    options = random.choice(([], ["--json"], ["-k", "0"], ["--language", "cobol"], ["--nothing"]))
    command = [
        random.choice(CLI),
        *options,
        "--docs-version",
        version,
        "--sdk",
        "none",
        "--",
        *words,
    ]
    result = CliRunner().invoke(app, command)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return f"cli: exit status {result.exit_code}"


if __name__ == "__main__":
    sys.exit(main())
