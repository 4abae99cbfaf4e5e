"""Text of any format: plain headings, keyboard characters, the extent of code spans."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

_BACKTICKS = re.compile("`+")
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),  # noqa: RUF001
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "…": "...",
    }
)
_LONGEST_HEADING = 1_000  # a parser's time on `[[[[[...` grows faster than its length


# Every section asks for the headings that it stands under.
@lru_cache(maxsize=4096)
def plain(markdown: str) -> str:
    """Return a heading's plain text, without marks, code ticks and link targets."""
    [token] = _parser().parseInline(markdown[:_LONGEST_HEADING])
    parts = (
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
    )
    return "".join(parts).strip() + markdown[_LONGEST_HEADING:]


@lru_cache(1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # Late: whoever only folds text needs no parser.

    return MarkdownIt("commonmark", {"html": False})


def fold(text: str) -> str:
    """Return the text with typographic quotes, dashes and spaces as their keyboard equivalents.

    For an index and for queries, which a person types; the text that is shown keeps its own.
    """
    return text.translate(_FOLDED)


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the code spans of a paragraph begin and end, from left to right.

    A run of backticks that no backslash precedes opens a span, and the next run of its length
    closes it. Takes linear time, whatever the runs.
    """
    runs = [match.span() for match in _BACKTICKS.finditer(text)]
    closing: list[int | None] = [None] * len(runs)
    nearest: dict[int, int] = {}
    for number in reversed(range(len(runs))):
        start, end = runs[number]
        closing[number] = nearest.get(end - start)
        nearest[end - start] = number
    number = 0
    while number < len(runs):
        start = runs[number][0]
        last = closing[number]
        if last is not None and text[start - 1 : start] != "\\":
            yield start, runs[last][1]
            number = last
        number += 1
