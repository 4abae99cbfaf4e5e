"""Kill processes at random moments while they index, and see what others read meanwhile.

    python -m benchmarks.kills [--kills 50] [--pages 24] [--seed 0]

A site on loopback, with real pages, has another edition before each refresh: some nodes of every
page change. Two processes hold the documentation open and ask; two more open it every second. The
exit status is 1 where an answer was of no edition, of several, or unlike others of its edition;
where an opening took over two seconds longer than the quickest, or a text was embedded again whose
vector was stored; or where the index at the end is not the one that an undisturbed build makes. It
works in a directory of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.kills.roles import (
    MARK,
    PROCESSES,
    exported,
    noted,
    read,
    running,
    stored_texts,
    write,
    wrong,
)
from benchmarks.site.server import Site
from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.source import open_source
from workos_docs_tools import WorkOSDocs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workos_docs_loaders.models import Document

VERSION = "0.2.0"
READERS = 2
"""Of either kind."""
LONGEST_WAIT = 2.0
NEW_EDITION = 0.7
"""Share of the refreshes before which the site changes."""
GROWTH = 1.6
"""How much later than the last refresh ended, the next may be killed."""


def main() -> int:
    """Run it, print what was seen, and say whether all is well."""
    parser = argparse.ArgumentParser(prog="benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="at least 1; 50 by default")
    parser.add_argument("--pages", type=int, default=24, help="of the site; 24 by default")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    arguments = parser.parse_args()
    documents = guides(arguments.pages)
    with tempfile.TemporaryDirectory() as directory, Site() as site:
        return _run(site, documents, Path(directory), arguments.kills, arguments.seed)


def _run(site: Site, documents: Sequence[Document], directory: Path, kills: int, seed: int) -> int:
    site.serve(documents)
    pages = dict(site.files)
    moments = random.Random(seed)
    os.environ["WORKOS_DOCS_HOME"] = str(directory / "home")
    publish(site, pages, 0)
    with WorkOSDocs.open(source=site.index, sdks=(), progress=False) as first:
        sys.stdout.write(f"{len(first.index.nodes)} nodes\n")
    stop = PROCESSES.Event()
    logs = [directory / f"{number}.log" for number in range(2 * READERS + 1)]
    readers = [
        PROCESSES.Process(target=read, args=(site.index, stop, log), kwargs={"reopen": number % 2})
        for number, log in enumerate(logs[1:])
    ]
    with running(readers, stop):
        killed, edition, refreshes, longest = 0, 0, 0, 1.0
        while killed < kills:
            # What a killed process had begun is gone on with, or overtaken.
            if moments.random() < NEW_EDITION:
                edition += 1
                publish(site, pages, edition)
            refreshes += 1
            took = _refreshed(site, logs[0], moments.uniform(0, longest))
            killed += took is None
            longest = longest * GROWTH if took is None else took * GROWTH
        publish(site, pages, edition + 1)
        with WorkOSDocs.open(source=site.index, sdks=(), progress=False) as docs:
            docs.refresh(progress=False)
            ours = exported(docs, directory / "home" / "index")
    os.environ["WORKOS_DOCS_HOME"] = str(directory / "undisturbed")
    with WorkOSDocs.open(source=site.index, sdks=(), progress=False) as docs:
        theirs = exported(docs, directory / "undisturbed" / "index")
    return _report(logs, f"{killed} kills in {refreshes} refreshes", ours, theirs)


def guides(number: int) -> Sequence[Document]:
    """Return some pages of the documentation."""
    corpus = Corpus.read(open_source(version=VERSION))
    found = [file for file in corpus.content_files if "/" in file.path]
    return [corpus.document(file) for file in found[:number]]


def publish(site: Site, pages: Mapping[str, bytes], edition: int) -> None:
    """Serve an edition of the pages."""
    for path, text in pages.items():
        mark = f"\n\n{MARK.format(edition)}\n".encode() if path.endswith(".md") else b""
        site.files[path] = text + mark


def _refreshed(site: Site, log: Path, seconds: float) -> float | None:
    """Refresh in a process that is killed after some time; return how long it took if it ended."""
    ready = PROCESSES.Event()
    writer = PROCESSES.Process(target=write, args=(site.index, ready, log, stored_texts()))
    writer.start()
    ready.wait()
    started = time.perf_counter()
    writer.join(seconds)
    took = None if writer.is_alive() else time.perf_counter() - started
    writer.kill()
    writer.join()
    return took


def _report(
    logs: Sequence[Path],
    what: str,
    ours: tuple[list[str], Mapping[str, tuple[np.ndarray, np.ndarray]]],
    theirs: tuple[list[str], Mapping[str, tuple[np.ndarray, np.ndarray]]],
) -> int:
    notes = noted(logs)
    asked = [one for one in notes if "editions" in one]
    mistaken = wrong(asked)
    errors = [one for one in notes if "error" in one]
    opened = [one["opened"] for one in asked if one["role"] == "reopening" and not one["first"]]
    waited = [seconds for seconds in opened if seconds > min(opened) + LONGEST_WAIT]
    repeated = sum(one.get("repeated", 0) for one in notes)
    vectors = [float(ours[1][one][0] @ theirs[1][one][0]) for one in theirs[1] if one in ours[1]]
    same_bits = [np.array_equal(ours[1][one][1], theirs[1][one][1]) for one in theirs[1]]
    editions = {found for one in asked for found in one["editions"]}
    for line in (
        what,
        f"{len(asked)} answers of {len(editions)} editions, {len(mistaken)} wrong or mixed",
        f"{len(errors)} errors" + "".join(f"\n  {one['error']}" for one in errors[:5]),
        f"{len(opened)} openings: median {median(opened):.2f} s, 99th percentile "
        f"{quantiles(opened, n=100)[-1]:.2f} s, longest {max(opened):.2f} s; {len(waited)} waited",
        f"{repeated} texts embedded again that had been stored",
        f"export {'identical' if ours[0] == theirs[0] else 'DIFFERENT'}, cosines of vectors from "
        f"{min(vectors):.6f}, {sum(same_bits)} of {len(same_bits)} texts with identical tokens",
    ):
        sys.stdout.write(f"{line}\n")
    is_well = ours[0] == theirs[0] and min(vectors) > 0.999
    return 0 if is_well and not (mistaken or errors or waited or repeated) else 1


if __name__ == "__main__":
    sys.exit(main())
