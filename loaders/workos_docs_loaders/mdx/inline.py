"""What stands inside a line: images, links, escapes, entities, and a heading's plain text."""

from __future__ import annotations

import re
from html import unescape

from markdown_it import MarkdownIt

from workos_docs_loaders.urls import absolute_link

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

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),  # noqa: RUF001
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "…": "...",
    }
)
_PARSER = MarkdownIt("commonmark", {"html": False})
_LONGEST_HEADING = 1_000  # a parser's time on `[[[[[...` grows faster than its length


def resolved(text: str, page_url: str) -> str:
    """Return masked text with descriptions for images, absolute links and plain characters."""
    text = _IMAGE.sub(_description, text)
    text = _LINK_TARGET.sub(lambda match: f"]({_target(match['target'], page_url)})", text)
    text = _ENTITY.sub(_character, text)
    text = _GAP.sub(" ", text)
    return _ESCAPE.sub(lambda match: match["character"] or match[0], text)


def _description(match: re.Match[str]) -> str:
    alt = " ".join(match["alt"].split())
    return f"[Image: {alt}]" if alt else ""


def _target(written: str, page_url: str) -> str:
    return absolute_link(written.removeprefix("<").removesuffix(">").replace(" ", "%20"), page_url)


def _character(match: re.Match[str]) -> str:
    character = unescape(match[0])
    return character.replace("<", "\\<")


def plain(markdown: str) -> str:
    """Return a heading's plain text, without marks, code ticks and link targets."""
    [token] = _PARSER.parseInline(markdown[:_LONGEST_HEADING])
    parts = (
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
    )
    return "".join(parts).strip() + markdown[_LONGEST_HEADING:]


def fold(text: str) -> str:
    """Return the text with typographic quotes, dashes and spaces as their keyboard equivalents.

    For an index and for queries, which a person types; the text that is shown keeps its own.
    """
    return text.translate(_FOLDED)
