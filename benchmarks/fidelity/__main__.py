"""Measure how much of the documentation `workos-docs export` holds.

    npm install --prefix benchmarks/fidelity
    python -m benchmarks.fidelity --docs-version 0.2.0 [--source DIR_OR_TGZ] [--lost]

The reference is what remark, the official MDX parser, reads in the same files. The exit status is 1
where a number misses its target.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.fidelity.comparison import LABELS, Fidelity, compare, worst
from benchmarks.fidelity.reference import read_references
from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.source import open_source
from workos_docs_loaders.urls import page_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TARGETS = {
    "words": 0.999,
    "headings": 1.0,
    "fences": 1.0,
    "cells": 1.0,
    "rows": 0.99,
    "links": 0.99,
    "names": 0.99,
}
WORST_PAGE = 0.97


def main() -> int:
    """Compare every content page and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.fidelity", description=__doc__)
    parser.add_argument("--docs-version", required=True)
    parser.add_argument("--source", help="archive or directory to read in place of the npm package")
    parser.add_argument("--lost", action="store_true", help="also list what is lost on which page")
    arguments = parser.parse_args()
    snapshot = open_source(arguments.source, version=arguments.docs_version)
    references = read_references(snapshot.docs)
    texts = _exported(arguments.docs_version, arguments.source)
    pages = {
        file.path: compare(
            references[file.source_path], texts.get(file.path, ""), page_url(file.path)
        )
        for file in Corpus.read(snapshot).content_files
    }
    if arguments.lost:
        for path, fidelity in pages.items():
            for item in (*fidelity.lost, *(f"left: {markup}" for markup in fidelity.residue)):
                sys.stdout.write(f"{path}: {item}\n")
    rows = list(_rows(pages))
    sys.stdout.write("| measured | found | target | held |\n| --- | ---: | ---: | --- |\n")
    for name, found, target, held in rows:
        sys.stdout.write(f"| {name} | {found} | {target} | {'yes' if held else '**no**'} |\n")
    return 0 if all(held for *_, held in rows) else 1


def _exported(version: str, source: str | None) -> Mapping[str, str]:
    """Return the text of every path: its nodes' texts in order."""
    command = [sys.executable, "-m", "workos_docs_tools", "export", "--docs-version", version]
    if source is not None:
        command += ["--source", source]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    nodes: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for node in map(json.loads, output.splitlines()):
        nodes[node["path"]].append((node["ordinal"], node["text"]))
    return {path: "\n\n".join(text for _, text in sorted(found)) for path, found in nodes.items()}


def _rows(pages: Mapping[str, Fidelity]) -> Iterator[tuple[str, str, str, bool]]:
    total = sum(pages.values(), Fidelity())
    for name, target in TARGETS.items():
        count = getattr(total, name)
        told = f"{count.found} of {count.expected} ({count.share:.3%})"
        yield LABELS[name], told, f"{target:.1%}", count.share >= target
    path, share = worst(pages)
    yield (
        f"prose words, worst page ({path})",
        f"{share:.2%}",
        f"{WORST_PAGE:.0%}",
        share >= WORST_PAGE,
    )
    yield "markup left outside code", str(len(total.residue)), "0", not total.residue


if __name__ == "__main__":
    sys.exit(main())
