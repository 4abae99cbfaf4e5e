"""One page's text compared with what the official parser reads in its source."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.markdown.text import fold
from workos_docs_loaders.urls import absolute_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_TARGET = re.compile(r"\]\((\S+?(?:\([^()\s]*\)\S*?)?)\)")
_BORDER = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_HIGHLIGHT = re.compile(r"[^\n]*(?:diff|highlight)-(?:start|end)[^\n]*\n?")
_MARKUP_LEFT = re.compile(
    r"</?[A-Za-z][\w.]*(?:\s[^<>]*)?/?>"  # a tag
    r"|\{\{\s*[\"']"  # a heading's suffix
    r"|\[border=[a-z]+\]"  # an image's suffix
    r"|^\s*- \$ "  # a condition
)

LABELS = {
    "words": "prose words",
    "headings": "headings",
    "fences": "code fences, verbatim",
    "cells": "table cells",
    "rows": "table rows in one piece",
    "links": "link targets",
    "names": "names that components carry",
}
"""The counts of a `Fidelity`, as the tables name them."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the things expected were found."""

    found: int = 0
    expected: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.found + other.found, self.expected + other.expected)

    @property
    def share(self) -> float:
        """Found of expected; 1 where nothing was expected."""
        return self.found / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True)
class Fidelity:
    """What of one page, or of several, arrived."""

    words: Count = Count()
    headings: Count = Count()
    fences: Count = Count()
    cells: Count = Count()
    rows: Count = Count()
    links: Count = Count()
    names: Count = Count()
    residue: tuple[str, ...] = field(default=())
    """Markup that is left outside code."""
    lost: tuple[str, ...] = field(default=())
    """What was expected and not found."""

    def __add__(self, other: Fidelity) -> Fidelity:
        sums = (getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        return Fidelity(*sums)


def worst(pages: Mapping[str, Fidelity]) -> tuple[str, float]:
    """Return the path of the page that lost the most of its words, and the share it kept."""
    path = min(pages, key=lambda path: pages[path].words.share)
    return path, pages[path].words.share


def compare(page: Mapping[str, Any], text: str, page_url: str) -> Fidelity:
    """Compare a page.

    Args:
        page: What `reference.mjs` printed of it.
        text: The page as our loaders render it.
        page_url: URL to which its links are relative.
    """
    prose = _FENCE.sub("", text)
    lost: list[str] = []

    def count(label: str, expected: Iterable[str], found: Iterable[str]) -> Count:
        wanted = Counter(expected)
        missing = wanted - Counter(found)
        lost.extend(f"{label}: {item}" for item in missing.elements())
        return Count(wanted.total() - missing.total(), wanted.total())

    our_rows = [_row(line) for line in prose.split("\n") if line.lstrip().startswith("|")]
    rows = ["|".join(map(_bare, row)) for table in page["tables"] for row in table]
    whole = _bare(text).casefold()
    names = [_bare(name).casefold() for name in page["names"]]
    fences = [_shown_code(code) for code in page["fences"]]
    targets = [absolute_link(target, page_url) for target in page["links"]]
    return Fidelity(
        words=count("word", _words("\n".join(page["prose"])), _words(_TARGET.sub("]", prose))),
        headings=count(
            "heading",
            (_bare(heading) for _, heading in page["headings"]),
            map(_bare, _HEADING.findall(prose)),
        ),
        fences=count("fence", fences, (code for code in fences if f"\n{code}\n" in text)),
        cells=count(
            "cell",
            (cell for row in rows for cell in row.split("|")),
            (cell for row in our_rows for cell in row.split("|")),
        ),
        rows=count("row", rows, our_rows),
        links=count("link", targets, _TARGET.findall(prose)),
        names=count("name", names, (name for name in names if name in whole)),
        residue=tuple(match[0] for match in _MARKUP_LEFT.finditer(_CODE_SPAN.sub("", prose))),
        lost=tuple(lost),
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(re.sub(r"\[border=\w+\]|[*`]", "", text)))


def _bare(text: str) -> str:
    """Return a text without marks, escapes and spaces."""
    return re.sub(r"[\s*_`\\]+", "", fold(_TARGET.sub("]", text)).replace("[", "").replace("]", ""))


def _row(line: str) -> str:
    return "|".join(_bare(cell) for cell in _BORDER.split(line.strip().strip("|")))


def _shown_code(code: str) -> str:
    """Return code as readers see it: no highlight marks, the host that the site fills in."""
    return _HIGHLIGHT.sub("", code).rstrip("\n").replace("api_workos_com", "api.workos.com")
