"""The search answers as well as the saved runs of the benchmark say, within chance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.retrieval.questions import read_questions
from benchmarks.retrieval.report import Summary
from benchmarks.retrieval.runs import RESULTS, ask, read
from benchmarks.retrieval.systems.ours import OurSearch

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

QUESTIONS = Path(__file__).parents[2] / "benchmarks" / "questions"
NAMES = ("tune-0.2.0", "user-style-0.1.0", "user-style-0.2.0", "issues-0.1.0", "issues-0.2.0")
SCORES = ("page@1", "page@5", "evidence@2k")
STANDARD_ERRORS = 2
"""A score that is lower by more is no chance."""


@pytest.mark.parametrize("name", NAMES)
def test_no_score_is_below_the_saved_one(name: str, docs: WorkOSDocs, docs_010: WorkOSDocs) -> None:
    asked, _, version = name.rpartition("-")
    searched = {opened.version: opened for opened in (docs, docs_010)}[version]
    questions = read_questions(QUESTIONS / f"{name}.jsonl", searched.index.by_path, version)
    summary = Summary.of("ours", asked, version, ask(OurSearch(searched), questions))
    saved = read(RESULTS / summary.file_name).scores
    assert summary.scores.count == saved.count
    for score in SCORES:
        expected = saved.estimates[score]
        floor = expected.value - STANDARD_ERRORS * expected.standard_error
        assert summary.scores.estimates[score].value >= floor, score
