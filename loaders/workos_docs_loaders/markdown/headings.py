"""The headings of a Markdown text: where they are, how deep, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

_BLOCKS = MarkdownIt("commonmark").enable("table")
_BLOCKS.core.ruler.disable(["inline", "text_join"])


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that stands in no list and no quotation."""

    start: int
    """Its first line, counted from 0."""
    end: int
    """The line after it: two lines on where it is underlined."""
    level: int
    """From 1 to 6."""
    content: str
    """Inline Markdown, without the marks of the heading."""


def headings(markdown: str) -> Iterator[Heading]:
    """Yield the headings of a text in order; what looks like one in a code block is none."""
    return headings_among(_BLOCKS.parse(markdown))


def headings_among(tokens: Iterable[Token]) -> Iterator[Heading]:
    """Yield the headings among the block tokens of a text."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.level == 0 and opening.map:
            start, end = opening.map
            yield Heading(start, end, int(opening.tag.removeprefix("h")), inline.content)
