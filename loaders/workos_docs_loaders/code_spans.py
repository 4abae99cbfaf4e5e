"""Where the code spans of Markdown are, which no other inline syntax may reach into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BACKTICKS = re.compile("`+")


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
