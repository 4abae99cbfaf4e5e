"""Reference links of Markdown written out, so that a part of a file can stand alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import normalizeReference

from workos_docs_loaders.markdown.text import code_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.token import Token

References = dict[str, dict[str, Any]]
"""Definitions by normalised label, as markdown-it puts them into its environment."""

_BRACKETS = r"\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*+)\]"
_LINK = re.compile(rf"\\.|{_BRACKETS}(?:(?=\()|\[(?P<label>[^\[\]]*)\])?", re.DOTALL)


def resolve_references(
    lines: Sequence[str], tokens: Sequence[Token], references: References
) -> list[str | None]:
    """Return the lines of a file with links written out where they were references.

    Args:
        lines: The file's lines.
        tokens: Its block tokens; only lines of inline content are changed, never code.
        references: The link definitions found in the file.

    Returns:
        As many items as lines, so that line numbers stay true; None for the lines that went into
        another: those of a paragraph into its first, those of a definition where it is used.
    """
    resolved: list[str | None] = list(lines)
    if not references:
        return resolved
    used: set[str] = set()
    for token in tokens:
        if token.type == "inline" and token.map is not None and "[" in token.content:
            start, end = token.map
            text = "\n".join(lines[start:end])
            resolved[start:end] = [write_out(text, references, used), *[None] * (end - start - 1)]
    for label in used:
        start, end = references[label]["map"]
        resolved[start:end] = [None] * (end - start)
    return resolved


def write_out(text: str, references: References, used: set[str]) -> str:
    """Return inline Markdown with `[text][label]`, `[label][]` and `[label]` as inline links.

    Args:
        text: Inline Markdown, of one paragraph or heading.
        references: The definitions that its labels may name.
        used: Receives the labels that the text uses.
    """

    def replace(match: re.Match[str]) -> str:
        inner = match["text"]
        if inner is None or code.covers(match.start()):
            return match[0]
        shown = f"[{write_out(inner, references, used) if '[' in inner else inner}]"
        label = normalizeReference(match["label"] or inner)
        is_inline_link = text.startswith("(", match.end())
        # `[^1]` is a footnote, though CommonMark takes a note of one word for a link.
        if is_inline_link or label not in references or label.startswith("^"):
            return shown + match[0][len(inner) + 2 :]
        used.add(label)
        return f"{shown}({_target(references[label])})"

    code = _CodeSpans(text)
    return _LINK.sub(replace, text)


class _CodeSpans:
    """Where the code spans of a text are; positions must be asked for from left to right."""

    def __init__(self, text: str) -> None:
        self._spans = list(code_spans(text))
        self._spans.reverse()

    def covers(self, position: int) -> bool:
        while self._spans and self._spans[-1][1] <= position:
            self._spans.pop()
        return bool(self._spans) and self._spans[-1][0] <= position


def _target(definition: Mapping[str, Any]) -> str:
    href, title = definition["href"], definition["title"]
    target = f"<{href}>" if not href or re.search(r"[\s()]", href) else href
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'{target} "{quoted}"' if title else target
