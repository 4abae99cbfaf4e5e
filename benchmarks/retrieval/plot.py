"""Draw the saved results, and print them as the tables of the README.

python -m benchmarks.retrieval.plot [--results DIR]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.retrieval.report import overview, side_by_side
from benchmarks.retrieval.runs import RESULTS, read
from benchmarks.retrieval.systems import MODULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.retrieval.report import Summary

SHOWN = ("page@1", "page@5", "evidence@5", "evidence@2k")
BY_STYLE = ("page@1", "page@5", "evidence@2k", "flagged", "wrongly flagged")
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#000000")
"""Okabe and Ito's, told apart by every eye."""


def main() -> None:
    """Write `retrieval.png` beside the results and print the tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.retrieval.plot", description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="DIR")
    directory = parser.parse_args().results
    summaries = read_summaries(directory)
    if not summaries:
        raise SystemExit(f"{directory} holds no results; save some with --json.")
    # The same picture from the same results, whatever the user's own settings.
    with mpl.rc_context(mpl.rcParamsDefault):
        draw(summaries).savefig(directory / "retrieval.png", dpi=150, metadata={"Software": None})
    whole = [summary for summary in summaries if ":" not in summary.system]
    blocks = [overview(summaries), *(side_by_side(whole, name) for name in BY_STYLE)]
    sys.stdout.write("\n\n".join(blocks) + "\n")


def read_summaries(directory: Path) -> list[Summary]:
    """Return the saved runs: by questions, and systems in the order of `MODULES`."""
    summaries = [read(file) for file in directory.glob("*.json")]
    return sorted(summaries, key=lambda summary: (summary.asked, *_row(summary.system)))


def draw(summaries: Sequence[Summary]) -> Figure:
    """Return points with standard errors: a panel a score, a row a system, a colour a file."""
    systems = sorted({summary.system for summary in summaries}, key=_row)
    asked = sorted({summary.asked for summary in summaries})
    figure = Figure(
        figsize=(12, 1.2 + 0.12 * len(systems) * (len(asked) + 1)), layout="constrained"
    )
    panels = figure.subplots(1, len(SHOWN), sharex=True, sharey=True)
    for panel, name in zip(panels, SHOWN, strict=True):
        for position, questions in enumerate(asked):
            rows = [
                (systems.index(summary.system), summary.scores.estimates[name])
                for summary in summaries
                if summary.asked == questions and name in summary.scores.estimates
            ]
            offset = (position - (len(asked) - 1) / 2) / (len(asked) + 1)
            panel.errorbar(
                [estimate.value for _, estimate in rows],
                [row + offset for row, _ in rows],
                xerr=[estimate.standard_error for _, estimate in rows],
                fmt="o",
                markersize=4,
                color=COLOURS[position % len(COLOURS)],
                label=questions,
            )
        panel.set_title(name)
        panel.grid(axis="x", alpha=0.3)
    panels[0].set(yticks=range(len(systems)), yticklabels=systems, xlim=(0, 1))
    panels[0].invert_yaxis()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False)
    return figure


def _row(system: str) -> tuple[int, str]:
    base = system.partition(":")[0].partition("+")[0]
    return list(MODULES).index(base), system


if __name__ == "__main__":
    main()
