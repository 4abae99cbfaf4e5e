"""The page of all events: what a section says of an event becomes one of the dialect's events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.site.reading.markdown_page import segments

if TYPE_CHECKING:
    from workos_docs_loaders.site.reading.markdown_page import Segment

_NAME = re.compile(r"[\"']event[\"']\s*:\s*[\"']([a-z_]+(?:\.[a-z_]+)+)[\"']")


def with_events(text: str) -> str:
    """Return a page with each section that shows the payload of one event as that event."""
    return "\n\n".join(_rewritten(piece) for piece in segments(text))


def _rewritten(piece: Segment) -> str:
    names = set(_NAME.findall(piece.text))
    if piece.level < 2 or len(names) != 1:
        return piece.markdown.strip("\n")
    [name] = names
    return (
        f"{'#' * piece.level} {piece.title}\n\n<Event.Root>\n"
        f'<Event.Details name="{name}"/>\n\n{piece.text}\n\n</Event.Root>'
    )
