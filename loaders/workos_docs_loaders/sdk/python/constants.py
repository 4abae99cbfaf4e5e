"""Event names and error codes that the Python SDK spells out in its types."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Literal

from workos_docs_loaders.sdk.models import SdkConstant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_loaders.sdk.models import SdkSnapshot
    from workos_docs_loaders.sdk.python.modules import PythonModules

_EVENT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_FIELDS: dict[str, Literal["event", "error"]] = {
    "event": "event",
    "code": "error",
    "error": "error",
}
"""Fields of models whose literal type is one: `event: Literal["dsync.user.created"]`."""


def read_constants(modules: PythonModules, snapshot: SdkSnapshot) -> tuple[SdkConstant, ...]:
    """Return the constants of a package, each value once a kind, sorted by it."""
    found: dict[tuple[str, str], SdkConstant] = {}
    for name, tree in modules.trees.items():
        path = snapshot.source_path(modules.files[name])
        for kind, value, owner, line in _in_module(tree):
            if (kind, value) not in found:
                url = snapshot.source_url(path, line)
                found[kind, value] = SdkConstant(kind, value, owner, path, line, url)
    return tuple(found[key] for key in sorted(found))


_Found = tuple[Literal["event", "error"], str, str, int]


def _in_module(tree: ast.Module) -> Iterator[_Found]:
    for node in tree.body:
        match node:
            case ast.ClassDef(name=owner, body=body):
                for item in body:
                    yield from _in_class(item, owner)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if "Event" in name:
                # The union of all event names in 5.x.
                yield from _events(value, name)
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as table)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict() as table)
            ) if "ERROR" in name.upper():
                # The table of error classes by code.
                for key, value in zip(table.keys, table.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Name):
                        yield from _coded(key, value.id)


def _in_class(item: ast.stmt, owner: str) -> Iterator[_Found]:
    match item:
        case ast.AnnAssign(
            target=ast.Name(id=field), annotation=ast.Subscript(value=ast.Name(id="Literal")) as of
        ) if field in _FIELDS:
            for constant in _texts(of.slice):
                if _FIELDS[field] == "event":
                    yield from _events(constant, owner)
                else:
                    yield from _coded(constant, owner)
        case ast.Assign(targets=[ast.Name()], value=ast.Constant() as constant) if "Event" in owner:
            yield from _events(constant, owner)


def _events(tree: ast.AST, owner: str) -> Iterator[_Found]:
    for constant in _texts(tree):
        if _EVENT.fullmatch(str(constant.value)):
            yield "event", str(constant.value), owner, constant.lineno


def _coded(constant: ast.Constant, owner: str) -> Iterator[_Found]:
    if _CODE.fullmatch(str(constant.value)):
        yield "error", str(constant.value), owner, constant.lineno


def _texts(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
