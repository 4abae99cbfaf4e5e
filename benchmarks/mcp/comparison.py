"""Whether our server answers what the npm server answers, at least as fully.

A reply of theirs is compared with what ours gives when it is read to its end, in every language.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import frontmatter

from benchmarks.questions.check import fold
from workos_docs_tools.text.tokens import count_tokens
from workos_docs_tools.tools import DEFAULT_MAX_TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from benchmarks.mcp.client import Client, Reply

MAX_RESULTS = 10
"""What the npm server returns unless told else."""
EXAMPLES = ("sso", "directory-sync", "user-management", "audit-logs", "webhooks")
SUGGESTED = (
    "sso",
    "directory-sync",
    "sso/overview",
    "directory-sync/introduction",
    "user-management/authentication",
    "audit-logs/overview",
    "webhooks/overview",
)
"""Paths that the npm server's own descriptions and errors tell a model to try."""

_LOSS = 0.03
_FEW = 3
"""Share and number of a page's words that may be missing: of its markup, which the comparison takes
for words. How much of the prose arrives is measured by `benchmarks.fidelity`."""
_HINTS = "\n\n---\n### Navigation Hints\n"
_FILE = re.compile(r"^## \N{PAGE FACING UP} ", re.MULTILINE)
_ENTRY = re.compile(r"^## (.+)$\n\*\*Date:", re.MULTILINE)
_SYNTAX = re.compile(
    r"<style.*?</style>|^(?:import|export) .*$|\{/\*.*?\*/\}|</?[A-Za-z][^<>]*>"
    r"|\]\([^)\s]*\)|\{\{.*?\}\}|\btitle=",
    re.MULTILINE | re.DOTALL,
)
"""What the files' dialect adds to their words."""
_WORD = re.compile(r"[a-z][a-z0-9]+")


@dataclass
class Tally:
    """One line of the table."""

    asked: int = 0
    theirs: int = 0
    """Calls that the npm server answers with no error."""
    ours: int = 0
    """Of these, those that ours answers too."""
    found: int = 0
    """What of their replies is in ours."""
    expected: int = 0
    lacking: list[str] = field(default_factory=list)
    """Calls that are answered less fully here, with what is missing."""

    def add(self, call: str, theirs: Reply, ours: Reply) -> bool:
        """Count a call; return whether there is something to compare."""
        self.asked += 1
        if theirs.failed:
            return False
        self.theirs += 1
        if ours.failed:
            self.lacking.append(f"{call}: {ours.text}")
            return False
        self.ours += 1
        return True

    def compare(
        self, call: str, missing: Sequence[object], expected: int, allowed: float = 0
    ) -> None:
        """Count what of a reply is missing, and note the call if that is more than allowed."""
        self.expected += expected
        self.found += expected - len(missing)
        if len(missing) > allowed:
            self.lacking.append(f"{call}: {', '.join(map(str, missing[:8]))}")


async def compare_pages(npm: Client, ours: Client, paths: Iterable[str]) -> Tally:
    """Compare the words of pages."""
    tally = Tally()
    for path in paths:
        theirs = await npm.call("workos_docs", path=path)
        mine = await ours.call("workos_docs", path=path)
        if tally.add(path, theirs, mine):
            expected = _words(_prose(theirs.text.rpartition(_HINTS)[0]))
            missing = expected - _words(await _read_on(ours, path, mine))
            allowed = max(_FEW, expected.total() * _LOSS)
            tally.compare(path, list(missing.elements()), expected.total(), allowed)
    return tally


async def compare_searches(
    npm: Client, ours: Client, queries: Iterable[tuple[str, str | None]]
) -> tuple[Tally, Tally]:
    """Compare the number of results, and whether default replies of one size hold what answers."""
    results, evidence = Tally(), Tally()
    for query, answer in queries:
        theirs = await npm.call("workos_search", query=query)
        size = max(DEFAULT_MAX_TOKENS, count_tokens(theirs.text))
        mine = await ours.call("workos_search", query=query, max_tokens=size)
        if answer and evidence.add(query, theirs, mine) and fold(answer) in fold(theirs.text):
            here = fold(answer) in fold(mine.text)
            evidence.compare(query, [] if here else [answer], 1)
        mine = await ours.call("workos_search", query=query, maxResults=MAX_RESULTS)
        if results.add(query, theirs, mine):
            count = len(_FILE.findall(theirs.text))
            results.compare(query, range(len(mine.data["results"]), count), count)
    return results, evidence


async def compare_changelog(npm: Client, ours: Client, package: str) -> Tally:
    """Compare the entries of a changelog, in replies of one size."""
    tally = Tally()
    theirs = await npm.call("workos_changelogs", package=package)
    size = count_tokens(theirs.text)
    mine = await ours.call("workos_changelogs", package=package, max_tokens=size)
    if tally.add(package, theirs, mine):
        entries = _ENTRY.findall(theirs.text)
        missing = [title for title in entries if fold(title) not in fold(mine.text)]
        tally.compare(package, missing, len(entries))
    return tally


async def compare_examples(npm: Client, ours: Client, names: Iterable[str]) -> Tally:
    """Compare the number of code blocks."""
    tally = Tally()
    for name in names:
        theirs = await npm.call("workos_examples", example=name)
        mine = await ours.call("workos_examples", example=name)
        if tally.add(name, theirs, mine):
            count = theirs.text.count("```") // 2
            tally.compare(name, range(len(mine.data["results"]), count), count)
    return tally


def longest_word(query: str) -> str:
    """Return a query as the npm server's error tells a model to repeat it: one term of it."""
    words: list[str] = re.findall(r"[\w.-]*\w", query)
    return max(words, key=len)


def read_queries(files: Iterable[Path], count: int) -> list[tuple[str, str | None]]:
    """Return queries of question files with the words that answer them, spread over the files."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    chosen = (json.loads(lines[number * len(lines) // count]) for number in range(count))
    return [(question["question"], question["evidence"]) for question in chosen]


async def _read_on(ours: Client, path: str, first: Reply) -> list[str]:
    """Return the parts of a page, read to its end in each of its languages."""
    texts = [first.text]
    for language in first.data["results"][0].get("languages", [None]):
        start: int | None = 0
        while start is not None:
            reply = await ours.call("workos_docs", path=path, language=language, start=start)
            texts.append(reply.text)
            start = reply.data["results"][0].get("next_start")
    return texts


def _prose(page: str) -> Iterator[str]:
    """Yield the texts of a file: its body without markup, and the sentences in its front matter.

    Descriptions that its API reference does not name are for other pages, or for none.
    """
    metadata, body = frontmatter.parse(page)
    yield _SYNTAX.sub(" ", body)
    for key in ("description", "descriptions"):
        if isinstance(metadata.get(key), dict):
            groups: Any = metadata.pop(key)
            for group, texts in groups.items():
                named = texts.items() if isinstance(texts, dict) else ()
                yield from _sentences([text for name, text in named if f"({group}.{name})" in page])
    yield from _sentences(metadata)


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _sentences(item)
    elif isinstance(value, list):
        for item in value:
            yield from _sentences(item)
    elif isinstance(value, str) and " " in value:
        yield _SYNTAX.sub(" ", value)


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _WORD.findall(text.lower()))
