"""Processor time and memory of processes that search once, beside importing Chroma alone.

    python -m benchmarks.cold_start
    python -m benchmarks.cold_start --tree path/to/another/checkout=its/own/home

Each program runs several times, in turn with the others; the least processor time counts (user and
system, as other programs of the machine disturb wall time). The copy is warm: one run before. Peak
memory holds the pages of the copy, which all processes share.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import resource

OPEN_AND_SEARCH = """
from workos_docs_tools import WorkOSDocs
WorkOSDocs.open(progress=False).search("verify webhook signature", language="python")
"""
PROGRAMS = {
    "import chromadb, onnxruntime": ("-c", "import chromadb, onnxruntime"),
    "import workos_docs_tools": ("-c", "import workos_docs_tools"),
    "WorkOSDocs.open().search(...)": ("-c", OPEN_AND_SEARCH),
    "workos-docs search ...": (
        *("-m", "workos_docs_tools", "search", "verify webhook signature"),
        *("--language", "python"),
    ),
}


def measure(arguments: tuple[str, ...], tree: Path, home: str) -> tuple[float, float]:
    """Run a program on the code of a checkout; return its processor seconds and peak megabytes."""
    own_home = {"WORKOS_DOCS_HOME": home} if home else {}
    path = os.pathsep.join([str(tree), str(tree / "loaders")])
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=tree,  # Python looks there first.
        env={**os.environ, **own_home, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(arguments)} failed")
    return usage.ru_utime + usage.ru_stime, _megabytes(usage)


def main() -> None:
    """Print a line for each program and checkout."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    help_text = "another checkout, and the WORKOS_DOCS_HOME in which it has an index"
    parser.add_argument("--tree", metavar="PATH=HOME", action="append", default=[], help=help_text)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    trees = {"this": (Path(__file__).parents[2], "")}
    for one in arguments.tree:
        path, _, home = one.partition("=")
        trees[Path(path).name] = Path(path).resolve(), home
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for run in range(arguments.runs + 1):
        for tree_name, (tree, home) in trees.items():
            for name, program in PROGRAMS.items():
                measured = measure(program, tree, home)
                if run:
                    found.setdefault((name, tree_name), []).append(measured)
    lines = ["| program | checkout | CPU seconds | peak MB |", "| --- | --- | --- | --- |"]
    for name in PROGRAMS:
        for tree_name in trees:
            seconds, peaks = zip(*found[name, tree_name], strict=True)
            lines.append(f"| `{name}` | {tree_name} | {min(seconds):.2f} | {max(peaks):.0f} |")
    sys.stdout.write("\n".join([*lines, ""]))


def _megabytes(usage: resource.struct_rusage) -> float:
    # Kilobytes on Linux, bytes on macOS.
    return usage.ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


if __name__ == "__main__":
    main()
