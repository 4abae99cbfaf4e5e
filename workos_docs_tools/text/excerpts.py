"""What to show of a passage that does not fit: the parts that meet the question."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from workos_docs_tools.search.bm25 import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP = "[...]"
"""Stands where something was left out."""

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, a list item, a table or a code fence, with the heading above it."""

    text: str
    separator: str
    """What stands between the part before and this one."""
    line: int
    """Number of its first line in the text, from 0."""


def excerpt(markdown: str, question: str, limit: int) -> str:
    """Return the parts of a text that have most of a question's words, rare ones counting more."""
    words = [set(tokenize(part.text)) for part in split_parts(markdown)]
    frequency = Counter(word for found in words for word in found)
    wanted = set(tokenize(question))
    gains = [
        sum(log(1 + len(words) / frequency[word]) for word in found & wanted) for found in words
    ]
    return best_parts(markdown, gains, limit)


def best_parts(markdown: str, gains: Sequence[float], limit: int) -> str:
    """Return the parts of a text that are worth most, in their order; none is cut.

    The first one, which says what the text is about, is kept if it fits.

    Args:
        markdown: The whole text.
        gains: What each of its parts is worth.
        limit: Size of the excerpt, in characters.

    Returns:
        The text itself if it fits; nothing if not even its smallest part does.
    """
    if len(markdown) <= limit:
        return markdown
    parts = split_parts(markdown)
    chosen: set[int] = set()
    room = limit
    for number in sorted(range(len(parts)), key=lambda number: (number > 0, -gains[number])):
        # Each part may have a gap on either side of it.
        size = len(parts[number].text) + len(GAP) + 4
        if size <= room and parts[number].text != GAP:
            chosen.add(number)
            room -= size
    return _joined(parts, chosen)


def split_parts(markdown: str) -> list[Part]:
    """Return the parts of a text, in their order."""
    return list(_parts(markdown))


def _joined(parts: Sequence[Part], chosen: set[int]) -> str:
    text = ""
    for number in sorted(chosen):
        part = parts[number]
        if number and number - 1 not in chosen:
            text += f"\n\n{GAP}\n\n" if text else ""
        elif text:
            text += part.separator
        text += part.text
    if text and len(parts) - 1 not in chosen:
        text += f"\n\n{GAP}"
    return text


def _parts(markdown: str) -> Iterator[Part]:
    lines: list[str] = []
    separator, fence, first = "", "", 0
    for number, line in enumerate(markdown.split("\n")):
        starts_item = not fence and bool(_ITEM.match(line))
        ends = not fence and (not line.strip() or starts_item)
        if ends and lines and not _only_headings(lines):
            yield Part("\n".join(lines), separator, first)
            lines, separator = [], "\n" if starts_item else "\n\n"
        if line.strip() or fence:
            first = first if lines else number
            lines += ["", line] if _only_headings(lines) and lines else [line]
        marker = _FENCE.match(line)
        if marker and not fence:
            fence = marker[1]
        elif fence and line.strip() == fence:
            fence = ""
    if lines:
        yield Part("\n".join(lines), separator, first)


def _only_headings(lines: list[str]) -> bool:
    return all(line.startswith("#") or not line for line in lines)
