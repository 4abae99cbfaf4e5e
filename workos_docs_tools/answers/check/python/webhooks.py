"""Handlers of webhooks in Python that trust a body whose signature they did not verify."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workos_docs_tools.answers.check.python.scopes import Function, dotted
from workos_docs_tools.answers.check.usage import Alarm
from workos_docs_tools.answers.check.webhooks import (
    REQUESTS,
    SIGNATURE_HEADER,
    event_names,
    is_verifier,
    may_verify,
    not_verified,
    parsed_first,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workos_docs_tools.answers.check.findings import Span
    from workos_docs_tools.answers.check.python.scopes import Scopes
    from workos_docs_tools.answers.check.python.values import Values
    from workos_docs_tools.answers.check.surface import Surface

_RAW = {"body", "data", "get_data", "read"}
_PARSED = {"json", "get_json"}
_LOADERS = {"json.loads", "orjson.loads", "ujson.loads", "loads"}
_HARMLESS = {"print", "len", "str", "bytes", "repr", "bool", "isinstance"}
_LOGGING = {"debug", "info", "warning", "error", "exception", "log"}
_ROUTES = {"post", "route", "api_route", "csrf_exempt", "require_POST", "require_http_methods"}
_VIEWS = {"View", "APIView", "MethodView", "Resource"}


@dataclass
class _Handler:
    """What one function does with the request that it gets."""

    raw: set[str] = field(default_factory=set)
    """Names of the raw body."""
    parsed: dict[str, ast.AST] = field(default_factory=dict)
    """Names of the parsed body, and where it was parsed."""
    parses: list[ast.AST] = field(default_factory=list)
    verifications: list[ast.Call] = field(default_factory=list)
    signatures: set[str] = field(default_factory=set)
    """Names of the signature header's value."""
    names_events: bool = False
    reads_header: bool = False
    passes_on: bool = False
    """Whether something else gets the request, the raw body, or the signature."""


def find_webhook_alarms(
    code: str,
    scopes: Scopes,
    values: Values,
    surface: Surface,
    span: Callable[[ast.AST], Span],
) -> Iterator[Alarm]:
    """Yield the places where a body is used that nobody verified."""
    if "json" not in code:
        return
    events = event_names(surface)
    trusts = not may_verify(code)
    for function in scopes.opened:
        if not isinstance(function, Function):
            continue
        nodes = sorted(_own(function), key=_position)
        handler = _read(nodes, scopes, values, events)
        if not handler.parses:
            continue
        if handler.verifications and (place := _used_before(handler, nodes)) is not None:
            yield Alarm("webhook-parsed-first", span(place), parsed_first(surface))
        elif trusts and _is_trusting(function, handler, scopes):
            yield Alarm("webhook-not-verified", span(handler.parses[0]), not_verified(surface))


def _read(nodes: list[ast.AST], scopes: Scopes, values: Values, events: frozenset[str]) -> _Handler:
    found = _Handler()
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            _note(node.targets[0], node.value, found)
        is_expression = isinstance(node, ast.Call | ast.Attribute) and node not in called
        if is_expression and _is_parse(node, found):
            found.parses.append(node)
        if isinstance(node, ast.Call):
            value = values.of(node.func, scopes.of[node])
            if value is not None and value.kind == "member" and is_verifier(value.path):
                found.verifications.append(node)
            elif not _is_parse(node, found) and not _is_harmless(node):
                arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
                given = {one.id for one in arguments if isinstance(one, ast.Name)}
                found.passes_on |= bool(given & (found.raw | found.signatures | REQUESTS))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.names_events |= node.value in events
            found.reads_header |= bool(SIGNATURE_HEADER.fullmatch(node.value))
    return found


def _note(target: ast.expr, value: ast.expr, found: _Handler) -> None:
    if not isinstance(target, ast.Name):
        return
    if _is_parse(value, found):
        found.parsed[target.id] = value
    elif _is_raw(value, found):
        found.raw.add(target.id)
    elif any(
        isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and SIGNATURE_HEADER.fullmatch(part.value)
        for part in ast.walk(value)
    ):
        found.signatures.add(target.id)


def _is_raw(node: ast.AST, found: _Handler) -> bool:
    match node:
        case ast.Name(id=name):
            return name in found.raw
        case ast.Await(value=inner):
            return _is_raw(inner, found)
        case ast.Call(func=ast.Attribute(attr="decode", value=inner)):
            return _is_raw(inner, found)
        case (
            ast.Call(func=ast.Attribute(attr=name, value=base))
            | ast.Attribute(attr=name, value=base)
        ):
            return name in _RAW and _is_request(base)
        case ast.Subscript(value=ast.Name(id="event"), slice=ast.Constant(value="body")):
            return True
    return False


def _is_parse(node: ast.AST, found: _Handler) -> bool:
    match node:
        case ast.Await(value=inner):
            return _is_parse(inner, found)
        case ast.Call(func=function, args=[first, *_]) if dotted(function) in _LOADERS:
            return _is_raw(first, found)
        case (
            ast.Call(func=ast.Attribute(attr=name, value=base))
            | ast.Attribute(attr=name, value=base)
        ):
            return name in _PARSED and _is_request(base)
    return False


def _is_request(node: ast.expr) -> bool:
    return dotted(node).removeprefix("self.") in REQUESTS


def _used_before(handler: _Handler, nodes: list[ast.AST]) -> ast.AST | None:
    """Return the parse whose result is used before, or by, the verification of the body."""
    verification = handler.verifications[0]
    within = set(ast.walk(verification))
    for parse in handler.parses:
        if parse in within:
            return parse
    parses = set(handler.parses)
    for name, parse in handler.parsed.items():
        place = parse.value if isinstance(parse, ast.Await) else parse
        for node in nodes:
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                is_before = _position(parse) < _position(node) < _position(verification)
                if (is_before or node in within) and _position(parse) < _position(verification):
                    return place if place in parses else parse
    return None


def _is_trusting(function: ast.AST, handler: _Handler, scopes: Scopes) -> bool:
    """Whether it is certain that a function handles webhooks of WorkOS and verifies none."""
    assert isinstance(function, Function)
    if handler.passes_on or not (handler.names_events or handler.reads_header):
        return False
    decorators = {_last(one) for one in function.decorator_list}
    defaults = [*function.args.defaults, *(one for one in function.args.kw_defaults if one)]
    annotations = [one.annotation for one in (*function.args.args, *function.args.kwonlyargs)]
    depends = [
        part
        for one in (*defaults, *annotations)
        if one is not None
        for part in ast.walk(one)
        if isinstance(part, ast.Call)
    ]
    owner = scopes.of[function].node
    bases = {_last(one) for one in owner.bases} if isinstance(owner, ast.ClassDef) else set()
    return decorators <= _ROUTES and bases <= _VIEWS and not depends


def _is_harmless(call: ast.Call) -> bool:
    name = dotted(call.func)
    return name in _HARMLESS or name.rpartition(".")[2] in _LOGGING


def _last(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return dotted(called).rpartition(".")[2]


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a function and not in a function within it."""
    stack = list(getattr(function, "body", ()))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            stack.extend(ast.iter_child_nodes(node))


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
