"""The fields of the objects that methods take: inherited, combined, picked and omitted ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.models import SdkParameter
from workos_docs_loaders.sdk.typescript.jsdoc import read_jsdoc
from workos_docs_loaders.sdk.typescript.parsing.syntax import (
    child,
    children,
    comment_before,
    one_line,
    string_value,
    text_of,
    type_of,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tree_sitter import Node

    from workos_docs_loaders.sdk.typescript.parsing.declarations import Declarations

MAX_DEPTH = 12
"""Longest chain of types that is followed; types may refer to themselves."""
MAX_NESTING = 2
"""How deep fields of fields are read. An audit log event nests that deep."""
MAX_FIELDS = 200
"""Most fields of one object; the largest of the SDK has thirty."""

Fields = dict[str, SdkParameter]


class FieldReader:
    """Reads the fields of types by following the declarations of a package."""

    def __init__(self, declarations: Declarations) -> None:
        self._declarations = declarations

    def fields(self, node: Node | None, path: str) -> tuple[SdkParameter, ...]:
        """Return the fields of the object that a type describes; nothing for other types.

        Args:
            node: The type.
            path: File that names it; what that file declares comes before what others do.
        """
        reader = _TypeReader(self._declarations, path)
        return tuple(reader.read(node, MAX_NESTING, MAX_DEPTH).values())[:MAX_FIELDS]


class _TypeReader:
    """Reads types in the words of one file."""

    def __init__(self, declarations: Declarations, path: str) -> None:
        self._declarations = declarations
        self._path = path

    def read(self, node: Node | None, nesting: int, depth: int) -> Fields:
        """Return the fields of a type by their names."""
        if node is None or not nesting or not depth:
            return {}
        match node.type:
            case "type_identifier":
                return self._named(text_of(node), nesting, depth - 1)
            case "object_type" | "interface_body":
                return self._properties(node, nesting, depth)
            case "intersection_type":
                return _merged(self.read(part, nesting, depth - 1) for part in children(node))
            case "union_type":
                return self._union(node, nesting, depth - 1)
            case "parenthesized_type" | "readonly_type":
                return self.read(child(node), nesting, depth - 1)
            case "generic_type":
                return self._generic(node, nesting, depth - 1)
        return {}

    def _named(self, name: str, nesting: int, depth: int) -> Fields:
        all_declared = self._declarations.types.get(name, ())
        near = [one for one in all_declared if one.file.path == self._path]
        declared = next(iter(near or all_declared), None)
        if declared is None:
            return {}
        node, reader = declared.node, _TypeReader(self._declarations, declared.file.path)
        if node.type == "type_alias_declaration":
            return reader.read(node.child_by_field_name("value"), nesting, depth)
        inherited = [
            reader.read(base, nesting, depth)
            for clause in children(node, "extends_type_clause")
            for base in children(clause)
        ]
        own = reader.read(node.child_by_field_name("body"), nesting, depth)
        # What the interface says itself comes first, and wins.
        return own | {key: value for key, value in _merged(inherited).items() if key not in own}

    def _properties(self, node: Node, nesting: int, depth: int) -> Fields:
        found: Fields = {}
        for item in children(node, "property_signature", "method_signature"):
            name = text_of(item.child_by_field_name("name")).strip("'\"")
            kind = type_of(item)
            documentation = read_jsdoc(comment_before(item))
            found[name] = SdkParameter(
                name=name,
                type=one_line(kind),
                required=not any(mark.type == "?" for mark in item.children),
                description=" ".join(documentation.description.split()),
                kind="field",
                deprecated=bool(documentation.deprecated),
                fields=tuple(self.read(_element(kind), nesting - 1, depth - 1).values()),
            )
        return found

    def _union(self, node: Node, nesting: int, depth: int) -> Fields:
        """Return the fields of all alternatives; required are those that all of them require."""
        alternatives = [self.read(part, nesting, depth) for part in _alternatives(node)]
        objects = [fields for fields in alternatives if fields]
        merged = _merged(objects)
        return {
            name: replace(
                value,
                required=all(name in fields and fields[name].required for fields in objects),
            )
            for name, value in merged.items()
        }

    def _generic(self, node: Node, nesting: int, depth: int) -> Fields:
        name = text_of(node.child_by_field_name("name"))
        arguments = children(node.child_by_field_name("type_arguments"))
        change = _UTILITIES.get(name)
        if change is None or not arguments:
            return self._named(name, nesting, depth)
        keys = {
            value
            for argument in arguments[1:]
            for part in walk(argument)
            if (value := string_value(part)) is not None
        }
        return change(self.read(arguments[0], nesting, depth), keys)


def _partial(fields: Fields, _: set[str]) -> Fields:
    return {name: replace(value, required=False) for name, value in fields.items()}


def _required(fields: Fields, _: set[str]) -> Fields:
    return {name: replace(value, required=True) for name, value in fields.items()}


def _omit(fields: Fields, keys: set[str]) -> Fields:
    return {name: value for name, value in fields.items() if name not in keys}


def _pick(fields: Fields, keys: set[str]) -> Fields:
    return {name: value for name, value in fields.items() if name in keys}


def _unchanged(fields: Fields, _: set[str]) -> Fields:
    return fields


_UTILITIES: Mapping[str, Callable[[Fields, set[str]], Fields]] = {
    "Partial": _partial,
    "Required": _required,
    "Omit": _omit,
    "Pick": _pick,
    "Readonly": _unchanged,
    "NonNullable": _unchanged,
    "Promise": lambda fields, keys: {},
    "Record": lambda fields, keys: {},
    "Array": lambda fields, keys: {},
}
"""Utility types of TypeScript: what each makes of the fields of its first argument."""


def _merged(parts: Iterable[Fields]) -> Fields:
    found: Fields = {}
    for fields in parts:
        for name, value in fields.items():
            known = found.get(name)
            if known is None:
                found[name] = value
                continue
            # One alternative of several excludes with `never` what another one takes.
            said = value if known.type == "never" else known
            found[name] = replace(said, required=known.required or value.required)
    return found


def _alternatives(node: Node) -> list[Node]:
    """Return the parts of a union, which nests to the left."""
    found: list[Node] = []
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type == "union_type":
            stack.extend(reversed(children(current)))
        else:
            found.append(current)
    return found


def _element(kind: Node | None) -> Node | None:
    """Return the type whose fields a property has: of the items for an array."""
    while kind is not None and kind.type == "array_type":
        kind = child(kind)
    return kind
