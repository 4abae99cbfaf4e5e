"""Measure building, opening and searching of the documentation, and of it many times over.

    python -m benchmarks.scale [--times 1 10 30] [--directory DIRECTORY] [--json]

Texts are real, under other paths; their vectors and tokens are the real ones with noise, so that
nothing is embedded but the queries. Times are of the processor (user and system) and of the clock:
where a machine is busy with other things, only the former mean anything. A search is the median of
the questions that the search was tuned on; memory counts the pages of the copy that were read,
which all processes share, and beside them what is the process's own. It works in a directory that
is removed at the end; of 30 times, some 6 GB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scale.copies import CopyingEmbedder, copied
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.index.documented import Documented
from workos_docs_tools.index.opening import collection_name
from workos_docs_tools.storage.database import Database
from workos_docs_tools.storage.facts import dump
from workos_docs_tools.storage.tokens import StoredTokens

if TYPE_CHECKING:
    from typing import Any

VERSION = "0.2.0"
QUESTIONS = Path(__file__).parents[1] / "questions" / "tune-0.2.0.jsonl"
RESULTS = Path(__file__).parent / "results.json"
_ASKED = 60
_COLUMNS = {
    "times": ("corpus", "{:.0f}x"),
    "nodes": ("nodes", "{:,.0f}"),
    "build_cpu_seconds": ("build, CPU s", "{:.0f}"),
    "first_cpu_seconds": ("first opening, CPU s", "{:.1f}"),
    "cold_cpu_seconds": ("cold search, CPU s", "{:.2f}"),
    "warm_cpu_ms": ("warm search, CPU ms", "{:.1f}"),
    "warm_ms": ("by the clock, ms", "{:.1f}"),
    "rss_mb": ("memory, MB", "{:.0f}"),
    "private_mb": ("of it private", "{:.0f}"),
    "disk_mb": ("disk, MB", "{:.0f}"),
    "copy_mb": ("of it the copy", "{:.0f}"),
}
"""Heading and form of what is measured."""


def main() -> None:
    """Print a table, and with `--json` save what is in it."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale", description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 30])
    parser.add_argument("--directory", type=Path, help="for the indexes")
    parser.add_argument("--json", action="store_true", help=f"save {RESULTS.name}")
    arguments = parser.parse_args()
    lines = [
        f"| {' | '.join(heading for heading, _ in _COLUMNS.values())} |",
        f"| {' | '.join('---' for _ in _COLUMNS)} |",
    ]
    found = []
    with tempfile.TemporaryDirectory(dir=arguments.directory) as directory:
        questions = Path(directory) / "questions.json"
        lines_of_questions = QUESTIONS.read_text().splitlines()[:_ASKED]
        asked = [json.loads(line)["question"] for line in lines_of_questions]
        questions.write_text(json.dumps(asked))
        for times in arguments.times:
            measured = _measured(times, Path(directory) / str(times), questions)
            sys.stderr.write(f"{measured}\n")
            found.append(measured)
    lines += [
        f"| {' | '.join(form.format(one[name]) for name, (_, form) in _COLUMNS.items())} |"
        for one in found
    ]
    sys.stdout.write("\n".join([*lines, ""]))
    if arguments.json:
        RESULTS.write_text(f"{json.dumps(found, indent=1)}\n")


def _measured(times: int, directory: Path, questions: Path) -> dict[str, Any]:
    version = f"{times}.0.0"
    built = _built(times, version, directory)
    arguments = (version, str(directory), str(questions))
    program = [sys.executable, "-m", "benchmarks.scale.measuring", *arguments]

    def run() -> dict[str, Any]:
        done = subprocess.run(program, capture_output=True, text=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    first, found = run(), run()
    files = [file for file in directory.rglob("*") if file.is_file()]
    copies = [file for file in files if file.suffix == ".map"]
    return {
        "times": times,
        **found,
        **built,
        "first_cpu_seconds": first["cold_cpu_seconds"],
        "first_peak_mb": first["peak_mb"],
        "disk_mb": sum(file.stat().st_size for file in files) / (1 << 20),
        "copy_mb": sum(file.stat().st_size for file in copies) / (1 << 20),
    }


def _built(times: int, version: str, directory: Path) -> dict[str, float]:
    """Build an index of so many copies of the documentation."""
    with WorkOSDocs.open(VERSION, sdks=(), progress=False) as docs:
        searched = docs.index.searched
        only_read = docs.index.nodes[len(searched) :]
        database = docs._serving.origin.database
        collection = database.token_file(collection_name(VERSION))
        tokens = StoredTokens.load(collection, database.embedder.name)
        assert tokens is not None
        known = {
            node.embedded_text: (vector, tokens.text(node.content_hash))
            for node, vector in zip(searched, docs.index.vectors, strict=True)
        }
        nodes = list(copied(searched, times, version))
        documented = Documented.of((), copied(only_read, times, version))
        date = docs.date
    target = Database(directory, None, CopyingEmbedder(known))
    started, spent = time.perf_counter(), time.process_time()
    target.build(
        collection_name(version), nodes, dump(Documented, documented), date=date, progress=False
    )
    return {
        "build_seconds": time.perf_counter() - started,
        "build_cpu_seconds": time.process_time() - spent,
    }


if __name__ == "__main__":
    main()
