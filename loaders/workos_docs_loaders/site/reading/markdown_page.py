"""One page of a site as Markdown: without the comments on top, cut at its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.headings import headings
from workos_docs_loaders.markdown.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMMENTS = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands under one heading, down to the next."""

    level: int
    """0 above the first heading."""
    title: str
    """Plain text."""
    markdown: str
    """With the heading."""
    text: str
    """Without it."""


def without_comments(text: str) -> str:
    """Return a page without the comments that it begins with, and with Unix line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[_COMMENTS.match(text).end() :].rstrip()  # type: ignore[union-attr]


def segments(text: str) -> list[Segment]:
    """Cut a page at all of its headings; joined, the pieces are the page."""
    lines = text.split("\n")
    found = list(headings(text))
    starts = [heading.start for heading in found]
    first = "\n".join(lines[: starts[0] if starts else len(lines)])
    pieces = [Segment(0, "", first, first)] if first.strip() else []
    for heading, (start, end) in zip(found, pairwise((*starts, len(lines))), strict=True):
        markdown = "\n".join(lines[start:end])
        body = "\n".join(lines[heading.end : end]).strip("\n")
        pieces.append(Segment(heading.level, plain(heading.content), markdown, body))
    return pieces


def joined(pieces: Iterable[Segment]) -> str:
    """Return segments as one text."""
    return "\n\n".join(piece.markdown.strip("\n") for piece in pieces)
