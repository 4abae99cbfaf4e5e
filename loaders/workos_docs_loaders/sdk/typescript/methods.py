"""The public methods and functions of an npm package as `SdkMethod` values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.models import SdkMethod, SdkParameter
from workos_docs_loaders.sdk.typescript.jsdoc import JsDoc, read_jsdoc
from workos_docs_loaders.sdk.typescript.parsing.syntax import (
    child,
    children,
    comment_before,
    line_of,
    one_line,
    text_of,
    type_of,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from workos_docs_loaders.sdk.models import SdkSnapshot
    from workos_docs_loaders.sdk.typescript.fields import FieldReader
    from workos_docs_loaders.sdk.typescript.parsing.declarations import Declared


@dataclass(frozen=True, slots=True)
class Callee:
    """What is called: a method with the service it belongs to, or a function."""

    service: str
    name: str
    aliases: tuple[str, ...]
    overloads: list[Declared]
    implementation: Declared | None
    operations: tuple[str, ...] = ()
    returned_by: str = ""


def read_method(callee: Callee, snapshot: SdkSnapshot, fields: FieldReader) -> SdkMethod:
    """Return a method as its declarations and its source describe it."""
    signatures = callee.overloads
    # The source of overloads ends in an implementation that no caller sees.
    if len(signatures) > 1 and any(child(one.node, "statement_block") for one in signatures):
        signatures = [one for one in signatures if not child(one.node, "statement_block")]
    documentation = _documentation([*signatures, callee.implementation])
    called = f"{callee.service}.{callee.name}" if callee.service else callee.name
    returns = _returns(signatures[-1].node)
    path, line = place(callee.implementation or signatures[0])
    path = snapshot.source_path(path)
    return SdkMethod(
        language=snapshot.language,
        service=callee.service,
        name=called,
        aliases=tuple(f"{alias}.{callee.name}" for alias in callee.aliases),
        signatures=tuple(signature(called, one.node) for one in signatures),
        parameters=read_parameters(signatures, documentation, fields),
        returns=returns,
        returns_description=documentation.returns,
        raises=documentation.raises,
        summary=documentation.summary,
        description=documentation.description,
        examples=documentation.examples,
        operations=callee.operations,
        deprecated=documentation.deprecated,
        is_async=returns.startswith("Promise<"),
        path=path,
        line=line,
        url=snapshot.source_url(path, line),
        returned_by=callee.returned_by,
    )


def place(declared: Declared) -> tuple[str, int]:
    """Return file and line of a declaration in the repository.

    What only a build is left of has no line, and the file that it was made from.
    """
    path = declared.file.path
    if declared.file.is_source:
        return path, line_of(declared.node)
    return re.sub(r"^(?:lib|dist)/(.*?)\.(?:d\.)?[cm]?[jt]s$", r"src/\1.ts", path), 0


def signature(called: str, node: Node) -> str:
    """Return a signature under the name by which it is called, without a body."""
    if node.type == "generic_type":
        return f"{called}: {one_line(node)}"
    generics = one_line(node.child_by_field_name("type_parameters"))
    parameters = children(node.child_by_field_name("parameters"))
    written = ", ".join(one_line(parameter) for parameter in parameters)
    returns = _returns(node)
    return f"{called}{generics}({written})" + (f": {returns}" if returns else "")


def read_parameters(
    overloads: list[Declared], documentation: JsDoc, fields: FieldReader
) -> tuple[SdkParameter, ...]:
    """Return the parameters of all overloads; required are those that each of them requires."""
    found: dict[str, list[SdkParameter]] = {}
    for declared in overloads:
        for parameter in _parameters(declared, documentation, fields):
            found.setdefault(parameter.name, []).append(parameter)
    return tuple(
        SdkParameter(
            name=name,
            type=" | ".join(dict.fromkeys(one.type for one in some if one.type)),
            required=len(some) == len(overloads) and all(one.required for one in some),
            description=some[0].description,
            kind="positional",
            default=some[0].default,
            deprecated=all(one.deprecated for one in some),
            fields=next((one.fields for one in some if one.fields), ()),
        )
        for name, some in found.items()
    )


def _parameters(
    declared: Declared, documentation: JsDoc, fields: FieldReader
) -> list[SdkParameter]:
    node, path = declared.node, declared.file.path
    if node.type == "generic_type":
        return _properties(node, fields.fields(child(_arguments(node)), path))
    found = []
    for item in children(node.child_by_field_name("parameters"), *_PARAMETERS):
        kind = type_of(item)
        value = item.child_by_field_name("value")
        pattern = item.child_by_field_name("pattern")
        name = text_of(pattern)
        if pattern is not None and pattern.type == "object_pattern":
            name = "options"  # taken apart where it is received: it has no name
        found.append(
            SdkParameter(
                name=name,
                type=one_line(kind),
                required=item.type == "required_parameter" and value is None,
                description=documentation.parameters.get(name, ""),
                kind="positional",
                default=one_line(value),
                fields=fields.fields(kind, path),
            )
        )
    return [one for one in found if one.name != "this"]


def _properties(component: Node, fields: tuple[SdkParameter, ...]) -> list[SdkParameter]:
    """Return the properties of a component as its one argument: `FC<Properties>`."""
    kind = one_line(child(_arguments(component)))
    required = any(field.required for field in fields)
    return (
        [SdkParameter("props", kind, required, "", "positional", fields=fields)] if fields else []
    )


def _arguments(generic: Node) -> Node | None:
    return generic.child_by_field_name("type_arguments")


_PARAMETERS = ("required_parameter", "optional_parameter")


def _returns(node: Node) -> str:
    return one_line(type_of(node, "return_type"))


def _documentation(places: list[Declared | None]) -> JsDoc:
    comments = (one.comment or comment_before(one.node) for one in places if one is not None)
    return read_jsdoc(next(filter(None, comments), ""))
