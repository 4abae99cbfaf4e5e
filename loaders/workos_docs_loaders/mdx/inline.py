"""What stands inside a line: images, links, escapes and entities."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TITLE = r"""(?:\s++(?:"[^"\n]*+"|'[^'\n]*+'))?+\s*+"""
_ALT = r"(?:[^\[\]\n]++|\n(?![ \t]*\n))*+"  # a blank line ends the paragraph, and so the image
_IMAGE = re.compile(
    rf"!\[(?P<alt>{_ALT}(?:\[{_ALT}\]{_ALT})*+)\]"
    rf"\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+{_TITLE}\)"
    r"(?:\[[a-z]+=[^\[\]\s]*+\])?+"
)
_LINK_TARGET = re.compile(
    rf"\]\((?P<target><[^<>\n]*+>|[^()\s]++(?:\([^()\s]*+\)[^()\s]*+)*+){_TITLE}\)"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# An escape keeps its backslash where the bare character would begin a block, a tag, a code span or
# a table cell.
_ESCAPE = re.compile(r"(?P<start>^[ \t>]*+\\.)|\\(?P<character>[!-/:;=-@\[-_{}~])", re.MULTILINE)
_GAP = re.compile(r"(?<=\w) {2,}(?=\S)")  # what an element without text leaves


def resolved(text: str, absolute: Callable[[str], str]) -> str:
    """Return masked text with descriptions for images, absolute links and plain characters."""
    text = _IMAGE.sub(_description, text)
    text = _LINK_TARGET.sub(lambda match: f"]({absolute(_target(match['target']))})", text)
    text = _ENTITY.sub(_character, text)
    text = _GAP.sub(" ", text)
    return _ESCAPE.sub(lambda match: match["character"] or match[0], text)


def _description(match: re.Match[str]) -> str:
    alt = " ".join(match["alt"].split())
    return f"[Image: {alt}]" if alt else ""


def _target(target: str) -> str:
    return target.removeprefix("<").removesuffix(">").replace(" ", "%20")


def _character(match: re.Match[str]) -> str:
    character = unescape(match[0])
    return character.replace("<", "\\<")
