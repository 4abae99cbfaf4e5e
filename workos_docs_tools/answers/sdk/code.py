"""The code of a call: import, client, signature with the fields of the objects that it takes."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.sdk import SdkMethod, SdkPackage, SdkParameter
    from workos_docs_loaders.sdk.models import SdkObject

_WIDTH = 88
"""Characters of a signature that stays on one line."""
_ASSIGNED = re.compile(r"(\w+)\s*=")
_TEXT = re.compile(r"\bstr\b")
_CLASS = re.compile(r"\b[A-Z]\w+")
_OPENING, _CLOSING = "([{<", ")]}>"
_ROOM = 1200
"""Characters for what is said of the classes that arguments are made of."""
_VALUES = 12
"""Most values of an enumeration that are named."""
_NESTING = 3
"""How deep the fields of objects are written out."""
CALL_OPTIONS = frozenset({"request_options", "requestOptions"})
"""Arguments that every method takes; the signature names them."""


def code_of(package: SdkPackage, method: SdkMethod) -> str:
    """Return the lines that lead to a call, and its signature."""
    signatures = [_qualified(package, method, signature) for signature in _signatures(method)]
    return "\n".join([*_preparation(package, method), *signatures, *_made_of(method)])


def brief_code(package: SdkPackage, method: SdkMethod) -> str:
    """Return a call in one line, with the names of its arguments, those that it needs first."""
    shown = sorted(method.parameters, key=lambda one: not one.required)
    if package.snapshot.language == "python":
        by_place = [one.name for one in shown if one.required and one.kind != "keyword"]
        by_name = [f"{one.name}=..." for one in shown if one.required and one.kind == "keyword"]
        optional = [f"{one.name}={one.default or None}" for one in shown if not one.required]
        arguments = [*by_place, *by_name, *optional]
    else:
        arguments = [f"{_brief_object(one)}{'' if one.required else '?'}" for one in shown]
    kept = [one for one in arguments if one.rstrip("?").partition("=")[0] not in CALL_OPTIONS]
    return _qualified(package, method, f"{method.name}({', '.join(kept)})")


def _brief_object(parameter: SdkParameter) -> str:
    fields = [one for one in parameter.fields if one.type != "never"]
    if not fields:
        return parameter.name
    names = [one.name for one in fields if one.required]
    names += [f"{one.name}?" for one in fields if not one.required]
    return f"{{ {', '.join(names)} }}"


def client_name(package: SdkPackage) -> str:
    """Return what the client is called in code: `client`, `workos`."""
    assigned = _ASSIGNED.search(package.client.construction) if package.client else None
    return assigned[1] if assigned else ""


def _preparation(package: SdkPackage, method: SdkMethod) -> Iterator[str]:
    if package.client:
        yield package.client.import_statement
        yield from _imports(method)
        yield package.client.construction
        if method.returned_by:
            keyword = "" if package.snapshot.language == "python" else "const "
            call = f"{client_name(package)}.{method.returned_by}(...)"
            yield f"{keyword}{method.service} = {call}"
    elif statement := import_of(package, method):
        yield statement


def _imports(method: SdkMethod) -> Iterator[str]:
    """Yield how the classes are imported that arguments are made of.

    An enumeration only where its texts are no values of the type.
    """
    fields = (one.fields for one in method.objects)
    types = [parameter.type for parameter in chain(method.parameters, *fields)]
    strict = {name for one in types if not _TEXT.search(one) for name in _CLASS.findall(one)}
    by_module: dict[str, list[str]] = {}
    for one in method.objects:
        if one.fields or one.name in strict:
            by_module.setdefault(one.module, []).append(one.name)
    for module, names in by_module.items():
        yield f"from {module} import {', '.join(names)}"


def _made_of(method: SdkMethod) -> Iterator[str]:
    """Yield a comment on each of these classes, as far as there is room for them."""
    room = _ROOM
    for one in method.objects:
        comment = f"# {one.name}{_contents(one)}"
        room -= len(comment)
        if room < 0:
            yield "# ..."
            return
        yield comment


def _contents(one: SdkObject) -> str:
    """Return what a class takes, or the values that there are of it."""
    if one.values:
        shown = [f'"{value}"' for value in one.values[:_VALUES]]
        return f": {', '.join([*shown, *(['...'] if one.values[_VALUES:] else [])])}"
    fields = (
        f"{field.name}: {field.type}{f' = {field.default}' if field.default else ''}"
        for field in one.fields
    )
    return f"({', '.join(fields)})"


def import_of(package: SdkPackage, method: SdkMethod) -> str:
    """Return how a function is imported, as the package's README does it; empty if it does not."""
    name = re.escape(method.name.partition(".")[0])
    pattern = re.compile(rf"^import [^;]*?\b{name}\b[^;]*? from (['\"][^'\"]+['\"])", re.MULTILINE)
    for section in package.readme:
        for fence in section.fences:
            found = pattern.search(fence.code)
            if found and package.snapshot.package in found[1]:
                return f"import {{ {method.name.partition('.')[0]} }} from {found[1]};"
    return ""


def _qualified(package: SdkPackage, method: SdkMethod, signature: str) -> str:
    of_client = package.client is not None and not method.returned_by
    return f"{client_name(package)}.{signature}" if of_client else signature


def _signatures(method: SdkMethod) -> list[str]:
    """Return the signature, one an overload, with the fields of the objects that it takes."""
    objects = [one for one in method.parameters if one.fields]
    if not objects:
        return [_wrapped(signature) for signature in method.signatures]
    if len(method.signatures) == 1:
        arguments = ", ".join(_argument(parameter) for parameter in method.parameters)
        returns = f": {method.returns}" if method.returns else ""
        return [f"{method.name}({arguments}){returns}"]
    fields = [
        f"// {one.name}: {_object(one.fields, 1, '// ')}" for one in objects if _is_named(one)
    ]
    return [*map(_wrapped, method.signatures), *fields]


def _argument(parameter: SdkParameter) -> str:
    optional = "" if parameter.required else "?"
    if not parameter.fields:
        return f"{parameter.name}{optional}: {parameter.type}"
    called = f"  // {parameter.type}" if _is_named(parameter) else ""
    first, rest = _object(parameter.fields, 1).split("\n", 1)
    return f"{parameter.name}{optional}: {first}{called}\n{rest}"


def _is_named(parameter: SdkParameter) -> bool:
    """Whether a signature only names the type of an object, which says nothing of its fields."""
    return "{" not in parameter.type


def _object(fields: Sequence[SdkParameter], depth: int, prefix: str = "") -> str:
    lines = [
        f"{prefix}{'  ' * depth}{one.name}{'' if one.required else '?'}: {_type(one, depth)};"
        for one in fields
        if one.type != "never"
    ]
    return "\n".join(["{", *lines, f"{prefix}{'  ' * (depth - 1)}}}"])


def _type(field: SdkParameter, depth: int) -> str:
    if not field.fields or not _is_named(field) or depth >= _NESTING:
        return field.type
    inner = "; ".join(
        f"{one.name}{'' if one.required else '?'}: {one.type}" for one in field.fields
    )
    return f"{{ {inner} }}{'[]' if field.type.endswith('[]') else ''}"


def _wrapped(signature: str) -> str:
    """Return a signature with one argument a line, if it is long."""
    if len(signature) <= _WIDTH:
        return signature
    start = signature.find("(") + 1
    depth, cuts = 0, []
    for place in range(start, len(signature)):
        character = signature[place]
        # The head of an arrow closes nothing.
        is_arrow = character == ">" and signature[place - 1] in "=-"
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING and not is_arrow:
            depth -= 1
            if depth < 0:
                break
        elif character == "," and depth == 0:
            cuts.append(place + 1)
    ends = [*cuts, place]
    pieces = [
        signature[first:last].strip() for first, last in zip([start, *cuts], ends, strict=True)
    ]
    lines = [f"    {piece if piece.endswith(',') else piece + ','}" for piece in pieces if piece]
    return "\n".join([signature[:start], *lines, signature[place:]])
