"""Search for titles and API names alone: is the page that has them the first result?

    python -m benchmarks.retrieval.exact --docs-version 0.2.0

Draws 200 of each at random, always the same, from those that only one page has.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING

from benchmarks.retrieval.report import table
from benchmarks.retrieval.systems import open_system
from workos_docs_tools import WorkOSDocs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.retrieval.systems import System

SYSTEMS = ("ours", "ours:no-exact-bonus")
SAMPLE = 200


def main() -> None:
    """Print the share of first places by system."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.retrieval.exact",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--docs-version", required=True, metavar="V")
    version = parser.parse_args().docs_version
    nodes = WorkOSDocs.open(version).index.nodes
    titles = sample((node.title, node.path) for node in nodes)
    names = sample((name, node.path) for node in nodes for name in node.names[:1])
    rows = []
    for name in SYSTEMS:
        with open_system(name, version) as system:
            rows.append([name, *(f"{first(system, asked):.2f}" for asked in (titles, names))])
    sys.stdout.write(table(["page first", "titles", "names"], rows) + "\n")


def sample(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return some of the queries that lead to one page only, each with its page."""
    pages: dict[str, set[str]] = defaultdict(set)
    for query, path in pairs:
        pages[query].add(path)
    unique = sorted((query, min(paths)) for query, paths in pages.items() if len(paths) == 1)
    return Random(0).sample(unique, SAMPLE)


def first(system: System, asked: list[tuple[str, str]]) -> float:
    """Return the share of queries of which the first result is their page."""
    answers = (system.search(query, 1, None) for query, _ in asked)
    hits = [
        answer.passages[0].path == path for answer, (_, path) in zip(answers, asked, strict=True)
    ]
    return sum(hits) / len(hits)


if __name__ == "__main__":
    main()
