"""The tree of a text turned into Markdown, by the handler of each element."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING

from workos_docs_loaders.mdx.elements.tags import Element

if TYPE_CHECKING:
    from workos_docs_loaders.mdx.masks import Masks

Handler = Callable[[Element, "Renderer"], str]


@dataclass(frozen=True, slots=True)
class Handlers:
    """What renders which element."""

    inline: Mapping[str, Handler]
    """Those of elements that stand inside a line."""
    blocks: Mapping[str, Handler]
    """Those of elements that stand on lines of their own."""
    other: Handler
    """That of any other element, whose place says which of both it is."""


class Renderer:
    """Turns a tree of elements into Markdown and remembers what the tree says about the page."""

    def __init__(self, masks: Masks, assets: Mapping[str, str], handlers: Handlers) -> None:
        self.masks = masks
        self.assets = assets
        self.deprecated = False
        self._handlers = handlers

    def children(self, element: Element) -> str:
        """Return what an element holds, as Markdown without the element's own indentation."""
        parts: list[str] = []
        before: Element | None = None
        for child in element.children:
            if isinstance(child, str):
                parts.append(child)
                before = before if not child else None
                continue
            text = self.element(child)
            if before and _run_together(before, parts[-1], child, text):
                parts.append(" ")
            parts.append(text)
            before = child
        text = "".join(parts)
        return cleandoc(text) if element.alone else text

    def element(self, element: Element) -> str:
        """Return an element as Markdown, a block with blank lines around it."""
        if handler := self._handlers.inline.get(element.name):
            return handler(element, self)
        handler = self._handlers.blocks.get(element.name)
        text = (handler or self._handlers.other)(element, self)
        if element.in_row:  # a row of a table is one line
            return f" {' '.join(text.split())} " if handler else text
        if handler is None and not element.alone:
            return text
        lines = ["", "", *text.split("\n"), "", ""]
        return f"\n{element.indent}".join(lines)


def _run_together(before: Element, left: str, after: Element, right: str) -> bool:
    """Whether two words would meet that boxes keep apart on the web page."""
    boxes = (each.name[:1].isupper() or each.name in _BOXES for each in (before, after))
    return bool(left[-1:].strip() and right[:1].strip()) and any(boxes)


_BOXES = frozenset({"button", "kbd"})
