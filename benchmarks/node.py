"""Node.js, and packages of npm that run with it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from benchmarks.retrieval.systems.cached import cached

if TYPE_CHECKING:
    from pathlib import Path


def program(name: str) -> str:
    """Return where a program is; ends the benchmark if it is nowhere."""
    found = shutil.which(name)
    if found is None:
        raise SystemExit("The benchmark needs Node.js and npm on PATH.")
    return found


def installed(name: str, *packages: str) -> Path:
    """Return a directory whose `node_modules` holds packages, installed into the cache once.

    Their optional dependencies are left out: what a benchmark runs does without them.
    """
    options = ("--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional", "--loglevel=error")

    def install(directory: Path) -> None:
        command = [program("npm"), "install", f"--prefix={directory}", *options, *packages]
        subprocess.run(command, check=True, cwd=directory, stdout=subprocess.DEVNULL)

    return cached(name, install)
