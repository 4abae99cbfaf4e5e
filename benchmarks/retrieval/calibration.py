"""Find the coverage below which a search reports low confidence.

    python -m benchmarks.retrieval.calibration --docs-version 0.2.0 --questions FILE [FILE ...]

Prints how well coverage tells which questions can be answered, and what each threshold flags.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.retrieval.metrics import percentile
from benchmarks.retrieval.questions import read_questions
from benchmarks.retrieval.report import table
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.search.query import Query

WRONGLY_FLAGGED = (1, 2, 5, 10)
"""Percent of the answerable questions."""


def main() -> None:
    """Print a table of thresholds."""
    arguments = _arguments()
    engine = WorkOSDocs.open(arguments.docs_version).engine
    catalog = engine.catalog
    coverage: dict[bool, list[float]] = {True: [], False: []}
    for file in arguments.questions:
        for question in read_questions(file, catalog.by_path, arguments.docs_version):
            query = Query.of(question.text, catalog)
            found = engine.rank(query, catalog.allowed(query.filters)).coverage
            coverage[bool(question.gold)].append(found)
    answerable, unanswerable = coverage[True], coverage[False]
    larger = sum((a > b) + (a == b) / 2 for a in answerable for b in unanswerable)
    rows = []
    for percent in WRONGLY_FLAGGED:
        threshold = percentile(answerable, percent / 100)
        flagged = sum(value < threshold for value in unanswerable) / len(unanswerable)
        rows.append([f"{threshold:.2f}", f"{percent}%", f"{flagged:.0%}"])
    sys.stdout.write(
        f"{len(answerable)} answerable, {len(unanswerable)} unanswerable; "
        f"AUC {larger / len(answerable) / len(unanswerable):.3f}\n\n"
        + table(["threshold", "wrongly flagged", "flagged"], rows)
        + "\n"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.retrieval.calibration",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--questions", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--docs-version", required=True, metavar="V")
    return parser.parse_args()


if __name__ == "__main__":
    main()
