"""What a package without a client exports: functions and components, from its entry points."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.typescript.declarations import Declared
from workos_docs_loaders.sdk.typescript.syntax import (
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

    from tree_sitter import Node

    from workos_docs_loaders.sdk.typescript.declarations import Declarations
    from workos_docs_loaders.sdk.typescript.files import ParsedFile

_ENTRY = re.compile(r"(?:^|/)index\.(?:d\.)?[cm]?tsx?$")
_ENDING = re.compile(r"(?:\.d)?\.[cm]?[jt]sx?$")
_CALLABLE = {"function_type", "arrow_function", "function_expression"}
MAX_DEPTH = 10
"""Longest chain of files that export each other's declarations."""


def exported_functions(
    files: Sequence[ParsedFile], declarations: Declarations
) -> dict[str, list[Declared]]:
    """Return the functions and components that the package's index files export, by name."""
    by_stem = {_ENDING.sub("", file.path): file for file in files}
    entries = [file for file in files if _ENTRY.search(file.path)]
    found: dict[str, list[Declared]] = {}
    for entry in entries:
        for exported, name, origin in _exports(entry, by_stem, MAX_DEPTH):
            declared = _declared(name, origin, declarations)
            if declared and exported not in found and exported != "default":
                found[exported] = declared
    return found


def _exports(
    file: ParsedFile, by_stem: Mapping[str, ParsedFile], depth: int
) -> Iterator[tuple[str, str, str]]:
    """Yield exported name, declared name and the file that it comes from."""
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
        else:
            for part in walk(statement, 3):
                if part.type in _DECLARED:
                    name = text_of(part.child_by_field_name("name"))
                    yield name, name, file.path


_DECLARED = {"function_signature", "function_declaration", "variable_declarator"}


def _resolved(path: str, source: str) -> str:
    return _ENDING.sub("", posixpath.normpath(posixpath.join(posixpath.dirname(path), source)))


def _declared(name: str, origin: str, declarations: Declarations) -> list[Declared]:
    functions = list(declarations.functions.get(name, ()))
    for declared in () if functions else declarations.constants.get(name, ()):
        comment = comment_before(declared.node)
        if (function := _callable(declared.node)) is not None:
            functions.append(Declared(function, declared.file, comment))
        elif other := _same_as(declared.node):
            same = declarations.functions.get(other, ())
            functions += (Declared(one.node, one.file, comment) for one in same)
    near = [declared for declared in functions if declared.file.path == origin]
    return near or functions[:1]


def _same_as(constant: Node) -> str:
    """Return the name of the function that a constant has the type of: `typeof authkitProxy`."""
    kind = type_of(constant)
    return text_of(child(kind)) if kind is not None and kind.type == "type_query" else ""


def _callable(constant: Node) -> Node | None:
    """Return the function that a constant is, or None."""
    for field in ("type", "value"):
        value = constant.child_by_field_name(field)
        if value is not None and value.type == "type_annotation":
            value = child(value)
        if value is not None and value.type in _CALLABLE:
            return value
    return None
