"""A run: what a system makes of some questions, and where its summary is saved."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.retrieval.metrics import observe
from benchmarks.retrieval.report import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.retrieval.metrics import Observation
    from benchmarks.retrieval.questions import Question
    from benchmarks.retrieval.systems import System

DEPTH = 10
RESULTS = Path(__file__).parent.parent / "results"


def ask(
    system: System, questions: Iterable[Question], *, with_language: bool = False
) -> list[Observation]:
    """Return what a system makes of questions."""
    observations = []
    for question in questions:
        language = question.language if with_language else None
        answer = system.search(question.text, DEPTH, language)
        observations.append(observe(question, answer, system.reply(question.text, language)))
    return observations


def save(summary: Summary, directory: Path) -> None:
    """Write a summary to its file in a directory."""
    directory.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(summary), indent=1) + "\n"
    (directory / summary.file_name).write_text(text, "utf-8")


def read(file: Path) -> Summary:
    """Read a saved summary."""
    return Summary.from_dict(json.loads(file.read_text("utf-8")))
