"""Measure what importing an adapter adds to importing the parts of its framework that it uses.

    python -m benchmarks.import_time [--runs 5]

Every import runs in a process of its own under `-X importtime`; the two sides take turns.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FRAMEWORKS = {
    "workos_docs_tools": "",
    "workos_docs_tools.langchain": "langchain_core",
    "workos_docs_tools.llama_index": "llama_index",
}
"""The measured modules, each with the package whose import is not counted."""
HEAD = [
    "module",
    "seconds",
    "framework alone",
    "difference",
    "added modules",
    "the largest of them",
]
SHOWN_CONTRIBUTORS = 8

_LINE = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)")


def main() -> int:
    """Print the medians of all modules, and what they are made of."""
    parser = argparse.ArgumentParser(prog="benchmarks.import_time", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="at least 1; 5 by default")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    rows = [HEAD, ["---", *["---:"] * (len(HEAD) - 2), "---"]]
    rows += [_measured(module, arguments.runs) for module in FRAMEWORKS]
    for row in rows:
        sys.stdout.write(f"| {' | '.join(row)} |\n")
    return 0


def _measured(module: str, runs: int) -> list[str]:
    loaded = import_times([module])  # Also compiles what is not compiled yet.
    baseline = sorted(set(_framework_modules(loaded, FRAMEWORKS[module])))
    import_times(baseline)
    pairs = [(import_times([module]), import_times(baseline)) for _ in range(runs)]
    whole = median(sum(ours.values()) for ours, _ in pairs)
    framework = median(sum(theirs.values()) for _, theirs in pairs)
    added = [_by_package(ours, ours.keys() - theirs.keys()) for ours, theirs in pairs]
    parts = {name: median(run[name] for run in added) for name in added[0]}
    largest = sorted(parts, key=lambda name: -parts[name])[:SHOWN_CONTRIBUTORS]
    return [
        f"`{module}`",
        *map(_seconds, (whole, framework, whole - framework)),
        _seconds(median(run.total() for run in added)),
        ", ".join(f"{name} {_seconds(parts[name])}" for name in largest),
    ]


def import_times(modules: Sequence[str]) -> Mapping[str, int]:
    """Import modules in a fresh process; return microseconds by module, without what it imports."""
    program = f"import {', '.join(modules)}" if modules else ""
    command = [sys.executable, "-X", "importtime", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name: int(time) for time, name in _LINE.findall(done.stderr)}


def _framework_modules(loaded: Iterable[str], framework: str) -> Iterator[str]:
    """Yield the modules of a framework from which ours import when they are loaded."""
    for name in loaded:
        if name.startswith("workos_docs_"):
            spec = find_spec(name)
            assert spec is not None
            assert spec.origin is not None
            for statement in ast.parse(Path(spec.origin).read_text("utf-8")).body:
                source = statement.module if isinstance(statement, ast.ImportFrom) else None
                if source and source.partition(".")[0] == framework:
                    yield source


def _by_package(times: Mapping[str, int], modules: Iterable[str]) -> Counter[str]:
    packages: Counter[str] = Counter()
    for name in modules:
        packages[name.partition(".")[0]] += times[name]
    return packages


def _seconds(microseconds: float) -> str:
    return f"{microseconds / 1e6:.2f}"


if __name__ == "__main__":
    sys.exit(main())
