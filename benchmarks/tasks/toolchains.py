"""The SDKs installed for programs, and the commands that run and type-check these."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.node import installed, program
from benchmarks.retrieval.systems.cached import cached
from benchmarks.tasks.verdicts import Finished

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TIMEOUT = 120
TYPESCRIPT = ("typescript@5.9.3", "@types/node@20")
_REDIRECT = Path(__file__).parent / "programs" / "redirect.mjs"
_TSC_OPTIONS = (
    *("--target", "es2022", "--module", "nodenext", "--types", "node"),
    *("--skipLibCheck", "--allowJs", "--checkJs"),
)


@dataclass(frozen=True, slots=True)
class Toolchain:
    """How the programs of one language are run and type-checked."""

    directory: Path
    """Where the SDK is installed; programs are copied below it, so that they find it."""
    run: Callable[[Path, Mapping[str, str]], Finished]
    check: Callable[[Path], Finished]

    def on_copy(self, file: Path, act: Callable[[Path], Finished]) -> Finished:
        """Run or check a copy of a program, in a directory of its own."""
        with TemporaryDirectory(dir=self.directory) as place:
            (Path(place) / "package.json").write_text(json.dumps({"type": "module"}), "utf-8")
            return act(Path(shutil.copy(file, place)))


def python_toolchain(version: str) -> Toolchain:
    """Return an environment with the Python SDK of a version; pyright checks."""

    def build(directory: Path) -> None:
        venv.create(directory, with_pip=True)
        command = [str(_python(directory)), "-m", "pip", "install", "--quiet", f"workos=={version}"]
        subprocess.run(command, check=True)

    directory = cached(f"programs-python-{version}", build)
    python = _python(directory)

    def run(file: Path, variables: Mapping[str, str]) -> Finished:
        return _finished(file, [python, file], variables)

    def check(file: Path) -> Finished:
        options = ("--pythonpath", str(python), "--level", "error")
        return _finished(file, [sys.executable, "-m", "pyright", *options, file])

    return Toolchain(directory, run, check)


def node_toolchain(version: str) -> Toolchain:
    """Return packages with the Node SDK of a version; tsc checks, and compiles TypeScript."""
    packages = (f"@workos-inc/node@{version}", *TYPESCRIPT)
    directory = installed(f"programs-node-{version}", *packages)
    tsc = (program("node"), directory / "node_modules" / "typescript" / "bin" / "tsc")

    def run(file: Path, variables: Mapping[str, str]) -> Finished:
        if file.suffix == ".ts":
            compiled = _finished(file, [*tsc, *_TSC_OPTIONS, "--noCheck", file])
            if compiled.code:
                return compiled
            file = file.with_suffix(".js")
        return _finished(file, [program("node"), "--import", _REDIRECT.as_uri(), file], variables)

    def check(file: Path) -> Finished:
        return _finished(file, [*tsc, *_TSC_OPTIONS, "--noEmit", file])

    return Toolchain(directory, run, check)


TOOLCHAINS: Mapping[str, tuple[str, Callable[[str], Toolchain], frozenset[str]]] = {
    "python": ("python", python_toolchain, frozenset({".py"})),
    "node": ("js", node_toolchain, frozenset({".ts", ".js", ".mjs"})),
}
"""By the SDK's name: the language of its tasks, how it is installed, and how programs end."""


def _python(directory: Path) -> Path:
    return directory / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _finished(
    file: Path, command: list[str | Path], variables: Mapping[str, str] | None = None
) -> Finished:
    """Run a command beside a program: neither packages nor settings of the project are found."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=file.parent,
            env={**kept, **(variables or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        return Finished(1, f"it did not end within {TIMEOUT} seconds")
    return Finished(done.returncode, done.stdout)
