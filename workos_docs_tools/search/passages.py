"""What a hit shows of a page: its best node, and as much of the page's other good ones as fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_tools.text.excerpts import GAP, best_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SIZES = (2400, 1600, 1200, 900, 700)
"""Characters shown of the first pages of a result, and of all further ones: together with their
sources they fill the search tool's 2,000 tokens. The first page gets most because it holds the
evidence most often: against equal parts, evidence in the reply rises from .79 to .85
(`python -m benchmarks.retrieval`, all question files but the held-out one)."""


def passage_size(rank: int) -> int:
    """Return how many characters of a page are shown at a rank (from 1)."""
    return _SIZES[min(rank, len(_SIZES)) - 1]


def passage(
    page: Mapping[int, str],
    answering: Sequence[int],
    gains: Mapping[int, Sequence[float]],
    size: int,
) -> str:
    """Return the text of a page's best nodes, in page order.

    Args:
        page: The text of every node of the page, by any number, in page order.
        answering: Numbers of those that answer the query, best first; the first is always shown.
        gains: What each part of a node is worth; one without is shown whole or not at all.
        size: Characters to fill.
    """
    shown: dict[int, str] = {}
    room = size
    for number in answering:
        text = page[number]
        if len(text) > room:
            text = best_parts(text, gains[number], room) if number in gains else ""
        if text or not shown:
            shown[number] = text or page[number]
            room -= len(shown[number])
    parts: list[str] = []
    skipped = False
    for number in page:
        if number not in shown:
            skipped = True
            continue
        if skipped and parts and not parts[-1].endswith(GAP):
            parts.append(GAP)
        parts.append(shown[number])
        skipped = False
    return "\n\n".join(parts)
