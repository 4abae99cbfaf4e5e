"""The public methods of the Python SDK's client as `SdkMethod` values."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import griffe

from workos_docs_loaders.sdk.models import ParameterKind, SdkMethod, SdkParameter
from workos_docs_loaders.sdk.python.docstrings import Docstring, is_deprecated, read_docstring
from workos_docs_loaders.sdk.python.services import Service, public_methods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_loaders.sdk.models import SdkSnapshot
    from workos_docs_loaders.sdk.python.modules import PythonModules
    from workos_docs_loaders.sdk.python.objects import ObjectFinder
    from workos_docs_loaders.sdk.python.operations import OperationFinder

_KINDS: dict[griffe.ParameterKind, ParameterKind] = {
    griffe.ParameterKind.positional_only: "positional",
    griffe.ParameterKind.var_positional: "positional",
    griffe.ParameterKind.positional_or_keyword: "either",
    griffe.ParameterKind.keyword_only: "keyword",
    griffe.ParameterKind.var_keyword: "keyword",
}
_VARIADIC = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}


def read_methods(
    service: Service,
    snapshot: SdkSnapshot,
    modules: PythonModules,
    operations: OperationFinder,
    objects: ObjectFinder,
) -> Iterator[SdkMethod]:
    """Yield the methods of one service."""
    for method in public_methods(service.owner):
        name = f"{service.name}.{method.name}"
        documentation = _documentation(method, service.owner)
        path = snapshot.source_path(modules.path(method))
        parameters = read_parameters(method, documentation)
        yield SdkMethod(
            language=snapshot.language,
            service=service.name,
            name=name,
            aliases=tuple(f"{alias}.{method.name}" for alias in service.aliases),
            signatures=(signature(name, method, method.returns),),
            parameters=parameters,
            returns=str(method.returns or ""),
            returns_description=documentation.returns,
            raises=documentation.raises,
            summary=documentation.summary,
            description=documentation.description,
            examples=documentation.examples,
            operations=operations.find(method, service.owner),
            deprecated=_deprecation(method, modules.tree(method)),
            is_async="async" in method.labels,
            path=path,
            line=method.lineno or 0,
            url=snapshot.source_url(path, method.lineno or 0),
            returned_by=service.returned_by,
            objects=objects.find(parameters, method.module.path),
        )


def read_parameters(
    function: griffe.Function, documentation: Docstring
) -> tuple[SdkParameter, ...]:
    """Return the parameters of a function, without `self`."""
    return tuple(
        SdkParameter(
            name=_VARIADIC.get(parameter.kind, "") + parameter.name
            if parameter.kind
            else parameter.name,
            type=str(parameter.annotation or ""),
            required=parameter.required and parameter.kind not in _VARIADIC,
            description=(description := documentation.parameters.get(parameter.name, "")),
            kind=_KINDS[parameter.kind or griffe.ParameterKind.positional_or_keyword],
            default="" if parameter.default in (None, "None") else str(parameter.default),
            deprecated=is_deprecated(description),
        )
        for parameter in function.parameters
        if parameter.name != "self"
    )


def signature(name: str, function: griffe.Function, returns: object) -> str:
    """Return a function's signature under the name by which it is called."""
    parts: list[str] = []
    before = None
    for parameter in function.parameters:
        if parameter.name == "self":
            continue
        kind = parameter.kind
        if kind is griffe.ParameterKind.keyword_only and before not in (
            griffe.ParameterKind.keyword_only,
            griffe.ParameterKind.var_positional,
        ):
            parts.append("*")
        before = kind
        text = (_VARIADIC.get(kind, "") if kind else "") + parameter.name
        if parameter.annotation is not None:
            text += f": {parameter.annotation}"
        if not parameter.required and kind not in _VARIADIC:
            spaced = " = " if parameter.annotation is not None else "="
            text += f"{spaced}{parameter.default}"
        parts.append(text)
    arrow = f" -> {returns}" if returns is not None else ""
    return f"{name}({', '.join(parts)}){arrow}"


def _documentation(method: griffe.Function, owner: griffe.Class) -> Docstring:
    """Return a method's docstring, or the one it inherits: 5.x writes them in base classes."""
    candidates = [method, *(base.members.get(method.name) for base in owner.mro())]
    for candidate in candidates:
        if isinstance(candidate, griffe.Function) and candidate.docstring:
            return read_docstring(candidate.docstring.value, candidate)
    return Docstring()


def _deprecation(method: griffe.Function, tree: ast.AST | None) -> str:
    """Return what a decorator or a warning in the body says of a method's deprecation."""
    for decorator in method.decorators:
        if "deprecated" in decorator.callable_path:
            return _first_text(ast.parse(str(decorator.value), mode="eval")) or "deprecated"
    for call in ast.walk(tree) if tree else ():
        if isinstance(call, ast.Call) and _mentions(call, "DeprecationWarning"):
            return _first_text(call) or "deprecated"
    return ""


def _mentions(call: ast.Call, name: str) -> bool:
    arguments = [*call.args, *(item.value for item in call.keywords)]
    return any(isinstance(value, ast.Name) and value.id == name for value in arguments)


def _first_text(tree: ast.AST) -> str:
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return " ".join(next(texts, "").split())
