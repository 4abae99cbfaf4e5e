"""Which values that code spells out a declared type takes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_loaders.sdk.models import SdkParameter
    from workos_docs_tools.answers.check.surface import Surface

_PYTHON = {
    "str": "str",
    "int": "number",
    "float": "number",
    "bool": "bool",
    "list": "list",
    "List": "list",
    "Sequence": "list",
    "dict": "object",
    "Dict": "object",
    "Mapping": "object",
    "Literal": "str",
    "None": "",
    "NotGiven": "",
    "bytes": "bytes",
    "datetime": "datetime",
}
_TYPESCRIPT = {
    "string": "str",
    "number": "number",
    "boolean": "bool",
    "Array": "list",
    "ReadonlyArray": "list",
    "Record": "object",
    "Date": "date",
    "null": "",
    "undefined": "",
}
_ATOM = re.compile(r"[A-Za-z_][\w.]*")
_OPENING, _CLOSING = "([{<", ")]}>"


def accepted_literals(parameter: SdkParameter, surface: Surface) -> frozenset[str] | None:
    """Return the kinds of values that a parameter takes; None where that is not certain."""
    found: set[str] = set()
    for atom in _alternatives(parameter.type):
        kind = _KINDS[surface.language](atom, parameter, surface)
        if kind is None:
            return None
        found |= kind
    return frozenset(found) or None


def _python(atom: str, parameter: SdkParameter, surface: Surface) -> set[str] | None:
    name, inner = _generic(atom)
    if name in ("Optional", "Union"):
        parts = [_python(part, parameter, surface) for part in _split(inner, ",")]
        return None if None in parts else {kind for part in parts for kind in part or ()}
    if name in _PYTHON:
        return {_PYTHON[name]} - {""}
    from workos_docs_loaders.sdk.python.classes import class_kinds  # loads a parser of Python

    kinds = class_kinds(surface.package.snapshot)
    return {kinds[name]} if name in kinds else None


def _typescript(atom: str, parameter: SdkParameter, surface: Surface) -> set[str] | None:
    if atom.endswith("[]"):
        return {"list"}
    if atom.startswith(("'", '"', "`")):
        return {"str"}
    if atom.startswith("{") and atom.endswith("}"):
        return {"object"}
    name, _ = _generic(atom)
    if name in _TYPESCRIPT:
        return {_TYPESCRIPT[name]} - {""}
    # Fields may be those of another alternative.
    alone = len(list(_alternatives(parameter.type))) == 1
    return {"object"} if parameter.fields and alone else None


_KINDS = {"python": _python, "js": _typescript}


def _generic(atom: str) -> tuple[str, str]:
    """Return a type's name and what stands in its brackets: `list[str]` is `list`, `str`."""
    match = _ATOM.match(atom)
    name = match[0].rpartition(".")[2] if match else atom
    rest = atom[match.end() :] if match else ""
    return (name, rest[1:-1]) if rest else (name, "")


@cache
def _alternatives(text: str) -> tuple[str, ...]:
    parts = tuple(_split(text.strip().strip("\"'") if " " not in text else text, "|"))
    return tuple(part for part in parts if part)


def _split(text: str, separator: str) -> Iterator[str]:
    """Yield the parts of a type, not cut within brackets or quotes."""
    depth, start, quote = 0, 0, ""
    for place, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in _OPENING:
            depth += 1
        elif letter in _CLOSING and text[place - 1 : place + 1] != "=>":
            depth -= 1
        elif letter == separator and not depth:
            yield text[start:place].strip()
            start = place + 1
    yield text[start:].strip()
