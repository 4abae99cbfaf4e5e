"""The classes that arguments are made of: where to import them from, and what they take."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.models import SdkObject, SdkParameter
from workos_docs_loaders.sdk.python.exports import read_module

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workos_docs_loaders.sdk.models import SdkSnapshot
    from workos_docs_loaders.sdk.python.modules import PythonModules

_OF_LISTS = {"order"}
"""Arguments of every list, whose values their description names."""
_NAME = re.compile(r"(?<![\w.'\"])[A-Z]\w+")
MAX_OBJECTS = 12
"""Most classes of one method: what they are made of is named with them."""


class ObjectFinder:
    """Finds the dataclasses and enumerations that types name, in the syntax of all modules."""

    def __init__(self, modules: PythonModules, snapshot: SdkSnapshot) -> None:
        self._modules = modules
        self._snapshot = snapshot
        self._exported: dict[str, frozenset[str]] = {}

    def find(self, parameters: Iterable[SdkParameter], module: str) -> tuple[SdkObject, ...]:
        """Return what some parameters are made of, and what these are made of in turn.

        Args:
            parameters: The parameters.
            module: Module of their function; of classes of one name, the nearest is meant.
        """
        found: dict[str, SdkObject] = {}
        waiting = [*_names(parameters)]
        while waiting and len(found) < MAX_OBJECTS:
            name = waiting.pop(0)
            if name not in found and (made := self._object(name, module)):
                found[name] = made
                waiting += _names(made.fields)
        return tuple(found.values())

    @cached_property
    def _classes(self) -> Mapping[str, list[tuple[str, ast.ClassDef]]]:
        classes: dict[str, list[tuple[str, ast.ClassDef]]] = defaultdict(list)
        aliases: list[tuple[str, str, str]] = []
        for module, tree in self._modules.trees.items():
            for statement in tree.body:
                match statement:
                    case ast.ClassDef(name=name):
                        classes[name].append((module, statement))
                    case (
                        ast.AnnAssign(target=ast.Name(id=name), value=ast.Name(id=meant))
                        | ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=meant))
                    ):
                        aliases.append((module, name, meant))
        for module, name, meant in aliases:
            if meant in classes and name not in classes:
                classes[name] = [(module, definition) for _, definition in classes[meant]]
        return classes

    def _object(self, name: str, near: str) -> SdkObject | None:
        if name not in self._classes:
            return None
        module, definition = max(self._classes[name], key=lambda one: _common(one[0], near))
        fields = tuple(_fields(definition)) if _is_dataclass(definition) else ()
        values = () if fields else tuple(_values(definition))
        if not fields and not values:
            return None
        return SdkObject(name, self._exporting(module, name), fields, values)

    def _exporting(self, module: str, name: str) -> str:
        """Return the shortest module that a class can be imported from, below the package's own."""
        parts = module.split(".")
        places = [".".join(parts[:length]) for length in range(1, len(parts))]
        return next((place for place in places if name in self._names(place)), module)

    def _names(self, module: str) -> frozenset[str]:
        if module not in self._exported:
            names = read_module(self._snapshot, module).names
            self._exported[module] = names or frozenset()
        return self._exported[module]


def _names(parameters: Iterable[SdkParameter]) -> Iterator[str]:
    """Yield the names of classes in types."""
    for parameter in parameters:
        if parameter.name not in _OF_LISTS:
            yield from _NAME.findall(parameter.type)


def _is_dataclass(definition: ast.ClassDef) -> bool:
    names = {ast.unparse(decorator).partition("(")[0] for decorator in definition.decorator_list}
    return bool(names & {"dataclass", "dataclasses.dataclass"})


def _fields(definition: ast.ClassDef) -> Iterator[SdkParameter]:
    """Yield the fields of a dataclass, each described by the string below it."""
    for statement, after in pairwise([*definition.body, ast.Pass()]):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield SdkParameter(
                name=statement.target.id,
                type=ast.unparse(statement.annotation),
                required=statement.value is None,
                description=_text(after),
                kind="either",
                default=ast.unparse(statement.value) if statement.value else "",
            )


def _text(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split())
    return ""


def _values(definition: ast.ClassDef) -> Iterator[str]:
    """Yield the texts that the members of an enumeration stand for."""
    if not any("Enum" in ast.unparse(base) for base in definition.bases):
        return
    for statement in definition.body:
        match statement:
            case ast.Assign(value=ast.Constant(value=str(text))):
                yield text


def _common(module: str, other: str) -> int:
    """Return how many names from the package down two modules share."""
    shared = 0
    for one, two in zip(module.split("."), other.split("."), strict=False):
        if one != two:
            break
        shared += 1
    return shared
