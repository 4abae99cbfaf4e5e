"""The documentation's Markdown on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.markdown import CodeBlock, Markdown, MarkdownElement
from rich.segment import Segment
from rich.syntax import Syntax
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

_CODE_THEME = "ansi_dark"
_INDENT = 2
_MARGIN = 3
"""Columns beside a text: its indentation, and one that keeps it from the terminal's edge."""


@dataclass(frozen=True, slots=True)
class Body:
    """Markdown, indented."""

    markdown: str
    hyperlinks: bool
    """Whether links are marked as such; else their URLs are written out."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        shown = _Markdown(self.markdown, code_theme=_CODE_THEME, hyperlinks=self.hyperlinks)
        segments = console.render(shown, options.update(width=options.max_width - _MARGIN))
        yield Text("")
        for line in Segment.split_lines(segments):
            yield from (Segment(" " * _INDENT), *line, Segment.line())
        yield Text("")


class _CodeBlock(CodeBlock):
    """A code block whose lines stay whole."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width < console.width - _MARGIN:
            # Lists and quotations cut off what is longer than they are wide.
            yield from super().__rich_console__(console, options)
            return
        code = str(self.text).rstrip()
        text = Syntax(code, self.lexer_name, theme=self.theme).highlight(code)
        text.rstrip()
        text.no_wrap, text.overflow = True, "ignore"
        yield from (Text(""), text, Text(""))


class _Markdown(Markdown):
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "fence": _CodeBlock,
        "code_block": _CodeBlock,
    }
