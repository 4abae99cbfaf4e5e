"""Compare the relevance that searches report with what answers, and fit it.

    python -m benchmarks.retrieval.calibration --docs-version 0.1.0 0.2.0 --questions FILE ...

A file that is named after a version is asked of that one alone. Prints how many of the pages of
each relevance answer, what each threshold of coverage flags, and with `--fit` the numbers of
`Tuning` that fit these questions best, with what they give in cross-validation.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from math import inf, isfinite, log
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from benchmarks.retrieval.metrics import percentile
from benchmarks.retrieval.questions import read_questions
from benchmarks.retrieval.report import table
from benchmarks.retrieval.systems.ours import ABLATIONS
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.answers.lookup import defined
from workos_docs_tools.search.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from benchmarks.retrieval.questions import Question
    from workos_docs_tools.search.engine import Engine, Found

WRONGLY_FLAGGED = (1, 2, 5, 10)
"""Percent of the answerable questions."""
DEPTH = 5
EDGES = (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
GROUNDS = ("relevance_coverage", "relevance_standing", "relevance_behind", "relevance_unknown")
_WEIGHT = 0.1
"""Weight with which a ground is read out: a probability keeps the digits of small odds only."""
_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """One hit of a question."""

    question: str
    rank: int
    relevance: float
    answers: bool
    grounds: tuple[float, ...] = ()
    """What the relevance was computed from, where it was."""


def main() -> None:
    """Print the tables."""
    arguments = _arguments()
    seen: list[Seen] = []
    asked: list[tuple[Question, Found]] = []
    for version in arguments.docs_version:
        docs = WorkOSDocs.open(version, sdks=())
        engine = ABLATIONS[arguments.ablation](docs.engine) if arguments.ablation else docs.engine
        reading = [*_reading(engine)] if arguments.fit else []
        understood = partial(Query.of, catalog=docs.index, defined=partial(defined, docs._read()))
        for question in _questions(arguments.questions, docs, version, arguments.docs_version):
            query = understood(question.text)
            found = engine.search(query, DEPTH)
            asked.append((question, found))
            seen += _hits(question, query, found, engine, reading)
    sys.stdout.write(f"{reliability(seen)}\n\n{thresholds(asked)}\n")
    if arguments.fit:
        sys.stdout.write(f"\n{fitted([one for one in seen if all(map(isfinite, one.grounds))])}\n")


def reliability(seen: Sequence[Seen]) -> str:
    """Return how many of the hits answer, by their relevance."""
    rows = []
    for low, high in pairwise(EDGES):
        hits = [one for one in seen if low <= one.relevance < high]
        first = [one for one in hits if one.rank == 1]
        row = [f"{low} to {min(high, 1)}"]
        for some in (hits, first):
            row += [str(len(some)), f"{fmean(one.answers for one in some):.2f}" if some else ""]
        rows.append(row)
    return table(["relevance", "hits", "answer", "first hits", "answer"], rows)


def thresholds(asked: Sequence[tuple[Question, Found]]) -> str:
    """Return how well coverage tells which questions can be answered, and what thresholds flag."""
    coverage: dict[bool, list[float]] = {True: [], False: []}
    flags: dict[bool, list[bool]] = {True: [], False: []}
    for question, found in asked:
        flags[bool(question.gold)].append(found.low_confidence)
        if not found.ranking.unknown:
            coverage[bool(question.gold)].append(found.ranking.coverage)
    answerable, unanswerable = coverage[True], coverage[False]
    larger = sum((a > b) + (a == b) / 2 for a in answerable for b in unanswerable)
    rows = []
    for percent in WRONGLY_FLAGGED:
        threshold = percentile(answerable, percent / 100)
        flagged = sum(value < threshold for value in unanswerable) / len(unanswerable)
        rows.append([f"{threshold:.3f}", f"{percent}%", f"{flagged:.0%}"])
    return (
        f"{len(answerable)} answerable, {len(unanswerable)} unanswerable, without unknown names: "
        f"AUC {larger / len(answerable) / len(unanswerable):.3f}. "
        f"Flagged of all: {fmean(flags[True]):.3f} answerable, {fmean(flags[False]):.3f} not.\n\n"
        + table(["threshold", "wrongly flagged", "flagged"], rows)
    )


def fitted(seen: Sequence[Seen]) -> str:
    """Return the numbers that fit some hits best, and what they give for those left out."""
    grounds = np.array([one.grounds for one in seen])
    answers = np.array([one.answers for one in seen], float)
    # A question of both versions is in one fold.
    folds = np.array([crc32(one.question.encode()) % _FOLDS for one in seen])
    predicted = np.zeros(len(seen))
    for fold in range(_FOLDS):
        left_out = folds == fold
        numbers = logistic(grounds[~left_out], answers[~left_out])
        predicted[left_out] = _probability(numbers, grounds[left_out])
    numbers = logistic(grounds, answers)
    named = zip(("relevance_base", *GROUNDS), numbers, strict=True)
    checked: list[Seen] = []
    for one, value in zip(seen, predicted.tolist(), strict=True):
        same = checked and checked[-1].question == one.question
        most = checked[-1].relevance if same else 1.0
        checked.append(replace(one, relevance=min(value, most)))
    head = ", ".join(f"{name} {number:.2f}" for name, number in named)
    return f"{head}\n\n{reliability(checked)}"


def logistic(grounds: NDArray[np.float64], answers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the coefficients of a logistic regression, the constant first: Newton's method."""
    columns = np.column_stack([np.ones(len(grounds)), grounds])
    numbers = np.zeros(columns.shape[1])
    for _ in range(50):
        expected = _probability(numbers, grounds)
        curvature = columns.T * (expected * (1 - expected)) @ columns + 1e-6 * np.eye(len(numbers))
        numbers += np.linalg.solve(curvature, columns.T @ (answers - expected))
    return numbers


def _probability(numbers: NDArray[np.float64], grounds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-(numbers[0] + grounds @ numbers[1:]))))


def _reading(engine: Engine) -> Iterator[Engine]:
    """Yield engines whose relevance is one ground alone: what its number is multiplied by."""
    nothing: dict[str, Any] = dict.fromkeys(("relevance_base", *GROUNDS), 0.0)
    for name in GROUNDS:
        tuning = replace(engine.tuning, **{**nothing, name: _WEIGHT})
        yield replace(engine, tuning=tuning)


def _hits(
    question: Question, query: Query, found: Found, engine: Engine, reading: Sequence[Engine]
) -> Iterator[Seen]:
    allowed = engine.catalog.allowed(query.filters, query.language)
    seen = found.ranking.seen
    read = [one.rank(query, allowed, seen).relevance or {} for one in reading]
    places = {node.id: position for position, node in enumerate(engine.catalog.nodes)}
    for hit in found.hits:
        [position] = engine.catalog.searched_for([places[hit.node_id]])
        grounds = tuple(_log_odds(one.get(position, 0.0)) / _WEIGHT for one in read)
        yield Seen(question.text, hit.rank, hit.score, hit.path in question.gold, grounds)


def _log_odds(probability: float) -> float:
    return log(probability / (1 - probability)) if 0 < probability < 1 else inf


def _questions(
    files: Sequence[Path], docs: WorkOSDocs, version: str, versions: Sequence[str]
) -> Iterator[Question]:
    for file in files:
        others = {other for other in versions if other != version}
        if not any(file.stem.endswith(f"-{other}") for other in others):
            yield from read_questions(file, docs.index.by_path, version)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.retrieval.calibration",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--questions", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--docs-version", nargs="+", required=True, metavar="V")
    parser.add_argument("--ablation", choices=ABLATIONS, help="leave out a part of the search")
    parser.add_argument("--fit", action="store_true", help="also fit the numbers anew")
    return parser.parse_args()


if __name__ == "__main__":
    main()
