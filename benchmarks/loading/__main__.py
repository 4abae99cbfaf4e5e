"""Measure how long a whole version takes from files to nodes, and what of it arrives.

    npm install --prefix benchmarks/fidelity
    python -m benchmarks.loading --docs-version 0.2.0 [--source DIR_OR_TGZ] [--runs 3]

The systems take turns in one process. Nothing is embedded.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.fidelity.comparison import LABELS, Fidelity, compare, worst
from benchmarks.fidelity.reference import read_references
from benchmarks.loading.systems import files, systems
from workos_docs_loaders.source import open_source
from workos_docs_loaders.urls import page_path, page_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

OURS = "ours"


@dataclass(slots=True)
class Measured:
    """What the runs of one system took, and what the last one returned."""

    chunks: list[tuple[str, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    """The same without what other programs on the machine took."""


def main() -> int:
    """Run all systems in turn and print one table."""
    parser = argparse.ArgumentParser(prog="benchmarks.loading", description=__doc__)
    parser.add_argument("--docs-version", required=True)
    parser.add_argument("--source", help="archive or directory to read in place of the npm package")
    parser.add_argument("--runs", type=int, default=3, help="at least 1; 3 by default")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    snapshot = open_source(arguments.source, version=arguments.docs_version)
    references = read_references(snapshot.docs)
    compared = systems(snapshot, files(snapshot))
    measured = {name: Measured() for name in compared}
    for _ in range(arguments.runs):
        for name, load in compared.items():
            started, started_processor = time.perf_counter(), time.process_time()
            chunks = load()
            measured[name].processor_seconds.append(time.process_time() - started_processor)
            measured[name].seconds.append(time.perf_counter() - started)
            measured[name].chunks = chunks
    pages = {path for path, _ in measured[OURS].chunks if path in references}
    kept = {
        name: _fidelity({path: references[path] for path in pages}, result.chunks)
        for name, result in measured.items()
    }
    rows = [*_costs(measured), *_kept(kept)]
    head, rule = ["measured", *measured], ["---", *["---:"] * len(measured)]
    for row in (head, rule, *rows):
        sys.stdout.write(f"| {' | '.join(row)} |\n")
    return 0


def _fidelity(
    references: Mapping[str, Mapping[str, Any]], chunks: Iterable[tuple[str, str]]
) -> Mapping[str, Fidelity]:
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for path, text in chunks:
        texts[path].append(text)
    return {
        path: compare(reference, "\n\n".join(texts[path]), page_url(page_path(path)))
        for path, reference in references.items()
    }


def _costs(measured: Mapping[str, Measured]) -> Iterator[list[str]]:
    results = measured.values()
    unit = min(measured[OURS].processor_seconds)
    yield ["seconds, best", *(f"{min(each.seconds):.2f}" for each in results)]
    yield ["seconds, median", *(f"{statistics.median(each.seconds):.2f}" for each in results)]
    yield ["CPU seconds, best", *(f"{min(each.processor_seconds):.2f}" for each in results)]
    yield [
        "CPU seconds, best, to ours",
        *(f"{min(each.processor_seconds) / unit:.2f}x" for each in results),
    ]
    yield ["nodes or chunks", *(f"{len(each.chunks):,}" for each in results)]


def _kept(kept: Mapping[str, Mapping[str, Fidelity]]) -> Iterator[list[str]]:
    totals = [sum(pages.values(), Fidelity()) for pages in kept.values()]
    for name, label in LABELS.items():
        yield [label, *(f"{getattr(total, name).share:.2%}" for total in totals)]
    yield ["prose words, worst page", *(f"{worst(pages)[1]:.2%}" for pages in kept.values())]
    yield ["markup left outside code", *(f"{len(total.residue):,}" for total in totals)]


if __name__ == "__main__":
    sys.exit(main())
