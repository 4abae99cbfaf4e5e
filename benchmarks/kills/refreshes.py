"""Refresh a directory between two versions again and again, and see what its readers get.

    python -m benchmarks.kills.refreshes [--readers 8] [--minutes 10]

Some processes hold the documentation of a directory open and ask questions all the time; for the
last part of it the directory becomes one version, then the other, and is refreshed each time. The
exit status is 1 where an answer was not that of either version, where a call raised, or where the
99th percentile of the time of a search was over twice that before. It works in a directory of its
own, with a copy of the index, in which both versions are there before.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from benchmarks.kills.roles import PROCESSES, note, noted, running
from workos_docs_loaders.source import home, open_source
from workos_docs_tools import WorkOSDocs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.synchronize import Event

    Answers = Mapping[str, Sequence[str]]

VERSIONS = ("0.1.0", "0.2.0")
QUESTIONS = Path(__file__).parents[1] / "questions" / "tune-0.2.0.jsonl"
ASKED = 40
SLOWER = 2.0
_WITHOUT = 0.2
"""Share of the time before the first refresh."""
_PAUSE = 0.05


def main() -> int:
    """Run it, print what was seen, and say whether all is well."""
    parser = argparse.ArgumentParser(prog="benchmarks.kills.refreshes", description=__doc__)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=10, help="of refreshing")
    arguments = parser.parse_args()
    snapshots = [open_source(version=version).docs for version in VERSIONS]
    for version in VERSIONS:
        WorkOSDocs.open(version, sdks=()).close()
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        shutil.copytree(home() / "index", directory / "home" / "index")
        os.environ["WORKOS_DOCS_HOME"] = str(directory / "home")
        return _run(directory, snapshots, arguments.readers, 60 * arguments.minutes)


def _run(directory: Path, snapshots: Sequence[Path], readers: int, seconds: float) -> int:
    source = directory / "source"
    expected = []
    for docs in snapshots:
        become(source, docs)
        with WorkOSDocs.open(source=source, sdks=(), progress=False) as opened:
            expected.append(answers(opened))
    assert expected[0] != expected[1]
    stop = PROCESSES.Event()
    logs = [directory / f"{number}.log" for number in range(readers)]
    processes = [PROCESSES.Process(target=read, args=(source, expected, stop, log)) for log in logs]
    with running(processes, stop):
        while len({one["reader"] for one in noted(logs)}) < readers:  # All have begun.
            time.sleep(0.5)
        began = time.time()
        time.sleep(seconds * _WITHOUT)
        first, refreshes = time.time(), 0
        with WorkOSDocs.open(source=source, sdks=(), progress=False) as writer:
            while time.time() < first + seconds:
                become(source, snapshots[refreshes % 2])
                writer.refresh(progress=False)
                refreshes += 1
    return _report([one for one in noted(logs) if one["at"] > began], first, refreshes)


def become(source: Path, docs: Path) -> None:
    """Make a directory hold the pages of a version."""
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(docs, source)


def answers(docs: WorkOSDocs) -> Answers:
    """Return what each question finds."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text().splitlines()]
    return {question: found(docs, question) for question in questions[:ASKED]}


def found(docs: WorkOSDocs, question: str) -> Sequence[str]:
    """Return the texts that a question finds, with their places."""
    return [f"{hit.url} {hit.text}" for hit in docs.search(question)]


def read(source: Path, expected: Sequence[Answers], stop: Event, log: Path) -> None:
    """Ask until it is enough, and note of which version each answer is."""
    docs = WorkOSDocs.open(source=source, sdks=(), progress=False)
    while not stop.is_set():
        for question in expected[0]:
            started = time.perf_counter()
            try:
                answer = found(docs, question)
                took = time.perf_counter() - started
                of = [number for number, one in enumerate(expected) if one[question] == answer]
                note(log, reader=log.name, took=took, of=of)
            except Exception as error:
                note(log, reader=log.name, error=repr(error), of=[], took=0)
            time.sleep(_PAUSE)


def _report(notes: Sequence[Mapping[str, Any]], first: float, refreshes: int) -> int:
    errors = [one["error"] for one in notes if "error" in one]
    mixed = [one for one in notes if not one["of"] and "error" not in one]
    took = {
        when: [one["took"] for one in notes if (one["at"] > first) == during]
        for when, during in (("without", False), ("during", True))
    }
    last = {when: quantiles(times, n=100)[-1] for when, times in took.items()}
    only = [sum(one["of"] == [number] for one in notes) for number in range(len(VERSIONS))]
    for line in (
        f"{refreshes} refreshes, {len(notes)} answers, of one version alone "
        f"{' and '.join(map(str, only))}, of none {len(mixed)}",
        f"{len(errors)} errors",
        *dict.fromkeys(f"  {error}" for error in errors),
        *(
            f"{when} refreshes: {len(times)} searches, median {1000 * median(times):.0f} ms, "
            f"99th percentile {1000 * last[when]:.0f} ms, longest {max(times):.1f} s"
            for when, times in took.items()
        ),
    ):
        sys.stdout.write(f"{line}\n")
    return 1 if errors or mixed or last["during"] > SLOWER * last["without"] else 0


if __name__ == "__main__":
    sys.exit(main())
