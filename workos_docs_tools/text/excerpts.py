"""What to show of a passage that does not fit: the parts that meet the question."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING

from workos_docs_loaders.parts import split_parts
from workos_docs_tools.search.bm25 import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_loaders.models import Part

GAP = "[...]"
"""Stands where something was left out."""


def excerpt(markdown: str, question: str, limit: int) -> str:
    """Return the parts of a text that have most of a question's words, rare ones counting more."""
    parts = split_parts(markdown)
    words = [set(tokenize(markdown[part.start : part.end])) for part in parts]
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
        part = parts[number]
        size = part.end - part.start + len(GAP) + 4
        if size <= room and markdown[part.start : part.end] != GAP:
            chosen.add(number)
            room -= size
    return _joined(markdown, parts, chosen)


def _joined(markdown: str, parts: Sequence[Part], chosen: set[int]) -> str:
    text = ""
    for number in sorted(chosen):
        part = parts[number]
        if number and number - 1 not in chosen:
            text += f"\n\n{GAP}\n\n" if text else ""
        elif text:
            # Items of a list follow each other; everything else is a paragraph of its own.
            text += "\n" if part.start - parts[number - 1].end == 1 else "\n\n"
        text += markdown[part.start : part.end]
    if text and len(parts) - 1 not in chosen:
        text += f"\n\n{GAP}"
    return text
