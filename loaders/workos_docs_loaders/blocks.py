"""Cutting Markdown into blocks that must not be cut further, and packing them again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARSER = MarkdownIt("commonmark").enable("table")


def split_markdown(text: str, *, limit: int, hard_limit: int) -> list[str]:
    """Split Markdown at block boundaries into pieces of at most `limit` characters.

    Lists are cut between items and tables between rows, the header repeated. A fence, a list item
    or a paragraph above `limit` stays whole; only above `hard_limit` is it cut, between lines.
    Joined by blank lines, the pieces hold every line of the text in order.

    Args:
        text: Markdown without headings.
        limit: Wanted size of a piece, in characters.
        hard_limit: Size that no piece exceeds.
    """
    if len(text) <= limit:
        return [text] if text.strip() else []
    pieces: list[str] = []
    for block, separator in _blocks(text, limit, hard_limit):
        joined = f"{pieces[-1]}{separator}{block}" if pieces else block
        if pieces and len(joined) <= limit:
            pieces[-1] = joined
        else:
            pieces.append(block)
    return pieces


def _blocks(text: str, limit: int, hard_limit: int) -> Iterator[tuple[str, str]]:
    """Yield each block with what separates it from the block before."""
    lines = text.split("\n")
    end = 0
    for kind, start, stop in _spans(text, lines, limit):
        # What stands between blocks (blank lines, a heading) stays with the block after it.
        before, block = lines[end:start], lines[start:stop]
        separator = "\n" if kind == "list_item_open" and end == start else "\n\n"
        size = sum(map(len, block))
        if kind == "table_open" and size > limit:
            pieces = _split_table(block, limit)
            pieces[0] = "\n".join([*before, pieces[0]])
        elif size > hard_limit:
            pieces = list(_split_lines("\n".join(before + block), hard_limit))
        else:
            pieces = ["\n".join(before + block)]
        for piece in pieces:
            yield piece.strip("\n"), separator
        end = stop
    rest = "\n".join(lines[end:]).strip("\n")
    if rest:
        yield rest, "\n\n"


def _spans(text: str, lines: list[str], limit: int) -> Iterator[tuple[str, int, int]]:
    """Yield `(type, first line, line after the last)` of top-level blocks, long lists by item.

    Headings are left out, so that none is cut off from what it stands over.
    """
    in_long_list = False
    for token in _PARSER.parse(text):
        if token.map is None or token.type == "heading_open":
            continue
        start, stop = token.map
        if token.level == 0 and token.type != "inline":
            size = sum(map(len, lines[start:stop]))
            in_long_list = token.type.endswith("list_open") and size > limit
            if not in_long_list:
                yield token.type, start, stop
        elif token.level == 1 and in_long_list and token.type == "list_item_open":
            yield token.type, start, stop


def _split_table(lines: list[str], limit: int) -> list[str]:
    header, rows = lines[:2], lines[2:]
    pieces: list[list[str]] = [[*header]]
    for row in rows:
        if len(pieces[-1]) > len(header) and sum(map(len, pieces[-1])) + len(row) > limit:
            pieces.append([*header])
        pieces[-1].append(row)
    return ["\n".join(piece) for piece in pieces]


def _split_lines(block: str, limit: int) -> Iterator[str]:
    """Cut between lines, else between words, else anywhere."""
    piece = ""
    for line in re.findall(r"[^\n]*\n|[^\n]+", block):
        for part in _split_line(line, limit):
            if piece and len(piece) + len(part) > limit:
                yield piece.rstrip("\n")
                piece = ""
            piece += part
    if piece.strip("\n"):
        yield piece.rstrip("\n")


def _split_line(line: str, limit: int) -> Iterator[str]:
    while len(line) > limit:
        cut = line.rfind(" ", 1, limit) + 1 or limit
        yield line[:cut]
        line = line[cut:]
    yield line
