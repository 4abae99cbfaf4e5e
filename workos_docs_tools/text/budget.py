"""Fitting Markdown into a token budget without cutting a block or leaving a fence open."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from workos_docs_tools.text.tokens import count_tokens, fitting_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it import MarkdownIt

UNLIMITED = 1 << 40
"""A budget that nothing reaches, in tokens."""

_WORTHWHILE = 0.5
"""Share of a window that a gentle cut must fill to be preferred to a rougher one further on."""


@dataclass(frozen=True, slots=True)
class _Fence:
    """A fenced code block; places are offsets into the text."""

    start: int
    body: int
    stop: int
    prefix: str
    """What stands before each of its lines in a list or a quotation."""
    marker: str
    info: str

    def close(self, *, reopened: bool) -> str:
        """Return a closing line. A fence that was opened again stands in no list any more."""
        return f"\n{'' if reopened else self.prefix}{self.marker}"


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a Markdown text may be cut."""

    blocks: Sequence[int]
    """Beginnings of the top-level blocks, those right after a heading left out."""
    lines: Sequence[int]
    fences: Sequence[_Fence]

    @classmethod
    @lru_cache(maxsize=1)  # A long page is read window by window.
    def of(cls, markdown: str) -> _Layout:
        lines = markdown.split("\n")
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        starts[-1] = len(markdown)
        tokens = _parser().parse(markdown)
        tops = [token for token in tokens if token.level == 0 and token.map and token.nesting >= 0]
        blocks = [
            starts[token.map[0]]
            for before, token in pairwise(tops)
            if token.map and before.type != "heading_open"
        ]
        fences = [
            _fence(starts, lines, token.map[0], token.map[1], token.markup, token.info)
            for token in tokens
            if token.type == "fence" and token.map
        ]
        return cls(blocks, starts, fences)

    def fence_around(self, offset: int) -> _Fence | None:
        """Return the fence that a cut would leave open."""
        return next((f for f in self.fences if f.start < offset < f.stop), None)


@lru_cache(1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # Late: most texts fit whole.

    return MarkdownIt("commonmark").enable("table")


def window(markdown: str, start: int, limit: int) -> tuple[str, int | None]:
    """Return what fits of a Markdown text, and where to go on.

    The cut falls between blocks. Only a block that alone is too large is cut, between lines or
    words; a code fence cut so is closed, and opened again where the text goes on.

    Args:
        markdown: The whole text.
        start: Offset to begin at, in characters.
        limit: Size of the window, in characters.

    Returns:
        The window, at least one character of the text, whatever the limit; and the offset of what
        follows it, `None` at the end of the text.
    """
    if start == 0 and len(markdown) <= limit:
        return markdown, None
    layout = _Layout.of(markdown)
    fence = layout.fence_around(start)
    opening = f"{fence.marker}{fence.info}\n" if fence else ""
    room = max(limit - len(opening), 1)
    stop = len(markdown) if len(markdown) - start <= room else _cut(layout, markdown, start, room)
    shown = markdown[start:stop]
    if fence:
        # Outside its list, a fence whose end is indented would never end.
        inside = fence.stop - start
        shown = re.sub(f"^{fence.prefix}", "", shown[:inside], flags=re.MULTILINE) + shown[inside:]
    open_at_stop = layout.fence_around(stop)
    if open_at_stop:
        shown = shown.rstrip("\n") + open_at_stop.close(reopened=open_at_stop is fence)
    else:
        shown = shown.rstrip()
    return opening + shown if fence else shown.lstrip("\n"), stop if stop < len(markdown) else None


def token_window(markdown: str, start: int, limit: int) -> tuple[str, int | None]:
    """Return what `window` does for a limit in tokens."""
    end = fitting_end(markdown, start, limit)
    while True:
        shown, following = window(markdown, start, end - start)
        excess = count_tokens(shown) - limit
        # Closing a fence, and opening it again, takes a few.
        if excess <= 0 or end <= start:
            return shown, following
        end = fitting_end(markdown, start, count_tokens(markdown[start:end]) - excess)


def fair_shares(sizes: Sequence[int], weights: Sequence[int], budget: int) -> list[int]:
    """Divide a budget by weight: what small items leave of their parts goes to the large ones."""
    shares = [0] * len(sizes)
    waiting = sum(weights)
    for item in sorted(range(len(sizes)), key=lambda item: sizes[item] / weights[item]):
        shares[item] = min(sizes[item], max(budget, 0) * weights[item] // waiting)
        budget -= shares[item]
        waiting -= weights[item]
    return shares


def _fence(
    starts: Sequence[int], lines: Sequence[str], first: int, end: int, marker: str, info: str
) -> _Fence:
    # The marker of a list item is as wide as the indentation of its further lines.
    prefix = re.sub(r"[^>\s]", " ", lines[first].partition(marker)[0])
    return _Fence(starts[first], starts[first + 1], starts[end], prefix, marker, info)


def _cut(layout: _Layout, markdown: str, start: int, room: int) -> int:
    """Return the best offset to end a window at: after a block, else a line, else a word."""

    def last(offsets: Iterable[int]) -> int:
        return max((offset for offset in offsets if start < offset <= furthest), default=start)

    furthest = start + room
    lines = layout.lines[bisect(layout.lines, start) : bisect(layout.lines, furthest)]
    outside = (offset for offset in lines if not layout.fence_around(offset))
    stop = start
    for offsets in (layout.blocks, outside):
        stop = max(stop, last(offsets))
        if stop - start >= room * _WORTHWHILE:
            return stop
    fence = layout.fence_around(furthest)
    if fence:
        furthest -= len(fence.close(reopened=fence.start < start))
        stop = max(stop, last(offset for offset in lines if offset > fence.body))
        if stop > start:
            return stop
    word = markdown.rfind(" ", start + 1, furthest) + 1
    return max(stop, word) if max(stop, word) > start else max(furthest, start + 1)
