"""Syntax trees of TypeScript and JavaScript, and the small questions that are asked of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import tree_sitter_typescript
from tree_sitter import Language, Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

MAX_DEPTH = 500
"""Deepest nesting walked. Declarations nest some ten levels, function bodies some thirty."""


def parse(text: str, *, jsx: bool = False) -> Node:
    """Return the syntax of a file; what it does not understand is an error node."""
    return _parser(jsx).parse(text.encode()).root_node


def text_of(node: Node | None) -> str:
    """Return the source of a node; empty for none."""
    return node.text.decode(errors="replace") if node is not None and node.text else ""


def one_line(node: Node | None) -> str:
    """Return the source of a node with its white space folded."""
    return " ".join(text_of(node).split())


def line_of(node: Node) -> int:
    """Return the line of a node, from 1."""
    return node.start_point.row + 1


def walk(node: Node, depth: int = MAX_DEPTH) -> Iterator[Node]:
    """Yield a node and all that is in it, in order of appearance."""
    stack = [(node, depth)]
    while stack:
        current, left = stack.pop()
        yield current
        if left:
            stack.extend((child, left - 1) for child in reversed(current.named_children))


def children(node: Node | None, *kinds: str) -> list[Node]:
    """Return the named children of some kinds; all without a kind."""
    found = node.named_children if node is not None else []
    return [child for child in found if not kinds or child.type in kinds]


def child(node: Node | None, *kinds: str) -> Node | None:
    """Return the first named child of some kinds, or None."""
    return next(iter(children(node, *kinds)), None)


def type_of(node: Node, field: str = "type") -> Node | None:
    """Return the type in an annotation, without its colon."""
    annotation = node.child_by_field_name(field)
    if annotation is not None and annotation.type == "type_annotation":
        return child(annotation)
    return annotation


def comment_before(node: Node) -> str:
    """Return the JSDoc comment that stands directly above a declaration, or nothing."""
    above = node
    while above.parent is not None and above.parent.type in _WRAPPERS:
        above = above.parent
    previous = above.prev_named_sibling
    found = text_of(previous) if previous is not None and previous.type == "comment" else ""
    return found if found.startswith("/**") else ""


def string_value(node: Node | None) -> str | None:
    """Return the value of a string literal, or None for any other node."""
    if node is not None and node.type == "literal_type":
        node = child(node)
    if node is None or node.type != "string":
        return None
    return "".join(text_of(part) for part in children(node))


def is_private(member: Node) -> bool:
    """Whether a class member is private, protected or named like it."""
    modifier = child(member, "accessibility_modifier")
    name = member.child_by_field_name("name")
    return (
        (modifier is not None and text_of(modifier) != "public")
        or (name is not None and name.type == "private_property_identifier")
        or text_of(name).startswith(("_", "#"))
    )


_WRAPPERS = {
    "export_statement",
    "ambient_declaration",
    "lexical_declaration",
    "variable_declaration",
}


@cache
def _parser(jsx: bool) -> Parser:
    grammar = tree_sitter_typescript
    return Parser(Language(grammar.language_tsx() if jsx else grammar.language_typescript()))
