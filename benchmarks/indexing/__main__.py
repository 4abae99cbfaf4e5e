"""Time and memory of indexing the documentation, by this checkout and by others.

    python -m benchmarks.indexing [--docs-version 0.2.0] [--runs 2]
    python -m benchmarks.indexing --tree path/to/another/checkout

Each run is a process with a home of its own, in which only the package of the documentation is
there before. The checkouts take turns, and the run with the least processor time counts (user and
system, as other programs of the machine disturb the clock).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cold_start.__main__ import measure
from workos_docs_loaders.source import home, open_source

INDEX = """
from workos_docs_tools import WorkOSDocs
WorkOSDocs.open("{}", sdks=(), progress=False).close()
"""


def main() -> None:
    """Print a line for each checkout, with its part of what the first takes."""
    parser = argparse.ArgumentParser(prog="benchmarks.indexing", description=__doc__)
    parser.add_argument("--docs-version", default="0.2.0", metavar="V")
    parser.add_argument("--tree", type=Path, action="append", default=[], metavar="PATH")
    parser.add_argument("--runs", type=int, default=2)
    arguments = parser.parse_args()
    version = arguments.docs_version
    open_source(version=version)
    trees = [path.resolve() for path in (*arguments.tree, Path(__file__).parents[2])]
    turns = [{tree: _indexed(tree, version) for tree in trees} for _ in range(arguments.runs)]
    least = {tree: min(turn[tree] for turn in turns) for tree in trees}
    first, clock, _ = least[trees[0]]
    lines = ["| checkout | CPU s | by the clock, s | peak MB |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {tree.name} | {spent:.0f} ({spent / first:.2f}) | {taken:.0f} ({taken / clock:.2f}) "
        f"| {peak:.0f} |"
        for tree, (spent, taken, peak) in least.items()
    ]
    sys.stdout.write("\n".join([*lines, ""]))


def _indexed(tree: Path, version: str) -> tuple[float, float, float]:
    """Return processor seconds, seconds and peak megabytes of indexing in an empty home."""
    with tempfile.TemporaryDirectory() as directory:
        shutil.copytree(home() / "snapshots", Path(directory) / "snapshots", symlinks=True)
        started = time.perf_counter()
        spent, peak = measure(("-c", INDEX.format(version)), tree, directory)
        return spent, time.perf_counter() - started, peak


if __name__ == "__main__":
    main()
