"""Text that no later step may touch (code), hidden behind placeholders and put back at the end."""

from __future__ import annotations

import re

# Unicode noncharacters: valid in a string, never part of a text.
_SPAN, _BLOCK, _END = "\ufdd0", "\ufdd1", "\ufdd2"
EVENT, EVENT_END = "\ufdd3", "\ufdd4"
"""Start of the line that names an event; the line that ends the event."""

_RESERVED = dict.fromkeys(map(ord, (_SPAN, _BLOCK, _END, EVENT, EVENT_END)))
_STRAY = re.compile(f"[{''.join(map(chr, _RESERVED))}]")
_PLACEHOLDER = re.compile(f"[{_SPAN}{_BLOCK}]([0-9]+){_END}")
_BLOCK_LINE = re.compile(f"^(?P<quote>[ \t>]*){_BLOCK}(?P<number>[0-9]+){_END}", re.MULTILINE)
_FENCE = re.compile("`{3}|~{3}")
_PIPE = re.compile(r"(?<!\\)\|")
BLOCK_START = _BLOCK
"""First character of the placeholder that stands for a code block."""


def normalised(text: str) -> str:
    """Return the text with Unix line ends, without the characters placeholders are made of."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_RESERVED)


class Masks:
    """The hidden pieces of one text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._lines: list[int] = []

    def hide(self, piece: str, *, lines: int = 0, block: bool = False) -> str:
        """Return the placeholder of a piece.

        Args:
            piece: What `restore` puts back.
            lines: How many line ends of the source the placeholder stands for.
            block: Whether it is a code block, which is put back without the indentation that its
                placeholder has by then; a blockquote's marks go before each of its lines.
        """
        # A piece may span hidden ones, which must not come back as placeholders.
        shown = _PLACEHOLDER.sub(lambda match: self._pieces[int(match[1])], piece)
        self._pieces.append(_STRAY.sub("", shown))
        self._lines.append(lines)
        return f"{_BLOCK if block else _SPAN}{len(self._pieces) - 1}{_END}"

    def restore(self, text: str) -> str:
        """Return the text with every placeholder replaced by what it stands for.

        Marks that stand for nothing are dropped: of an event within a line, of an entity.
        """
        text = _BLOCK_LINE.sub(self._block, text)
        return _STRAY.sub("", _PLACEHOLDER.sub(lambda match: self._pieces[int(match[1])], text))

    def in_cell(self, text: str) -> str:
        """Return masked text as a cell of a table can hold it: on one line, no `|` in code."""
        return _PLACEHOLDER.sub(self._cell_code, text)

    def _cell_code(self, match: re.Match[str]) -> str:
        piece = self._pieces[int(match[1])]
        if not match[0].startswith(_BLOCK):
            return self.hide(_PIPE.sub(r"\|", piece)) if "|" in piece else match[0]
        lines = (line.strip() for line in piece.split("\n") if not _FENCE.match(line))
        code = _PIPE.sub(r"\|", " ".join(lines))
        return self.hide(f"`{code}`" if "`" not in code else f"`` {code} ``")

    def lines(self, text: str) -> int:
        """Return how many line ends of the source a piece of masked text spans."""
        hidden = sum(self._lines[int(match[1])] for match in _PLACEHOLDER.finditer(text))
        return text.count("\n") + hidden

    def _block(self, match: re.Match[str]) -> str:
        piece = self._pieces[int(match["number"])]
        if ">" not in match["quote"]:
            return piece
        return "\n".join(match["quote"] + line for line in piece.split("\n"))
