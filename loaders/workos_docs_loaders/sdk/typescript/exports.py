"""What a package without a client exports: functions, components, and objects of functions."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.typescript.parsing.declarations import Declared
from workos_docs_loaders.sdk.typescript.parsing.entries import entry_files, stem
from workos_docs_loaders.sdk.typescript.parsing.syntax import (
    child,
    children,
    comment_before,
    string_value,
    text_of,
    type_of,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from tree_sitter import Node

    from workos_docs_loaders.sdk.typescript.parsing.declarations import Declarations
    from workos_docs_loaders.sdk.typescript.parsing.files import ParsedFile

MAX_DEPTH = 10
"""Longest chain of files that export each other's declarations."""

_FUNCTIONS = {"function_type", "arrow_function", "function_expression"}
_CALLABLE_TYPES = {
    "FC",
    "FunctionComponent",
    "ForwardRefExoticComponent",
    "MemoExoticComponent",
    "OptionalFetcher",
    "RequiredFetcher",
}
"""Types of constants that are called, or used as components, of React and TanStack Start."""
_DECLARED = {"function_signature", "function_declaration", "variable_declarator"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A function, a component, or a function in an exported object."""

    service: str
    """The exported object: `authKit`; empty for a function."""
    name: str
    overloads: list[Declared]


def exported_functions(
    files: Sequence[ParsedFile], manifest: Mapping[str, Any], declarations: Declarations
) -> list[Exported]:
    """Return the functions and components that a package exports, each name once."""
    by_stem = {stem(file.path): file for file in files}
    found: dict[tuple[str, str], Exported] = {}
    for entry in entry_files(files, manifest):
        for name, declared, origin in _exports(entry, by_stem, MAX_DEPTH):
            for one in _exported(name, declared, origin, declarations):
                found.setdefault((one.service, one.name), one)
    return [one for one in found.values() if one.name != "default"]


def _exports(
    file: ParsedFile, by_stem: Mapping[str, ParsedFile], depth: int
) -> Iterator[tuple[str, str, str]]:
    """Yield exported name, declared name, and the file that it comes from."""
    for statement in children(file.root, "export_statement") if depth else ():
        source = string_value(statement.child_by_field_name("source"))
        origin = by_stem.get(_resolved(file.path, source), file) if source else file
        clause = child(statement, "export_clause")
        if clause is not None:
            for item in children(clause, "export_specifier"):
                name = text_of(item.child_by_field_name("name"))
                alias = item.child_by_field_name("alias")
                yield text_of(alias) if alias else name, name, origin.path
        elif source and origin is not file:
            yield from _exports(origin, by_stem, depth - 1)
        elif not source:
            for part in walk(statement, 3):
                if part.type in _DECLARED:
                    name = text_of(part.child_by_field_name("name"))
                    yield name, name, file.path


def _resolved(path: str, source: str) -> str:
    return stem(posixpath.normpath(posixpath.join(posixpath.dirname(path), source)))


def _exported(
    exported: str, name: str, origin: str, declarations: Declarations
) -> Iterator[Exported]:
    if functions := declarations.functions.get(name):
        yield Exported("", exported, _near(functions, origin))
        return
    for declared in _near(declarations.constants.get(name, []), origin)[:1]:
        comment = comment_before(declared.node)
        kind = type_of(declared.node)
        value = declared.node.child_by_field_name("value")
        if kind is not None and kind.type == "object_type":
            yield from _members(exported, kind, declared)
        elif kind is not None and kind.type == "type_query":
            # `typeof other`
            same = declarations.functions.get(text_of(child(kind)), [])
            overloads = [Declared(one.node, one.file, comment) for one in same]
            if overloads:
                yield Exported("", exported, overloads)
        elif function := next((node for node in (kind, value) if _is_callable(node)), None):
            yield Exported("", exported, [Declared(function, declared.file, comment)])


def _members(service: str, kind: Node, declared: Declared) -> Iterator[Exported]:
    for item in children(kind, "property_signature", "method_signature"):
        function = item if item.type == "method_signature" else type_of(item)
        if function is not None and function.type in ("method_signature", "function_type"):
            name = text_of(item.child_by_field_name("name"))
            one = Declared(function, declared.file, comment_before(item))
            yield Exported(service, name, [one])


def _is_callable(node: Node | None) -> bool:
    if node is not None and node.type == "generic_type":
        name = text_of(node.child_by_field_name("name"))
        return name.rpartition(".")[2] in _CALLABLE_TYPES
    return node is not None and node.type in _FUNCTIONS


def _near(declared: list[Declared], origin: str) -> list[Declared]:
    """Return the declarations in a file, else all in the first file that has some."""
    near = [one for one in declared if one.file.path == origin]
    return near or [one for one in declared if one.file is declared[0].file]
