"""Fitting Markdown into a token budget without cutting a block or leaving a fence open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CHARACTERS_PER_TOKEN = 4
"""Of English and code, by the common rule of thumb."""

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^`]*)$")
_CLOSING_ROOM = 8


def window(markdown: str, start: int, limit: int) -> tuple[str, int | None]:
    """Return what fits of a Markdown text, and where to go on.

    The cut falls between blocks. Only a block that alone is too large is cut, between lines or
    words; a code fence cut so is closed, and opened again where the text goes on.

    Args:
        markdown: The whole text.
        start: Offset to begin at, in characters.
        limit: Size of the window, in characters.

    Returns:
        The window, and the offset of what follows it; `None` at the end of the text.
    """
    opener = _open_fence(markdown[:start])
    reopened = f"{opener}\n" if opener else ""
    if len(markdown) - start <= limit - len(reopened):
        return reopened + markdown[start:].strip("\n"), None
    room = max(limit - len(reopened) - _CLOSING_ROOM, 1)
    stop = _last_cut(markdown, start, start + room, opener)
    shown = reopened + markdown[start:stop].strip("\n")
    still_open = _open_fence(shown)
    return shown + (f"\n{_marker(still_open)}" if still_open else ""), stop


def fair_shares(sizes: Sequence[int], budget: int) -> list[int]:
    """Divide a budget: small items get all they need, what they leave goes to the large ones."""
    shares = [0] * len(sizes)
    for waiting, item in zip(
        range(len(sizes), 0, -1), sorted(range(len(sizes)), key=sizes.__getitem__), strict=True
    ):
        shares[item] = min(sizes[item], max(budget, 0) // waiting)
        budget -= shares[item]
    return shares


def _open_fence(markdown: str) -> str:
    """Return the opening line of the fence that is still open at the end of a text."""
    opener = ""
    for line in markdown.split("\n"):
        opener = _after_line(opener, line)
    return opener


def _after_line(opener: str, line: str) -> str:
    """Return the opening line of the fence that is open after a line."""
    fence = _FENCE.match(line)
    if not fence:
        return opener
    if not opener:
        return line
    closes = fence[1].startswith(_marker(opener)) and not fence[2].strip()
    return "" if closes else opener


def _marker(opener: str) -> str:
    fence = _FENCE.match(opener)
    return fence[1] if fence else ""


def _last_cut(markdown: str, start: int, limit: int, opener: str) -> int:
    """Return the last offset up to `limit` at which a block ends, else a line, else a word."""
    block_end = line_end = start
    for line in markdown[start:limit].split("\n")[:-1]:
        opener = _after_line(opener, line)
        if not line.strip() and not opener:
            block_end = line_end
        line_end += len(line) + 1
    if block_end > start:
        return block_end
    if line_end > start:
        return line_end
    return markdown.rfind(" ", start + 1, limit) + 1 or limit
