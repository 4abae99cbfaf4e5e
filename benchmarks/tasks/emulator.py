"""The local emulator of the WorkOS API, for one program at a time."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from benchmarks.node import installed, program

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "workos@0.14.0"
"""The command line of WorkOS, which ships the emulator."""
_SCRIPT = Path(__file__).parent / "programs" / "emulator.mjs"


@dataclass(frozen=True, slots=True)
class Request:
    """A request that came, and the status that it was answered with."""

    method: str
    path: str
    status: int


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator with the records of `programs/README.md`."""

    url: str
    key: str
    endpoints: tuple[str, ...]
    """`POST /organizations/:id/roles`."""
    requests: list[Request] = field(default_factory=list)
    """What came so far; whole once the emulator has ended."""


@contextmanager
def emulator() -> Iterator[Emulator]:
    """Run an emulator, installed first if need be."""
    directory = installed(PACKAGE.replace("@", "-"), PACKAGE)
    with subprocess.Popen(
        [program("node"), str(_SCRIPT), str(directory)], stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        lines = map(json.loads, process.stdout)
        first = next(lines, None)
        if first is None:
            raise SystemExit("The emulator has not started; what it wrote stands above.")
        running = Emulator(first["url"], first["key"], tuple(first["endpoints"]))
        # Read while the program runs: a full pipe would stop the emulator.
        reader = Thread(target=lambda: running.requests.extend(Request(**line) for line in lines))
        reader.start()
        try:
            yield running
        finally:
            process.terminate()
            reader.join()
