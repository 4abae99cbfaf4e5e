"""Kill a Chroma server at random moments, and see what machines that have copies read meanwhile.

    python -m benchmarks.kills.server [--kills 20] [--pages 10] [--seed 0]

Two processes hold the documentation open and ask; two more open it again and again. While the
server runs, a new edition is indexed now and then. The exit status is 1 where an answer was of no
edition, of several, or unlike others of its edition; where a call raised; or where those who open
the documentation do not answer from the last edition at the end.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from socket import socket
from statistics import median
from typing import TYPE_CHECKING

import httpx

from benchmarks.kills.__main__ import READERS, guides, publish
from benchmarks.kills.roles import PROCESSES, noted, read, running, wrong
from benchmarks.site.server import Site
from workos_docs_tools import WorkOSDocs

if TYPE_CHECKING:
    from collections.abc import Sequence

_EDITION_EVERY = 5
"""Kills between two editions."""
_LONGEST = 3.0
"""Seconds, at most, for which the server runs, or is away."""
_SETTLING = 20.0


class _ChromaServer:
    """A server that can be killed and started again."""

    def __init__(self, directory: Path) -> None:
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._directory = directory
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        program = Path(sys.executable).with_name("chroma")
        options = ["--path", str(self._directory), "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [str(program), "run", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while True:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat").raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def main() -> int:
    """Run it, print what was seen, and say whether all is well."""
    parser = argparse.ArgumentParser(prog="benchmarks.kills.server", description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="at least 1; 20 by default")
    parser.add_argument("--pages", type=int, default=10, help="of the site; 10 by default")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, Site() as site:
        site.serve(guides(arguments.pages))
        return _run(site, Path(directory), arguments.kills, random.Random(arguments.seed))


def _run(site: Site, directory: Path, kills: int, moments: random.Random) -> int:
    pages = dict(site.files)
    server = _ChromaServer(directory / "server")
    os.environ["WORKOS_DOCS_CHROMA_URL"] = server.url
    os.environ["WORKOS_DOCS_HOME"] = str(directory / "home")
    publish(site, pages, 0)
    WorkOSDocs.open(source=site.index, sdks=(), progress=False).search("edition")
    stop = PROCESSES.Event()
    logs = [directory / f"{number}.log" for number in range(2 * READERS)]
    readers = [
        PROCESSES.Process(target=read, args=(site.index, stop, log), kwargs={"reopen": number % 2})
        for number, log in enumerate(logs)
    ]
    with running(readers, stop):
        while len({one["role"] for one in noted(logs)}) < 2:  # All have begun.
            time.sleep(0.5)
        edition = 0
        for number in range(kills):
            if number % _EDITION_EVERY == 0:
                edition += 1
                publish(site, pages, edition)
                docs = WorkOSDocs.open(source=site.index, sdks=(), progress=False)
                docs.refresh(progress=False)
            time.sleep(moments.uniform(0, _LONGEST))
            server.kill()
            time.sleep(moments.uniform(0, _LONGEST))
            server.start()
        time.sleep(_SETTLING)
    server.kill()
    return _report(logs, kills, edition)


def _report(logs: Sequence[Path], kills: int, edition: int) -> int:
    notes = noted(logs)
    asked = [one for one in notes if "editions" in one]
    errors = [one["error"] for one in notes if "error" in one]
    mistaken = wrong(asked)
    reopening = [one for one in asked if one["role"] == "reopening"]
    opened = [one["opened"] for one in reopening if not one["first"]]
    last = {str(one["editions"]) for one in reopening[-1:]}
    for line in (
        f"{kills} kills of the server, {edition + 1} editions",
        f"{len(asked)} answers, {len(mistaken)} wrong or mixed, {len(errors)} errors",
        *dict.fromkeys(f"  {error}" for error in errors),
        f"{len(opened)} openings: median {median(opened):.2f} s, longest {max(opened):.2f} s",
        f"at the end edition {', '.join(last)}",
    ):
        sys.stdout.write(f"{line}\n")
    return 1 if mistaken or errors or last != {f"['{edition}']"} else 0


if __name__ == "__main__":
    sys.exit(main())
