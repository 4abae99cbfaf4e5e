"""Documentation text for a reader who pays for every token: without what only a browser uses."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from workos_docs_loaders.urls import BASE_URL
from workos_docs_tools.text.excerpts import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workos_docs_tools.text.excerpts import ScoredPart

_FENCE = re.compile(
    r"(^[ \t>]*(`{3,}|~{3,})[^\n]*\n.*?^[ \t>]*\2[ \t]*$)", re.DOTALL | re.MULTILINE
)
_LINK = re.compile(rf"\[([^\]\[]*)\]\({re.escape(BASE_URL)}(?:/([^()\s]*))?\)")
"""A link to another page of the documentation."""
_MAIL = re.compile(r"\[([^\]\[]*)\]\(mailto:([^()\s]*)\)")
_IMAGE = re.compile(r"^[ \t]*\[Image: [^\n]*\][ \t]*$\n*", re.MULTILINE)
_MISSING = re.compile(r"(Code example not in this documentation package: [^\n]*?)\. It is on \S+")
"""Where it is, is the source of the passage."""
_TITLE = re.compile(r"\*\*[^*\n]+\*\*")
_LEAN = ((_MISSING, r"\1."), (_LINK, r"\1"), (_IMAGE, ""))


@lru_cache(maxsize=8192)
def lean(markdown: str) -> str:
    """Return a text without links to other pages and without what stands for pictures."""

    def leaner(text: str) -> str:
        for pattern, shorter in _LEAN:
            text = pattern.sub(shorter, text)
        return _MAIL.sub(_address, text)

    return _outside_code(markdown, leaner)


def with_paths(markdown: str) -> str:
    """Return a text in which links to other pages have their paths, to read on with."""
    return _outside_code(markdown, lambda text: _LINK.sub(_with_path, text))


def lean_parts(parts: Iterable[ScoredPart]) -> tuple[ScoredPart, ...]:
    """Return parts with lean texts; those of which nothing is left are left out.

    So are titles of tabs that hold nothing but a picture: the next title follows at once.
    """
    leaner = [(part, lean(part.text).strip("\n")) for part in parts]
    shown: list[ScoredPart] = []
    separator: str | None = None
    for number, (part, text) in enumerate(leaner):
        if _TITLE.fullmatch(text) and _TITLE.fullmatch(_next(leaner[number + 1 :])):
            text = ""
        before = part.separator if separator is None else separator
        if text:
            shown.append(replace(part, text=text, separator=before))
            separator = None
        elif not shown or BETWEEN in (before, part.separator):
            separator = before
    return tuple(shown)


def _next(leaner: Iterable[tuple[ScoredPart, str]]) -> str:
    """Return the first text that is left of some parts, if nothing is left out before it."""
    for part, text in leaner:
        if part.separator == BETWEEN:
            break
        if text:
            return text
    return ""


def _with_path(link: re.Match[str]) -> str:
    return f"[{link[1]}]({link[2]})" if link[2] else link[1]


def _address(link: re.Match[str]) -> str:
    return link[1] if "@" in link[1] else f"{link[1]} ({link[2]})"


def _outside_code(markdown: str, change: Callable[[str], str]) -> str:
    # Each fence is found twice: as a whole, and as the marks that it begins with.
    pieces = _FENCE.split(markdown)
    return "".join(
        piece if number % 3 == 1 else change(piece)
        for number, piece in enumerate(pieces)
        if number % 3 != 2
    )
