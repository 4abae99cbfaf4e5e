"""The published npm server itself, spoken to over stdio as an agent's client does."""

from __future__ import annotations

import json
import re
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from benchmarks.node import installed, program
from benchmarks.retrieval.systems import Answer, Passage, System
from workos_docs_loaders.source import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

_RESULT = re.compile(r"^## \N{PAGE FACING UP} (.+)$", re.MULTILINE)
_PROTOCOL = "2024-11-05"


@dataclass(frozen=True, slots=True)
class NpmServer(System):
    """A running server: JSON-RPC, one message a line."""

    process: subprocess.Popen[str]
    ids: Iterator[int]

    def search(self, query: str, k: int, language: str | None) -> Answer:
        """Return the files that the server's reply lists, with the lines that it shows."""
        _, *found = _RESULT.split(self._call(query, maxResults=k))
        paths, texts = found[::2], found[1::2]
        return Answer(
            tuple(
                Passage(path.removesuffix("/index"), text)
                for path, text in zip(paths, texts, strict=True)
            )
        )

    def reply(self, query: str, language: str | None) -> str:
        """Return the server's reply, also where it is an error that says nothing was found."""
        return self._call(query)

    def initialize(self) -> None:
        """Say hello, as the protocol demands before anything else."""
        client = {"name": "benchmarks", "version": "0"}
        options = {"protocolVersion": _PROTOCOL, "capabilities": {}, "clientInfo": client}
        self._ask("initialize", options)
        self._send({"method": "notifications/initialized"})

    def _call(self, query: str, **arguments: Any) -> str:
        call = {"name": "workos_search", "arguments": {"query": query, **arguments}}
        return "\n".join(part["text"] for part in self._ask("tools/call", call)["content"])

    def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        number = next(self.ids)
        self._send({"id": number, "method": method, "params": parameters})
        assert self.process.stdout is not None
        for line in self.process.stdout:
            message = json.loads(line)
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"The npm server failed at {method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result
        raise RuntimeError(f"The npm server ended during {method}.")

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.process.stdin.flush()


@contextmanager
def open_system(version: str) -> Iterator[System]:
    """Start the server; installs it first if need be."""
    root = installed(f"npm-{version}", f"{PACKAGE}@{version}")
    script = root / "node_modules" / PACKAGE / "dist" / "index.js"
    with subprocess.Popen(
        [program("node"), str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        try:
            server = NpmServer(process, count(1))
            server.initialize()
            yield server
        finally:
            process.terminate()
