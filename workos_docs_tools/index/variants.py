"""An API page says the same in several languages: one of them is searched, the others are read.

Searched is the language that is shown by default. What the others alone say, names and values in
code, is embedded with it, so that a page is found by any of its names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from workos_docs_loaders.markdown.parts import split_parts
from workos_docs_tools.languages import shown_language
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workos_docs_loaders.models import Node

_CODE = re.compile(r"(?<!`)`([^`\n]{1,80})`(?!`)|\"([\w:.-]{1,80})\"")
"""Code in prose, or a value in a type: `name`, `"verified"`."""


class Divided(NamedTuple):
    """The nodes of a documentation."""

    searched: tuple[Node, ...]
    read: tuple[Node, ...]
    """Nodes of API pages in languages that are not searched."""


def divided(nodes: Iterable[Node]) -> Divided:
    """Return which nodes are searched, and which are only read.

    Args:
        nodes: All nodes, in page order.
    """
    pages: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        pages[node.path].append(node)
    searched: list[Node] = []
    read: list[Node] = []
    for page in pages.values():
        shown = shown_language([node.language for node in page])
        others = [node for node in page if node.language not in ("", shown)]
        kept = [node for node in page if node.language in ("", shown)]
        if others:
            first = next(place for place, node in enumerate(kept) if node.language)
            kept[first] = with_names(kept[first], _said_alone(others, kept))
        searched += kept
        read += others
    return Divided(tuple(searched), tuple(read))


def with_names(node: Node, also: str) -> Node:
    """Return a node that is embedded with what else it is called."""
    named = replace(node, also=also)
    return replace(named, parts=split_parts(named.text, context=named.context))


def _said_alone(others: Sequence[Node], shown: Sequence[Node]) -> str:
    """Return a line a node: its headings, and the code of which the nodes before have no word."""
    known = {word for node in shown for word in tokenize(node.embedded_text)}
    introduced = {*_titles(shown)}
    lines: list[str] = []
    for node in others:
        headings = [title for title in _titles([node]) if title not in introduced]
        unknown: list[str] = []
        for code in _codes(node.text):
            words = {*tokenize(code)}
            if words - known and not any(code in heading for heading in headings):
                unknown.append(code)
            known |= words
        lines.append("; ".join((*headings, *unknown)))
    return "\n".join(filter(None, lines))


def _titles(nodes: Sequence[Node]) -> Iterator[str]:
    return (heading.title for node in nodes for heading in node.headings)


def _codes(text: str) -> Iterator[str]:
    return (match[1] or match[2] for match in _CODE.finditer(text))
