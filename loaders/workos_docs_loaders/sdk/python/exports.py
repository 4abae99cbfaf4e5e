"""Which names a module of the Python SDK has, read from its source."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.exports import MISSING, UNKNOWN, Exports
from workos_docs_loaders.sdk.python.modules import UNREADABLE, code_directory, decoded, quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workos_docs_loaders.sdk.models import SdkSnapshot

MAX_DEPTH = 5
"""Longest chain of `from ... import *` that is followed."""


def read_module(snapshot: SdkSnapshot, module: str) -> Exports:
    """Return the names of a module and of the modules in it."""
    return _read(code_directory(snapshot), module.split("."), MAX_DEPTH)


def _read(root: Path, parts: list[str], depth: int) -> Exports:
    place = root.joinpath(*parts)
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    if not file.is_file():
        return UNKNOWN if place.is_dir() else MISSING
    try:
        with quiet():
            tree = ast.parse(decoded(file))
    except UNREADABLE:
        return UNKNOWN
    names: set[str] = set()
    if place.is_dir():
        names |= {path.stem for path in place.iterdir() if path.suffix == ".py" or path.is_dir()}
    for statement in _statements(tree.body):
        if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
            others = _starred(root, parts, statement, is_package=place.is_dir(), depth=depth)
            if others is None:
                return UNKNOWN
            names |= others
        else:
            names |= set(_bound(statement))
    # A module may make up names as it is asked.
    return UNKNOWN if "__getattr__" in names else Exports(True, frozenset(names))


def _starred(
    root: Path, parts: list[str], statement: ast.ImportFrom, *, is_package: bool, depth: int
) -> frozenset[str] | None:
    above = statement.level - (1 if is_package else 0)
    base = parts[: len(parts) - above] if statement.level else []
    source = [*base, *(statement.module.split(".") if statement.module else [])]
    return _read(root, source, depth - 1).names if depth and source else None


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module, those under conditions included."""
    for statement in body:
        yield statement
        for block in ("body", "orelse", "handlers", "finalbody"):
            inner = getattr(statement, block, [])
            if isinstance(statement, ast.If | ast.Try | ast.With | ast.ExceptHandler):
                yield from _statements(inner)


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.For():
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
        case _ if hasattr(ast, "TypeAlias") and isinstance(statement, ast.TypeAlias):
            yield statement.name.id
