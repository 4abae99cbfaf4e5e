"""What a hit shows of a page: its best node, and as much of the page's other good ones as fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_tools.excerpts import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_loaders.models import Node

_SIZES = (2200, 1500, 1100, 900, 700)
"""Characters shown of the first pages of a result, and of all further ones: together with their
sources they fill the search tool's 2,000 tokens. The first page gets most because it holds the
evidence most often: against equal parts, evidence in the reply rises from .73 to .79
(`python -m benchmarks.retrieval`, all question files)."""


def passage_size(rank: int) -> int:
    """Return how many characters of a page are shown at a rank (from 1)."""
    return _SIZES[min(rank, len(_SIZES)) - 1]


def passage(page: Sequence[Node], ranked: Sequence[Node], size: int) -> str:
    """Return the text of a page's best nodes, in page order.

    Args:
        page: All nodes of the page that may be shown.
        ranked: Those of them that answer the query, best first; the first is always shown.
        size: Characters that the others may fill up.
    """
    chosen: dict[str, Node] = {}
    room = size
    for node in ranked:
        if not chosen or len(node.text) <= room:
            chosen[node.id] = node
            room -= len(node.text)
    parts: list[str] = []
    last: int | None = None
    for position, node in enumerate(page):
        if node.id in chosen:
            if last is not None and position > last + 1:
                parts.append(GAP)
            parts.append(node.text)
            last = position
    return "\n\n".join(parts)
