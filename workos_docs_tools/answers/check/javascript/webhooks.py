"""Handlers of webhooks in JavaScript that trust a body whose signature they did not verify."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.typescript.syntax import child, children, string_value, text_of
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

    from tree_sitter import Node

    from workos_docs_tools.answers.check.findings import Span
    from workos_docs_tools.answers.check.javascript.scopes import Scope, Scopes
    from workos_docs_tools.answers.check.javascript.values import Values
    from workos_docs_tools.answers.check.surface import Surface

_PARSING = (".json(", "JSON.parse", ".body")
_RAW = {"text", "arrayBuffer", "rawBody", "body"}
_HARMLESS = re.compile(r"(?:console|logger|log|res|response|Response)\.|String$|Boolean$|JSON\.")
_ELSEWHERE = re.compile(r"guard|middleware|\.use\(", re.IGNORECASE)
"""Words of files whose requests may be verified before a handler gets them."""
_PARSERS = re.compile(r"(?:express|bodyParser)\.(?:json|raw|text|urlencoded)$")


@dataclass
class _Handler:
    """What one function does with the request that it gets."""

    raw: set[str] = field(default_factory=set)
    parsed: dict[str, Node] = field(default_factory=dict)
    """Names of the parsed body or of its parts, and where it was parsed."""
    parses: list[Node] = field(default_factory=list)
    bodies: list[Node] = field(default_factory=list)
    """Where the body that a framework parsed is read: `req.body`."""
    verifications: list[Node] = field(default_factory=list)
    signatures: set[str] = field(default_factory=set)
    uses: list[tuple[str, Node]] = field(default_factory=list)
    """Where names are read."""
    names_events: bool = False
    reads_header: bool = False
    passes_on: bool = False


def find_webhook_alarms(
    code: str, scopes: Scopes, values: Values, surface: Surface, span: Callable[[Node], Span]
) -> Iterator[Alarm]:
    """Yield the places where a body is used that nobody verified."""
    if not any(word in code for word in _PARSING):
        return
    events = event_names(surface)
    trusts = not may_verify(code) and not _ELSEWHERE.search(code)
    functions: dict[int, tuple[Scope, list[tuple[Node, Scope]]]] = {}
    for node, scope in scopes.nodes:
        holder = scope.function
        functions.setdefault(holder.node.id, (holder, []))[1].append((node, scope))
    for holder, nodes in functions.values():
        handler = _read(nodes, values, events)
        if handler.verifications and (place := _used_before(handler)) is not None:
            yield Alarm("webhook-parsed-first", span(place), parsed_first(surface))
        elif trusts and holder.parent is not None and _is_trusting(holder.node, handler):
            place = (handler.parses or handler.bodies)[0]
            yield Alarm("webhook-not-verified", span(place), not_verified(surface))


def _read(nodes: list[tuple[Node, Scope]], values: Values, events: frozenset[str]) -> _Handler:
    found = _Handler()
    for node, scope in nodes:
        match node.type:
            case "variable_declarator":
                _note(node, found)
            case "call_expression":
                _call(node, scope, values, found)
            case "member_expression" if _is_body(node):
                found.bodies.append(node)
            case "identifier":
                found.uses.append((text_of(node), node))
            case "string":
                value = string_value(node) or ""
                found.names_events |= value in events
                found.reads_header |= bool(SIGNATURE_HEADER.fullmatch(value))
    return found


def _call(node: Node, scope: Scope, values: Values, found: _Handler) -> None:
    if _is_parse(node, found):
        found.parses.append(node)
        return
    value = values.of(node.child_by_field_name("function"), scope)
    if value is not None and value.kind == "member" and is_verifier(value.path):
        found.verifications.append(node)
    elif not _HARMLESS.match(_called_name(node)):
        given = {text_of(one) for one in children(node.child_by_field_name("arguments"))}
        found.passes_on |= bool(given & (found.raw | found.signatures | REQUESTS))


def _called_name(call: Node) -> str:
    """Return what is called where it is a name or an attribute of one, else nothing."""
    function = call.child_by_field_name("function")
    base = function.child_by_field_name("object") if function is not None else None
    is_short = base is None or base.type == "identifier"
    return text_of(function) if is_short else ""


def _note(node: Node, found: _Handler) -> None:
    """Note what a declaration makes of the request."""
    value, pattern = node.child_by_field_name("value"), node.child_by_field_name("name")
    if value is None or pattern is None:
        return
    inner = child(value) if value.type == "await_expression" else value
    names = [text_of(pattern)] if pattern.type == "identifier" else _names(pattern)
    if inner is not None and _is_parse(inner, found):
        found.parsed |= dict.fromkeys(names, inner)
    elif inner is not None and _is_raw(inner, found) and pattern.type == "identifier":
        found.raw |= set(names)
    elif SIGNATURE_HEADER.search(text_of(value)[:200]):
        found.signatures |= set(names)


def _names(pattern: Node) -> list[str]:
    kinds = ("shorthand_property_identifier_pattern", "identifier")
    return [text_of(one) for one in children(pattern, *kinds)]


def _is_raw(node: Node, found: _Handler) -> bool:
    if node.type == "identifier":
        return text_of(node) in found.raw
    if node.type == "call_expression":
        function = node.child_by_field_name("function")
        if function is None or function.type != "member_expression":
            return False
        target = function.child_by_field_name("object")
        name = text_of(function.child_by_field_name("property"))
        is_copy = name in ("toString", "decode") and target is not None and _is_raw(target, found)
        return is_copy or (name in _RAW and _is_request(target))
    if node.type == "member_expression":
        name = text_of(node.child_by_field_name("property"))
        return name in _RAW and _is_request(node.child_by_field_name("object"))
    return False


def _is_parse(node: Node, found: _Handler) -> bool:
    if node.type != "call_expression":
        return False
    function = node.child_by_field_name("function")
    if function is None or function.type != "member_expression":
        return False
    target = function.child_by_field_name("object")
    name = text_of(function.child_by_field_name("property"))
    if name == "json":
        return _is_request(target)
    argument = child(node.child_by_field_name("arguments"))
    is_json = name == "parse" and text_of(target) == "JSON"
    return is_json and argument is not None and _is_raw(argument, found)


def _is_body(node: Node) -> bool:
    name = text_of(node.child_by_field_name("property"))
    return name == "body" and _is_request(node.child_by_field_name("object"))


def _is_request(node: Node | None) -> bool:
    return node is not None and node.type == "identifier" and text_of(node) in REQUESTS


def _used_before(handler: _Handler) -> Node | None:
    """Return the parse whose result is used before the verification of the body.

    That it is passed to the verifier is no such use: some versions take it parsed.
    """
    end = handler.verifications[0].start_byte
    for name, use in handler.uses:
        parse = handler.parsed.get(name)
        if parse is None or not parse.end_byte <= use.start_byte < end:
            continue
        above = use.parent
        # `payload.event`, not `verify(payload)` nor `JSON.stringify(payload)`.
        if above is not None and above.type == "member_expression":
            target = above.child_by_field_name("object")
            if target is not None and target.id == use.id:
                return parse
    return None


def _is_trusting(function: Node, handler: _Handler) -> bool:
    """Whether it is certain that a function handles webhooks of WorkOS and verifies none."""
    if handler.passes_on or not (handler.names_events or handler.reads_header):
        return False
    if handler.verifications or not (handler.parses or handler.bodies):
        return False
    parameters = function.child_by_field_name("parameters")
    names = {text_of(one.child_by_field_name("pattern") or one) for one in children(parameters)}
    if not names & REQUESTS:
        return False
    above = function.parent
    for other in children(above) if above is not None and above.type == "arguments" else ():
        called = _called_name(other)
        if other.id != function.id and other.type != "string" and not _PARSERS.match(called):
            return False
    return True
