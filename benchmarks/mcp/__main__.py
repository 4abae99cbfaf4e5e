"""Compare our MCP server with the npm package's, call by call.

    python -m benchmarks.mcp --docs-version 0.2.0 [--questions FILE ...] [--lacking]

Both run as their users run them and are asked by the same client. The exit status is 1 where ours
leaves a call unanswered, or answers it less fully.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.mcp.client import connected
from benchmarks.mcp.comparison import (
    EXAMPLES,
    SUGGESTED,
    Tally,
    compare_changelog,
    compare_examples,
    compare_pages,
    compare_searches,
    longest_word,
    read_queries,
)
from benchmarks.node import installed, program
from workos_docs_loaders.source import PACKAGE, open_source

if TYPE_CHECKING:
    from collections.abc import Mapping

QUESTIONS = Path(__file__).parent.parent / "questions"
QUERIES = 50
DEMO = "demo"
"""Folder of what shows the components of the WorkOS site; it is no documentation of WorkOS."""


def main() -> int:
    """Run the comparison and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.mcp", description=__doc__)
    parser.add_argument("--docs-version", required=True, metavar="V")
    parser.add_argument(
        "--questions", type=Path, nargs="+", metavar="FILE", help=f"{QUERIES} of these are asked"
    )
    parser.add_argument("--lacking", action="store_true", help="list what is answered less fully")
    arguments = parser.parse_args()
    version = arguments.docs_version
    files = arguments.questions or [
        QUESTIONS / "tune-0.2.0.jsonl",
        QUESTIONS / f"user-style-{version}.jsonl",
    ]
    tallies = asyncio.run(_compare(version, files))
    sys.stdout.write("| calls | asked | npm answers | of these ours | in ours of npm's | held |\n")
    sys.stdout.write("| --- | ---: | ---: | ---: | ---: | --- |\n")
    for name, tally in tallies.items():
        share = f"{tally.found:,} of {tally.expected:,}"
        counts = f"{tally.asked} | {tally.theirs} | {tally.ours}"
        held = "**no**" if tally.lacking else "yes"
        sys.stdout.write(f"| {name} | {counts} | {share} | {held} |\n")
    if arguments.lacking:
        for name, tally in tallies.items():
            sys.stdout.writelines(f"{name}: {line}\n" for line in tally.lacking)
    return int(any(tally.lacking for tally in tallies.values()))


async def _compare(version: str, asked: list[Path]) -> Mapping[str, Tally]:
    root = installed(f"npm-{version}", f"{PACKAGE}@{version}")
    script = root / "node_modules" / PACKAGE / "dist" / "index.js"
    pinned = ("--docs-version", version)
    async with (
        connected(program("node"), str(script)) as npm,
        connected(sys.executable, "-m", "workos_docs_tools", "mcp", *pinned) as ours,
    ):
        docs = open_source(version=version).docs
        files = (file.relative_to(docs) for file in sorted(docs.rglob("*.mdx")))
        paths = [file.with_suffix("").as_posix() for file in files if file.parts[0] != DEMO]
        short = [path.removesuffix("/index") for path in paths if path.endswith("/index")]
        queries = read_queries(asked, QUERIES)
        terms = [(longest_word(query), answer) for query, answer in queries]
        results, evidence = await compare_searches(npm, ours, queries)
        term_results, term_evidence = await compare_searches(npm, ours, terms)
        return {
            "pages: words": await compare_pages(npm, ours, [*paths, *short]),
            "paths that npm suggests: words": await compare_pages(npm, ours, SUGGESTED),
            "questions: results": results,
            "questions: passages that answer": evidence,
            "one term of each: results": term_results,
            "one term of each: passages that answer": term_evidence,
            "changelog: entries": await compare_changelog(npm, ours, "workos-platform"),
            "examples: code blocks": await compare_examples(npm, ours, EXAMPLES),
        }


if __name__ == "__main__":
    sys.exit(main())
