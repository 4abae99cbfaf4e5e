"""The code of a call: import, client, signature with the fields of the objects that it takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.sdk import SdkMethod, SdkPackage, SdkParameter

_WIDTH = 88
"""Characters of a signature that stays on one line."""
_ASSIGNED = re.compile(r"(\w+)\s*=")
_OPENING, _CLOSING = "([{<", ")]}>"
_NESTING = 3
"""How deep the fields of objects are written out."""


def code_of(package: SdkPackage, method: SdkMethod) -> str:
    """Return the lines that lead to a call, and its signature."""
    signatures = [_qualified(package, method, signature) for signature in _signatures(method)]
    return "\n".join([*_preparation(package, method), *signatures])


def client_name(package: SdkPackage) -> str:
    """Return what the client is called in code: `client`, `workos`."""
    assigned = _ASSIGNED.search(package.client.construction) if package.client else None
    return assigned[1] if assigned else ""


def _preparation(package: SdkPackage, method: SdkMethod) -> Iterator[str]:
    if package.client:
        yield package.client.import_statement
        yield package.client.construction
        if method.returned_by:
            keyword = "" if package.snapshot.language == "python" else "const "
            call = f"{client_name(package)}.{method.returned_by}(...)"
            yield f"{keyword}{method.service} = {call}"
    elif statement := import_of(package, method):
        yield statement


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
