"""Program text of a page, which no reader sees: imports, exports, scripts; and HTML's own code.

Whatever is taken out leaves its line ends, so that problems keep their line numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from workos_docs_loaders.markdown.html import text_of_html
from workos_docs_loaders.mdx.masks import BLOCK_START

if TYPE_CHECKING:
    from workos_docs_loaders.mdx.masks import Masks

_STATEMENT = re.compile(
    r"^(?:import\s*+(?:[\"'{*]|type\s|[\w$]++\s*+(?:,|from\b))"
    r"|export\s++(?:default\b|const\b|let\b|var\b|function\b|async\b|class\b|type\s+\w+\s*[=<]"
    r"|interface\s+\w|enum\s+\w|[{*]))",
    re.MULTILINE,
)
_MAY_PRECEDE = re.compile(r"\s*$|import\b|export\b|[/*)}\]]|.*[;'\"]\s*$")
_HEADING = re.compile(r"\n\n#{1,6} ")
_NEXT_BLOCK = re.compile(r"[ \t]*(?:\n|$|#{1,6} |:::|</script\b|(?:import|export)\b)")
_EXPRESSION = re.compile(r"^[ \t]*+\{(?![{%<\"'/#:])", re.MULTILINE)
_IS_PROGRAM = re.compile(r"=>|&&|\|\||\w\(|\?\s.*:")
_MARK = re.compile(r"[{}()\[\]\"'`\n]|//|/\*")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_MAX_STATEMENT = 50_000
_RAW = re.compile(r"<(?P<name>script|style|pre)\b[^<>]{0,1000}+>", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{`([^`]*)`\}")
_IS_MDX = re.compile(r"^[ \t]*</?[A-Z]|^(?:import|export)\s", re.MULTILINE)
_BLOCKS = MarkdownIt("commonmark")
_BLOCKS.core.ruler.disable(["inline", "text_join"])


def without_program_text(text: str) -> str:
    """Return text whose fences are hidden, without `import`, `export` and computed expressions."""
    if "import" not in text and "export" not in text and "{" not in text:
        return text
    walker = _Walker(text)
    for pattern, end in ((_STATEMENT, walker.statement_end), (_EXPRESSION, walker.expression_end)):
        parts: list[str] = []
        position = 0
        for match in pattern.finditer(walker.text):
            if match.start() < position:
                continue
            stop = end(match)
            if stop is not None:
                program = walker.text[match.start() : stop]
                parts += [walker.text[position : match.start()], _remainder(program)]
                position = stop
        walker.text = "".join((*parts, walker.text[position:]))
    return walker.text


def _remainder(program: str) -> str:
    """Return what stays of program text: its line ends, and the elements of a condition."""
    first, last = program.find("<"), program.rfind(">")
    is_condition = program.lstrip().startswith("{") and "=>" not in program and 0 <= first < last
    if is_condition:
        before, after = program[:first], program[last + 1 :]
        return "\n" * before.count("\n") + program[first : last + 1] + "\n" * after.count("\n")
    return "\n" * program.count("\n")


class _Walker:
    """Finds where program text ends, in time that grows with the text alone."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._budget = 4 * len(text) + _MAX_STATEMENT

    def statement_end(self, match: re.Match[str]) -> int | None:
        """Return the end of the line on which a statement ends, or None if it is none."""
        start = match.start()
        line = self.text[self.text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
        if not _MAY_PRECEDE.match(line):
            return None
        end = self._end(start, in_expression=False)
        # A heading says that a mark, taken for that of a string, has run into the text.
        return None if end is None or _HEADING.search(self.text, start, end) else end

    def expression_end(self, match: re.Match[str]) -> int | None:
        """Return where an expression that computes something ends, if it is alone on its lines."""
        end = self._end(match.end() - 1, in_expression=True)
        if end is None or self.text[end : end + 1] not in ("", "\n"):
            return None
        return end if _IS_PROGRAM.search(self.text, match.end(), end) else None

    def _end(self, start: int, *, in_expression: bool) -> int | None:
        opened: list[str] = []
        position = start
        limit = min(len(self.text), start + (_MAX_STATEMENT if self._budget > 0 else 200))
        while mark := _MARK.search(self.text, position, limit):
            position = mark.end()
            found = mark[0]
            if found in _CLOSING:
                opened.append(_CLOSING[found])
            elif found in ")]}":
                if not opened or opened.pop() != found:
                    break
                if in_expression and not opened:
                    return position
            elif found == "\n":
                if not opened and not in_expression and _NEXT_BLOCK.match(self.text, position):
                    return mark.start()
            elif found != "//":
                position = self._after_string(found, position, limit)
        else:
            if limit == len(self.text) and not opened and not in_expression:
                return limit
        self._budget -= position - start
        return None

    def _after_string(self, mark: str, position: int, limit: int) -> int:
        closing = "*/" if mark == "/*" else mark
        end = self.text.find(closing, position, limit)
        if end == -1 or (mark in "\"'" and "\n" in self.text[position:end]):
            return position  # an apostrophe of the text in an element
        return end + len(closing)


def hide_raw_elements(text: str, masks: Masks) -> str:
    """Return text without scripts and styles, and with `<pre>` hidden as a code block."""
    parts: list[str] = []
    position = 0
    missing: set[str] = set()
    while match := _RAW.search(text, position):
        name = match["name"].lower()
        end = -1 if name in missing else text.find(f"</{match['name']}>", match.end())
        if end == -1:
            missing.add(name)
            parts.append(text[position : match.end()])
            position = match.end()
            continue
        stop = end + len(name) + 3
        html = text[match.start() : stop]
        parts.append(text[position : match.start()])
        if name != "pre":
            parts.append("\n" * html.count("\n"))
        elif BLOCK_START in html:
            parts.append(html)
        else:
            is_alone = not text[: match.start()].rpartition("\n")[2].strip() and not (
                text[stop:].partition("\n")[0].strip()
            )
            parts.append(_code(masks.restore(html), masks, is_block=is_alone))
        position = stop
    return "".join((*parts, text[position:]))


def _code(html: str, masks: Masks, *, is_block: bool) -> str:
    code, language = text_of_html(html)
    if template := _TEMPLATE.fullmatch(code.strip()):
        code = template[1]
    code = code.strip("\n")
    if not code.strip():
        return "\n" * html.count("\n")
    if not is_block:
        words = " ".join(code.split())
        return masks.hide(
            f"`` {words} ``" if "`" in words else f"`{words}`", lines=html.count("\n")
        )
    fence = "````" if "```" in code else "```"
    return masks.hide(f"{fence}{language}\n{code}\n{fence}", lines=html.count("\n"), block=True)


def hide_indented_code(text: str, masks: Masks) -> str:
    """Return Markdown that is no MDX with its indented code hidden; MDX has none."""
    if ("\n    " not in text and "\n\t" not in text) or _IS_MDX.search(text):
        return text
    lines = text.split("\n")
    for token in reversed(_BLOCKS.parse(text)):
        if token.type != "code_block" or token.map is None:
            continue
        start, end = token.map
        while end > start + 1 and not lines[end - 1].strip():
            end -= 1
        code = token.content.rstrip("\n")
        fence = "````" if "```" in code else "```"
        block = f"{fence}\n{code}\n{fence}"
        indent = lines[start][: len(lines[start]) - len(lines[start].lstrip(" \t>"))]
        margin = indent[: max(0, len(indent) - 4)]
        lines[start:end] = [margin + masks.hide(block, lines=end - start - 1, block=True)]
    return "\n".join(lines)
