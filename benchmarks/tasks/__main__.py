"""Measure whether the reply to an integration task holds the call that carries it out.

    python -m benchmarks.tasks --docs-version 0.2.0 --sdk python@10.8.0 --sdk node@11.0.0

Each task goes to the agent tool `workos_search` alone, as the user's words and nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.tasks.scoring import misses, score, table
from benchmarks.tasks.tasks import read_tasks
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from benchmarks.tasks.scoring import Outcome


def main() -> None:
    """Ask for every task and print the shares and the misses."""
    arguments = _arguments()
    options: dict[str, Any] = {"sdks": tuple(arguments.sdk)}
    tools = DocsTools(WorkOSDocs.open(arguments.docs_version, **options))
    replies = {task: tools.workos_search(task.task).text for task in read_tasks()}
    outcomes = [score(task, reply) for task, reply in replies.items()]
    blocks = [table(outcomes), "\n".join(misses(outcomes))]
    sys.stdout.write("\n\n".join(block for block in blocks if block) + "\n")
    if arguments.json:
        text = json.dumps([_as_data(outcome) for outcome in outcomes], indent=1) + "\n"
        arguments.json.write_text(text, "utf-8")
    if arguments.replies:
        arguments.replies.mkdir(parents=True, exist_ok=True)
        for task, reply in replies.items():
            (arguments.replies / f"{task.id}.md").write_text(reply + "\n", "utf-8")


def _as_data(outcome: Outcome) -> dict[str, object]:
    return {**asdict(outcome), "task": outcome.task.id, "hit": outcome.is_hit}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.tasks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--docs-version", required=True, metavar="V")
    sdks = parser.add_mutually_exclusive_group(required=True)
    sdks.add_argument(
        "--sdk",
        action="append",
        default=[],
        metavar="NAME@VERSION",
        help="an SDK beside the documentation; can be repeated",
    )
    sdks.add_argument(
        "--without-sdks", action="store_true", help="the documentation alone: the baseline"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="save what each task came to")
    parser.add_argument("--replies", type=Path, metavar="DIR", help="save what the tool answered")
    return parser.parse_args()


if __name__ == "__main__":
    main()
