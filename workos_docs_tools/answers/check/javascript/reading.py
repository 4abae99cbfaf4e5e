"""What JavaScript and TypeScript code does with the SDK."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.typescript.syntax import (
    child,
    children,
    parse,
    string_value,
    text_of,
)
from workos_docs_tools.answers.check.findings import Span
from workos_docs_tools.answers.check.javascript.scopes import Scope, read_scopes
from workos_docs_tools.answers.check.javascript.values import Values, is_of, required_module
from workos_docs_tools.answers.check.javascript.webhooks import find_webhook_alarms
from workos_docs_tools.answers.check.usage import Alarm, Argument, Import, Literals, Usage, Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tree_sitter import Node

    from workos_docs_tools.answers.check.surface import Surface

_IMPORT_TYPE = re.compile(r"""\bimport\((["'])[^"'\n]*\1\)\.(?=\w)""")
_LITERALS: Mapping[str, Literals] = {
    "string": "str",
    "template_string": "str",
    "number": "number",
    "true": "bool",
    "false": "bool",
    "array": "list",
    "object": "object",
}
_UNREADABLE = "Not understood as JavaScript or TypeScript: what is here is not checked."
_CALLS = ("call_expression", "new_expression")


def read_usage(code: str, surface: Surface, *, jsx: bool = True) -> Usage:
    """Return what code does with an SDK.

    Args:
        code: The text of a file.
        surface: The SDK.
        jsx: Whether `<` may open an element: not in a `.ts` file.

    """
    return _Reader(parsed(code, jsx=jsx), code, surface).read()


def parsed(code: str, *, jsx: bool = True) -> Node:
    """Return the syntax tree of code, of the dialect in which it has no error."""
    code = code.encode(errors="replace").decode()
    # The grammar does not know `import("module").Type<Argument>`.
    readable = _IMPORT_TYPE.sub(lambda match: " " * len(match[0]), code)
    roots = []
    for with_elements in (jsx, not jsx):
        root = parse(readable, jsx=with_elements)
        if not root.has_error:
            return root
        roots.append(root)
    return roots[0]


def _first_error(root: Node) -> Node:
    current = root
    while True:
        inner = next((one for one in current.children if one.has_error or one.is_missing), None)
        if inner is None:
            return current
        if inner.type == "ERROR" or inner.is_missing:
            return inner
        current = inner


class _Reader:
    def __init__(self, root: Node, code: str, surface: Surface) -> None:
        self._root = root
        self._scopes = read_scopes(root)
        self._values = Values(self._scopes, surface)
        self._surface = surface
        self._code = code
        code = code.encode(errors="replace").decode()
        self._is_ascii = code.isascii()
        self._lines = [] if self._is_ascii else code.encode().split(b"\n")

    def read(self) -> Usage:
        usage = Usage()
        for node, scope in self._scopes.nodes:
            if node.id in self._scopes.broken:
                continue
            if node.type == "import_statement":
                usage.imports += self._imports(node)
            elif node.type == "variable_declarator":
                usage.imports += self._required(node)
            elif node.type in _CALLS:
                usage.uses += self._call(node, scope)
            elif node.type == "member_expression" and node.id not in self._scopes.inner:
                usage.uses += self._reference(node, scope)
        # The grammar is stricter than the language in rare places, and what has nothing to do with
        # WorkOS need not be understood.
        if self._root.has_error and "workos" in self._code.lower():
            span = self._span(_first_error(self._root))
            usage.alarms.append(Alarm("unreadable", span, _UNREADABLE))
        usage.alarms += find_webhook_alarms(
            self._code, self._scopes, self._values, self._surface, self._span
        )
        return usage

    def _imports(self, node: Node) -> Iterator[Import]:
        module = string_value(node.child_by_field_name("source")) or ""
        if not is_of(module, self._surface.package.snapshot.package):
            return
        for item in children(child(node, "import_clause")):
            if item.type == "identifier":
                yield Import(module, "default", self._span(item))
            for one in children(item, "import_specifier"):
                name = one.child_by_field_name("name")
                yield Import(module, text_of(name), self._span(name or one))

    def _required(self, node: Node) -> Iterator[Import]:
        """Yield what is taken from `require("...")` or `await import("...")`."""
        value, pattern = node.child_by_field_name("value"), node.child_by_field_name("name")
        if value is not None and value.type == "await_expression":
            value = child(value)
        module = required_module(value) if value is not None else ""
        is_pattern = pattern is not None and pattern.type == "object_pattern"
        if not is_pattern or not is_of(module, self._surface.package.snapshot.package):
            return
        for item in children(pattern):
            key = item.child_by_field_name("key") if item.type == "pair_pattern" else item
            if item.type in ("pair_pattern", "shorthand_property_identifier_pattern"):
                yield Import(module, text_of(key), self._span(item))

    def _call(self, node: Node, scope: Scope) -> Iterator[Use]:
        is_new = node.type == "new_expression"
        function = node.child_by_field_name("constructor" if is_new else "function")
        value = self._values.of(function, scope)
        if function is None or value is None or self._is_tolerant(function, scope):
            return
        arguments = self._arguments(node.child_by_field_name("arguments"))
        yield Use(value, self._span(function), arguments, is_call=True, is_new=is_new)

    def _reference(self, node: Node, scope: Scope) -> Iterator[Use]:
        value = self._values.of(node, scope)
        if value is not None and not self._is_tolerant(node, scope):
            yield Use(value, self._span(node))

    def _is_tolerant(self, node: Node, scope: Scope) -> bool:
        """Whether an expression asks first whether what it calls is there: `a.b?.c()`."""
        current: Node | None = node
        while current is not None and current.type == "member_expression":
            base = current.child_by_field_name("object")
            if child(current, "optional_chain") is not None:
                value = self._values.of(base, scope)
                if value is None or value.path:
                    return True
            current = base
        return False

    def _arguments(self, node: Node | None) -> tuple[Argument, ...] | None:
        if node is None:
            return ()
        if node.type != "arguments":
            return None  # a tagged template
        found = [one for one in children(node) if one.type != "comment"]
        if node.has_error or any(one.type == "spread_element" for one in found):
            return None
        return tuple(self._argument("", one, one) for one in found)

    def _argument(self, name: str, value: Node | None, place: Node, depth: int = 4) -> Argument:
        while value is not None and value.type in ("parenthesized_expression",):
            value = child(value)
        literal = _LITERALS.get(value.type, "") if value is not None else ""
        fields = self._fields(value, depth) if value is not None and literal == "object" else None
        return Argument(name, literal, self._span(place), fields)

    def _fields(self, node: Node, depth: int) -> tuple[Argument, ...] | None:
        """Return the properties of an object; None where some are only known when it runs."""
        found = []
        for item in children(node) if depth else ():
            key = item.child_by_field_name("key") or item.child_by_field_name("name")
            if item.type == "shorthand_property_identifier":
                found.append(self._argument(text_of(item), None, item))
            elif item.type == "method_definition" and key is not None:
                found.append(self._argument(text_of(key), None, key))
            elif item.type == "pair" and key is not None and key.type in _KEYS:
                name = string_value(key) or text_of(key)
                value = item.child_by_field_name("value")
                found.append(self._argument(name, value, key, depth - 1))
            elif item.type != "comment":
                return None
        return tuple(found) if depth else None

    def _span(self, node: Node) -> Span:
        """Return where a node is; of an attribute, where its own name is."""
        if node.type == "member_expression":
            node = node.child_by_field_name("property") or node
        start, end = node.start_point, node.end_point
        return Span(
            start.row + 1,
            self._column(start.row, start.column),
            end.row + 1,
            self._column(end.row, end.column),
        )

    def _column(self, row: int, offset: int) -> int:
        """Return the column of an offset in bytes."""
        if self._is_ascii:
            return offset + 1
        return len(self._lines[row][:offset].decode(errors="ignore")) + 1


_KEYS = ("property_identifier", "string", "number")
