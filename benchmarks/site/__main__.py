"""Compare the site with the package that it is made of: the same questions, to both.

    python -m benchmarks.site --docs-version 0.2.0 --questions FILE...

A server on loopback serves the documentation in the site's form. Printed are the scores of both,
and what a second refresh and one after a change of one page fetch and embed.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.questions.check import read_pages
from benchmarks.retrieval.questions import read_files
from benchmarks.retrieval.report import Summary, overview
from benchmarks.retrieval.runs import ask
from benchmarks.retrieval.systems.ours import OurSearch
from benchmarks.site.feed import feed
from benchmarks.site.server import Site
from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.source import open_source
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.index import asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.retrieval.questions import Question

CHANGED = "/docs/sso/login-flows.md"


def main() -> None:
    """Run the comparison and print it."""
    arguments = _arguments()
    version = arguments.docs_version
    snapshot = open_source(version=version)
    files = read_files(arguments.questions, read_pages(snapshot.docs), version)
    with WorkOSDocs.open(version, sdks=(), progress=True) as package:
        summaries = _scores("package", package, files, version)
    corpus = Corpus.read(snapshot)
    with Site() as site, TemporaryDirectory() as home:
        site.serve([corpus.document(file) for file in corpus.content_files])
        releases = [entry for entries in corpus.changelogs().values() for entry in entries]
        site.files["/changelog/rss.xml"] = feed(releases, site.url).encode()
        os.environ["WORKOS_DOCS_HOME"] = home
        # What is served stands for WorkOS's site, of whose sections there are questions.
        asked.SITE = site.url
        address = f"{site.url}/changelog/rss.xml"
        with WorkOSDocs.open(source=site.index, changelogs=[address], sdks=()) as live:
            summaries += _scores("live", live, files, version)
            _print(overview(summaries))
            _refresh("second refresh", site, live)
            site.files[CHANGED] += b"\n## News\n\nA section that was not there before.\n"
            _refresh("one page changed", site, live)


def _scores(
    name: str, docs: WorkOSDocs, files: Mapping[str, Sequence[Question]], version: str
) -> list[Summary]:
    system = OurSearch(docs)
    return [
        Summary.of(name, file, version, ask(system, questions)) for file, questions in files.items()
    ]


def _refresh(what: str, site: Site, docs: WorkOSDocs) -> None:
    site.forget()
    report = docs.refresh(progress=False)
    asked, fetched = sum(site.asked.values()), sum(site.bodies.values())
    _print(f"{what}: {asked} requests, {fetched} bodies, {report.embedded} nodes embedded")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.site",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--questions", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--docs-version", required=True, metavar="V")
    return parser.parse_args()


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
