"""Measure how well systems find what answers labelled questions.

    python -m benchmarks.retrieval --questions FILE --docs-version 0.2.0 --system ours --system npm

Each system returns ten results for a question, and the reply that an agent would read.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.questions.check import read_pages
from benchmarks.retrieval.latency import interleaved, latency_table
from benchmarks.retrieval.questions import QuestionFileError, read_files
from benchmarks.retrieval.report import Summary, misses, overview, styles
from benchmarks.retrieval.runs import RESULTS, ask, save
from benchmarks.retrieval.systems import MODULES, open_system
from workos_docs_loaders.source import open_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.retrieval.questions import Question

LATENCY_SYSTEMS = ("npm", "ours")


def main() -> None:
    """Run every system on every file of questions and print the tables."""
    arguments = _arguments()
    files = _read(arguments.questions, arguments.docs_version)
    if arguments.latency:
        _compare_latency(arguments.system or LATENCY_SYSTEMS, arguments.docs_version, files)
    else:
        _score(arguments, files)


def _score(arguments: argparse.Namespace, files: Mapping[str, Sequence[Question]]) -> None:
    version = arguments.docs_version
    runs = []
    for name in arguments.system:
        label = f"{name}+language" if arguments.with_language else name
        with open_system(name, version) as system:
            for file, questions in files.items():
                seen = ask(system, questions, with_language=arguments.with_language)
                runs.append((Summary.of(label, file, version, seen), seen))
    _print(overview(summary for summary, _ in runs))
    for summary, seen in runs:
        if arguments.by_style:
            _print(f"{summary.system}: {summary.asked}", styles(summary))
        if arguments.show_misses:
            _print(f"{summary.system}: {summary.asked}", "\n".join(misses(seen)))
        if arguments.json:
            save(summary, arguments.json)


def _compare_latency(
    names: Sequence[str], version: str, files: Mapping[str, Sequence[Question]]
) -> None:
    queries = [question.text for questions in files.values() for question in questions]
    with ExitStack() as stack:
        systems = {name: stack.enter_context(open_system(name, version)) for name in names}
        _print(latency_table(interleaved(systems, queries)))


def _read(files: Iterable[Path], version: str) -> Mapping[str, Sequence[Question]]:
    pages = read_pages(open_source(version=version).docs)
    try:
        return read_files(files, pages, version)
    except QuestionFileError as error:
        raise SystemExit(str(error)) from error


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.retrieval",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--questions", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--docs-version", required=True, metavar="V")
    parser.add_argument(
        "--system",
        action="append",
        metavar="NAME",
        help=f"{', '.join(MODULES)}; an ablation of ours as ours:NAME; can be repeated",
    )
    parser.add_argument(
        "--with-language",
        action="store_true",
        help="pass the SDK language that a question names as an argument of the search",
    )
    parser.add_argument("--by-style", action="store_true", help="also print a table by style")
    parser.add_argument("--show-misses", action="store_true", help="also list what was not found")
    parser.add_argument(
        "--json",
        type=Path,
        nargs="?",
        const=RESULTS,
        metavar="DIR",
        help="save each summary as JSON, by default in benchmarks/results",
    )
    parser.add_argument(
        "--latency",
        action="store_true",
        help=f"only compare durations, in turns; by default of {' and '.join(LATENCY_SYSTEMS)}",
    )
    arguments = parser.parse_args()
    if not (arguments.system or arguments.latency):
        parser.error("name a --system, or ask for --latency")
    return arguments


def _print(*blocks: str) -> None:
    sys.stdout.write("\n\n".join(blocks) + "\n\n")


if __name__ == "__main__":
    main()
