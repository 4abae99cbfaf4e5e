"""Cutting Markdown into blocks that must not be cut further, and packing them again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Only what can be cut or must not be: without inline rules, parsing takes linear time.
_PARSER = MarkdownIt("zero").enable(["blockquote", "fence", "heading", "list", "table"])
_LINE = re.compile(r"[^\n]*\n")
_FENCE = re.compile(r"\s*(`+|~+)")
_MAX_CHARACTER_BYTES = 4


def split_markdown(text: str, *, limit: int, hard_limit: int) -> list[str]:
    """Split Markdown at block boundaries into pieces of at most `limit` bytes of UTF-8.

    Lists are cut between items and tables between rows, the header repeated. A fence, a list item,
    a table row or a paragraph above `limit` stays whole; only above `hard_limit` is it cut, between
    lines where it has some, each part of a fence with the marks of a fence. A heading stays with
    the block below it. Joined by blank lines, the pieces hold every line of the text in order.

    Args:
        text: The Markdown.
        limit: Wanted size of a piece.
        hard_limit: Size that no piece exceeds; not below `limit`.
    """
    if _size(text) <= limit:
        return [text] if text.strip() else []
    pieces: list[str] = []
    size = 0
    for block in _blocks(text.replace("\r\n", "\n").replace("\r", "\n"), limit, hard_limit):
        added = _size(block)
        if pieces and size + added <= limit:
            pieces[-1] += block
            size += added
        else:
            pieces.append(block)
            size = added
    return [piece.strip("\n") for piece in pieces if piece.strip()]


def _size(text: str) -> int:
    return len(text.encode())


@dataclass(frozen=True, slots=True)
class _Frame:
    """Lines that stand around each part of a block: a table's header, the marks of a fence."""

    above: str = ""
    below: str = ""


_NO_FRAME = _Frame()


def _blocks(text: str, limit: int, hard_limit: int) -> Iterator[str]:
    """Yield the blocks in order, with what stands above each: a heading, blank lines."""
    lines = _LINE.findall(f"{text}\n")
    end = 0
    for kind, start, stop in _spans(text, lines, limit):
        block = "".join(lines[end:stop])
        if _size(block) > (limit if kind == "table_open" else hard_limit):
            yield from _cut(kind, "".join(lines[end:start]), lines[start:stop], limit, hard_limit)
        else:
            yield block
        end = stop
    # Headings that stand over nothing: they stay together as well.
    yield from _parts(lines[end:], hard_limit, hard_limit)


def _spans(text: str, lines: Sequence[str], limit: int) -> Iterator[tuple[str, int, int]]:
    """Yield `(type, first line, line after the last)` of top-level blocks, long lists by item.

    Headings are left out, so that none is cut off from what it stands over.
    """
    in_long_list = False
    for token in _PARSER.parse(text):
        if token.map is None or token.type in ("heading_open", "inline"):
            continue
        start, stop = token.map
        if token.level == 0:
            is_long = _size("".join(lines[start:stop])) > limit
            in_long_list = is_long and token.type.endswith("list_open")
            if not in_long_list:
                yield token.type, start, stop
        elif token.level == 1 and in_long_list and token.type == "list_item_open":
            yield token.type, start, stop


def _cut(
    kind: str, before: str, lines: Sequence[str], limit: int, hard_limit: int
) -> Iterator[str]:
    """Yield a table above `limit`, or another block above `hard_limit`, in parts."""
    frame = _NO_FRAME
    if kind == "table_open":
        frame, lines = _Frame(above="".join(lines[:2])), lines[2:]
    elif kind == "fence" and (opening := _FENCE.match(lines[0])):
        marks, last = opening[1], lines[-1].strip()
        is_closed = len(lines) > 1 and last.startswith(marks) and not last.strip(marks[0])
        frame = _Frame(above=lines[0], below=f"{opening[0]}\n")
        lines = lines[1:-1] if is_closed else lines[1:]
    if kind != "table_open":
        limit = hard_limit
    if _size(before + frame.above + frame.below) > limit // 2:
        # What would be repeated is no header any more.
        head = before + frame.above
        # Headings stay with the header of a table, as long as they fit.
        heads = [head] if _size(head) <= hard_limit else _LINE.findall(head)
        yield from _parts([*heads, *lines, frame.below], limit, hard_limit)
    else:
        yield from _parts(lines, limit, hard_limit, frame, before)


def _parts(
    lines: Sequence[str], limit: int, hard_limit: int, frame: _Frame = _NO_FRAME, before: str = ""
) -> Iterator[str]:
    """Yield lines in parts of at most `limit` where a line allows, each in its frame."""
    room = _size(before + frame.above + frame.below)
    part: list[str] = []
    size = room
    for line in lines:
        for piece in _short(line, hard_limit - room):
            added = _size(piece)
            if part and size + added > limit:
                yield "".join([before, frame.above, *part, frame.below])
                before = ""
                part, size = [], room
            part.append(piece)
            size += added
    if part or before:
        yield "".join([before, frame.above, *part, frame.below])


def _short(line: str, limit: int) -> Iterator[str]:
    """Yield a line whole or, above `limit`, as several: cut between words, else anywhere."""
    if _size(line) <= limit:
        yield line
        return
    characters = max(1, (limit - 1) // _MAX_CHARACTER_BYTES)
    start, end = 0, len(line) - 1
    while start < end:
        stop = min(start + characters, end)
        space = line.rfind(" ", start, stop) if stop < end else -1
        stop = stop if space <= start else space + 1
        yield f"{line[start:stop]}\n"
        start = stop
