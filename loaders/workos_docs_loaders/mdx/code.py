"""Code: fenced blocks and code spans, found before anything else reads the text."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.fence_info import read_fence_info
from workos_docs_loaders.markdown.text import code_spans
from workos_docs_loaders.models import Problem

if TYPE_CHECKING:
    from workos_docs_loaders.mdx.masks import Masks

_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<marker>(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?"
    # After the marks that end a comment or a string of program text, its own end follows.
    r"(?:(?P<ticks>`{3,})(?P<info>(?!\s*\*/)[^`]*)"
    r"|(?P<tildes>~{3,})(?P<tilde_info>(?!\s*(?:\*/|`)).*))$"
)
_CLOSING = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t]*$")
_HIGHLIGHT = re.compile(
    r"^\s*(?://|#|--|/\*|\{/\*|<!--)\s*[+-]?(?:diff|highlight)-(?:start|end)\s*(?:\*/\}?|-->)?\s*$"
)
_BLOCK_START = re.compile(r"\s*(?:$|[>|]|[-*+]\s|#{1,6}\s|[0-9]{1,9}[.)]\s)")


def hide_fences(text: str, masks: Masks) -> tuple[str, list[Problem]]:
    """Replace every fenced code block by a placeholder on a line of its own.

    A fence that is never closed runs to the end of the text, as in every Markdown parser.
    """
    lines = text.split("\n")
    kept: list[str] = []
    problems: list[Problem] = []
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if not opening:
            kept.append(lines[number])
            number += 1
            continue
        delimiter = opening["ticks"] or opening["tildes"]
        end = number + 1
        while end < len(lines) and not _closes(lines[end], delimiter):
            end += 1
        if end == len(lines):
            problems.append(Problem("the code fence is never closed", number + 1))
        # A fence that opens a list item leaves the item's mark on a line of its own.
        item = [opening["indent"] + opening["marker"].rstrip()] if opening["marker"] else []
        width = opening.end("marker") if item else opening.end("indent")
        margin = " \t>" if ">" in opening["indent"] else " \t"
        block = masks.hide(
            _block(
                delimiter,
                opening["info"] or opening["tilde_info"] or "",
                [_dedented(line, width, margin) for line in lines[number + 1 : end]],
            ),
            lines=min(end, len(lines) - 1) - number - len(item),
            block=True,
        )
        kept += [*item, opening["indent"] + block]
        number = end + 1
    return "\n".join(kept), problems


def _closes(line: str, delimiter: str) -> bool:
    closing = _CLOSING.match(line)
    return closing is not None and closing[1].startswith(delimiter)


def _dedented(line: str, width: int, margin: str) -> str:
    """Return a line of code without the indentation, or blockquote mark, of its fence."""
    return line[:width].lstrip(margin) + line[width:]


def _block(delimiter: str, info: str, code: list[str]) -> str:
    said = read_fence_info(info)
    lines = [line for line in code if not _HIGHLIGHT.match(line)]
    return "\n".join(
        [
            *([f"**{said.title}**"] if said.title else []),
            delimiter + said.language,
            *lines,
            delimiter,
        ]
    )


def hide_spans(text: str, masks: Masks) -> str:
    """Replace every code span by a placeholder. A span never reaches into another block."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if number and _BLOCK_START.match(line)]
    bounds = [0, *starts, len(lines)]
    blocks = ("\n".join(lines[i:j]) for i, j in itertools.pairwise(bounds))
    return "\n".join(
        _hide_spans_of_block(block, masks) if "`" in block else block for block in blocks
    )


def _hide_spans_of_block(block: str, masks: Masks) -> str:
    parts: list[str] = []
    position = 0
    for start, end in code_spans(block):
        span = block[start:end]
        parts += [
            block[position:start],
            masks.hide(re.sub(r"\s*\n\s*", " ", span), lines=span.count("\n")),
        ]
        position = end
    return "".join((*parts, block[position:]))
