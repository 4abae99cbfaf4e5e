"""Lines of masked text: which of them go on in the next, which stand for nothing."""

from __future__ import annotations

import re

from workos_docs_loaders.mdx.masks import BLOCK_START

THEMATIC_BREAK = re.compile(r"[ \t]*(?:-[ \t]*){3,}|[ \t]*(?:\*[ \t]*){3,}|[ \t]*(?:_[ \t]*){3,}")
_STARTS_BLOCK = re.compile(rf"\s*(?:[>|{BLOCK_START}]|[-*+]\s|#{{1,6}}\s|[0-9]{{1,9}}[.)]\s)")
_ONE_LINE_BLOCK = re.compile(rf"\s*(?:{BLOCK_START}|[|]|#{{1,6}}\s)|$")


def without_hard_break(line: str) -> str:
    """Return a line without the backslash or the spaces that break it."""
    return line.rstrip().removesuffix("\\").rstrip()


def joined_lines(text: str) -> str:
    """Return a text with each paragraph and item on one line, tables and code as they are."""
    blocks: list[list[str]] = []
    for line in text.strip("\n").split("\n"):
        line = "" if THEMATIC_BREAK.fullmatch(line) else without_hard_break(line)
        if (
            line
            and blocks
            and not (_STARTS_BLOCK.match(line) or _ONE_LINE_BLOCK.match(blocks[-1][0]))
        ):
            blocks[-1].append(line.lstrip())
        else:
            blocks.append([line])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(lines) for lines in blocks)).strip()
