"""What a package declares, by name: classes, interfaces, types, constants and functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.typescript.syntax import (
    child,
    children,
    is_private,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from workos_docs_loaders.sdk.typescript.files import ParsedFile

_METHODS = ("method_signature", "method_definition", "abstract_method_signature")
_KINDS = {
    "class_declaration": "classes",
    "abstract_class_declaration": "classes",
    "interface_declaration": "types",
    "type_alias_declaration": "types",
    "function_signature": "functions",
    "function_declaration": "functions",
    "generator_function_declaration": "functions",
    "enum_declaration": "constants",
    "variable_declarator": "constants",
}
_WRAPPERS = {
    "export_statement",
    "ambient_declaration",
    "lexical_declaration",
    "variable_declaration",
    "expression_statement",
    "internal_module",
    "module",
    "statement_block",
}
"""What stands between a file and its declarations."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration and the file it stands in."""

    node: Node
    file: ParsedFile
    comment: str = ""
    """JSDoc that does not stand right above the node."""


@dataclass
class Declarations:
    """Declarations by name. A name that several files declare has several, in file order."""

    classes: dict[str, list[Declared]] = field(default_factory=dict)
    types: dict[str, list[Declared]] = field(default_factory=dict)
    constants: dict[str, list[Declared]] = field(default_factory=dict)
    functions: dict[str, list[Declared]] = field(default_factory=dict)

    def methods(self, name: str, depth: int = 8) -> dict[str, list[Declared]]:
        """Return the public methods of a class, own and inherited, each with its overloads."""
        found: dict[str, list[Declared]] = {}
        declared = next(iter(self.classes.get(name, ())), None)
        if declared is None or not depth:
            return found
        heritage = child(declared.node, "class_heritage")
        for clause in children(heritage, "extends_clause"):
            found |= self.methods(text_of(clause.child_by_field_name("value")), depth - 1)
        own: dict[str, list[Declared]] = {}
        for member in children(declared.node.child_by_field_name("body"), *_METHODS):
            method = text_of(member.child_by_field_name("name"))
            if method == "constructor" or is_private(member) or _is_accessor(member):
                continue
            if not member.has_error:
                own.setdefault(method, []).append(Declared(member, declared.file))
        return found | own

    def is_abstract(self, name: str) -> bool:
        """Whether a class is only there to be inherited from."""
        declared = self.classes.get(name, ())
        return any(one.node.type == "abstract_class_declaration" for one in declared)

    def members(self, name: str) -> list[Declared]:
        """Return all members of a class as they stand, without inherited ones."""
        declared = next(iter(self.classes.get(name, ())), None)
        if declared is None:
            return []
        body = declared.node.child_by_field_name("body")
        return [Declared(member, declared.file) for member in children(body)]

    def public_names(self, name: str, depth: int = 8) -> tuple[str, ...]:
        """Return all public names of a class, own and inherited ones, methods or not.

        None of a class that inherits from one that is declared elsewhere.
        """
        declared = next(iter(self.classes.get(name, ())), None)
        if declared is None or not depth:
            return ()
        found: list[str] = []
        heritage = child(declared.node, "class_heritage")
        for clause in children(heritage, "extends_clause"):
            inherited = self.public_names(text_of(clause.child_by_field_name("value")), depth - 1)
            if not inherited:
                return ()
            found += inherited
        for member in children(declared.node.child_by_field_name("body")):
            own = text_of(member.child_by_field_name("name"))
            if own and own != "constructor" and not is_private(member):
                found.append(own)
        return tuple(dict.fromkeys(found))

    def constructor(self, name: str) -> list[Declared]:
        """Return a class's constructors, one an overload."""
        return [
            member
            for member in self.members(name)
            if member.node.type in _METHODS
            and text_of(member.node.child_by_field_name("name")) == "constructor"
        ]


def read_declarations(files: Iterable[ParsedFile]) -> Declarations:
    """Return what files declare at their top."""
    found = Declarations()
    for file in files:
        for kind, node in _declared(file.root):
            name = text_of(node.child_by_field_name("name"))
            getattr(found, kind).setdefault(name, []).append(Declared(node, file))
    return found


def _declared(node: Node, depth: int = 6) -> Iterator[tuple[str, Node]]:
    for item in node.named_children:
        kind = _KINDS.get(item.type)
        # Of what the grammar does not understand, only whole classes and types have parts that
        # are read one by one.
        if kind in ("classes", "types") or (kind and not item.has_error):
            yield kind, item
        elif item.type in _WRAPPERS and depth:
            yield from _declared(item, depth - 1)


def _is_accessor(member: Node) -> bool:
    # `get version(): string` parses as a method with a word before its name; so does `static`.
    name = member.child_by_field_name("name")
    return any(
        item.type in ("get", "set", "static")
        for item in member.children
        if name is None or item.start_byte < name.start_byte
    )
