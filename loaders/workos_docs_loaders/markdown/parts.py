"""The parts of a text: what is scored, shown or left out as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.links import offsets_without_targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, a list item, a table or a code fence, with the headings right above it."""

    start: int
    """Where it begins in the text that it is part of."""
    end: int
    embedded_start: int
    """Where it begins in the text that is embedded."""


def split_parts(text: str, *, context: str = "") -> tuple[Part, ...]:
    """Return the parts of a text, in their order.

    Args:
        text: Markdown.
        context: What is embedded before the text.
    """
    starts = list(_starts(text))
    embedded = offsets_without_targets(context + text, (len(context) + start for start in starts))
    return parts_at(text, starts, embedded)


def parts_at(text: str, starts: Sequence[int], embedded: Sequence[int]) -> tuple[Part, ...]:
    """Return the parts of a text that begin at some offsets of it.

    Args:
        text: Markdown.
        starts: Where each part begins; it ends before the white space above the next.
        embedded: Where each begins in the text that is embedded.
    """
    spans = pairwise((*starts, len(text)))
    return tuple(
        Part(start, start + len(text[start:following].rstrip()), embedded_start)
        for (start, following), embedded_start in zip(spans, embedded, strict=True)
    )


def _starts(text: str) -> Iterator[int]:
    """Yield where each part begins."""
    offset = 0
    is_open, only_headings, fence = False, True, ""
    for line in text.split("\n"):
        is_blank = not line.strip()
        if not fence and not only_headings and (is_blank or _ITEM.match(line)):
            is_open = False
        if not is_open and not is_blank:
            yield offset
            is_open, only_headings = True, True
        if not is_blank:
            only_headings = only_headings and line.startswith("#")
        marks = _FENCE.match(line)
        if fence:
            fence = "" if line.strip() == fence else fence
        elif marks:
            fence = marks[1]
        offset += len(line) + 1
