"""The HTTP operations that a method's body calls, in TypeScript or compiled JavaScript."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.operations import operation
from workos_docs_loaders.sdk.typescript.parsing.syntax import child, children, text_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tree_sitter import Node

MAX_DEPTH = 12
"""Longest chain of helpers, and deepest expression, that is followed."""
MAX_VALUES = 8
"""Most values of one expression; branches multiply."""

_VERBS = {
    "get": "get",
    "post": "post",
    "put": "put",
    "patch": "patch",
    "delete": "delete",
    "deleteWithBody": "delete",
}
"""Methods of the client that send a request, with their verb; the path comes first."""
_HELPERS = {"fetchAndDeserialize": ("get", 1), "fetchAndDeserializeFGAList": ("get", 1)}
"""Functions that send a request: verb, and place of the path."""
_CLIENT = re.compile(r"(?:^|\.)(?:workos|client)$")
_SERVICE = re.compile(r"^this(?:\.workos)?\.(\w+)$")
_URL_METHOD = re.compile(r"Url(?:$|With)", re.IGNORECASE)
_BASE_URL = re.compile(r"^\{baseURL\}")


class OperationFinder:
    """Finds the operations of methods, through helpers of the same class and of other services."""

    def __init__(
        self, bodies: Mapping[tuple[str, str], Node], service: Callable[[str], str | None]
    ) -> None:
        """Keep what the search needs.

        Args:
            bodies: Methods with their bodies, by class and name.
            service: Returns the class of a service by the name of the client's field.
        """
        self._bodies = bodies
        self._service = service

    def find(self, owner: str, method: str) -> tuple[str, ...]:
        """Return the operations of a method, in order of appearance, each once."""
        return tuple(dict.fromkeys(self._find(owner, method, MAX_DEPTH)))

    def _find(self, owner: str, method: str, depth: int) -> Iterator[str]:
        node = self._bodies.get((owner, method))
        if node is None or not depth:
            return
        scope = _Scope(node)
        for part in walk(node):
            if part.type != "call_expression":
                continue
            found = list(scope.operations(part))
            yield from found
            if not found and (helper := self._helper(part, owner)):
                yield from self._find(*helper, depth - 1)
        if _URL_METHOD.search(method):
            yield from scope.built_urls(node)

    def _helper(self, call: Node, owner: str) -> tuple[str, str] | None:
        """Return class and name of the method that is called on `this` or on a service."""
        function = _function(call)
        if function is None or function.type != "member_expression":
            return None
        name = text_of(function.child_by_field_name("property"))
        receiver = text_of(function.child_by_field_name("object"))
        if receiver == "this":
            return owner, name
        service = _SERVICE.match(receiver)
        target = self._service(service[1]) if service else None
        return (target, name) if target else None


class _Scope:
    """Evaluates the expressions of one method to the texts that they can be."""

    def __init__(self, method: Node) -> None:
        self._locals: dict[str, Node] = {}
        for part in walk(method):
            if part.type == "variable_declarator":
                value = part.child_by_field_name("value")
                name = text_of(part.child_by_field_name("name"))
                if value is not None:
                    self._locals.setdefault(name, value)

    def operations(self, call: Node) -> Iterator[str]:
        """Yield the operations that a call sends."""
        function = _function(call)
        arguments = children(call.child_by_field_name("arguments"))
        if function is None:
            return
        name = text_of(function.child_by_field_name("property")) or text_of(function)
        if name in _HELPERS:
            verb, place = _HELPERS[name]
        elif name in _VERBS and _CLIENT.search(text_of(function.child_by_field_name("object"))):
            verb, place = _VERBS[name], 0
        else:
            return
        for path in self._values(arguments[place]) if place < len(arguments) else ():
            if shown := operation(verb, path):
                yield shown

    def built_urls(self, method: Node) -> Iterator[str]:
        """Yield the operations of URLs that a method puts together to be opened."""
        for part in walk(method):
            texts: list[str] = []
            if part.type == "template_string":
                texts = [text for text in self._values(part) if _BASE_URL.match(text)]
            elif part.type == "new_expression":
                arguments = children(part.child_by_field_name("arguments"))
                if len(arguments) == 2 and _BASE_URL.match(_parameter(arguments[1])):
                    texts = self._values(arguments[0])
            yield from filter(None, (operation("get", _without_host(text)) for text in texts))

    def _values(self, node: Node, depth: int = MAX_DEPTH) -> list[str]:
        return list(islice(dict.fromkeys(self._evaluate(node, depth)), MAX_VALUES))

    def _evaluate(self, node: Node, depth: int) -> Iterator[str]:
        if not depth:
            yield "{}"
            return
        match node.type:
            case "string":
                yield "".join(text_of(part) for part in children(node))
            case "template_string":
                yield from self._template(node, depth)
            case "parenthesized_expression" | "await_expression" | "as_expression":
                inner = child(node)
                yield from self._values(inner, depth - 1) if inner else ()
            case "ternary_expression":
                for field in ("consequence", "alternative"):
                    if branch := node.child_by_field_name(field):
                        yield from self._values(branch, depth - 1)
            case "binary_expression" if text_of(node.child_by_field_name("operator")) == "+":
                sides = [node.child_by_field_name(side) for side in ("left", "right")]
                yield from self._joined([side for side in sides if side], depth)
            case "identifier":
                name = text_of(node)
                value = self._locals.get(name)
                for text in self._values(value, depth - 1) if value else ("{}",):
                    yield f"{{{name}}}" if text in ("{}", "") else text
            case "new_expression":
                # `new URL(path, base)`
                arguments = children(node.child_by_field_name("arguments"))
                yield from self._values(arguments[0], depth - 1) if arguments else ()
            case "call_expression" if _is_to_string(node):
                receiver = node.child_by_field_name("function")
                inner = receiver.child_by_field_name("object") if receiver else None
                yield from self._values(inner, depth - 1) if inner else ()
            case _:
                yield _parameter(node)

    def _template(self, node: Node, depth: int) -> Iterator[str]:
        yield from self._joined(children(node), depth)

    def _joined(self, parts: list[Node], depth: int) -> list[str]:
        texts = [""]
        for part in parts:
            if part.type == "string_fragment":
                values = [text_of(part)]
            elif part.type == "template_substitution":
                inner = child(part)
                values = self._values(inner, depth - 1) if inner else ["{}"]
            else:
                values = self._values(part, depth - 1)
            texts = [text + value for text in texts for value in values][:MAX_VALUES]
        return texts


def _function(call: Node) -> Node | None:
    """Return what a call calls.

    `await a.b<T>()` parses with the `await` inside; compiled code calls `(0, module.function)`.
    """
    function = call.child_by_field_name("function")
    if function is not None and function.type == "await_expression":
        function = child(function)
    if function is not None and function.type == "parenthesized_expression":
        inner = child(function)
        if inner is not None and inner.type == "sequence_expression":
            return children(inner)[-1]
    return function


def _parameter(node: Node) -> str:
    """Return a placeholder, named where the expression has a name."""
    if node.type == "call_expression":
        arguments = children(node.child_by_field_name("arguments"))
        return _parameter(arguments[0]) if arguments else "{}"
    if node.type == "member_expression":
        return f"{{{text_of(node.child_by_field_name('property'))}}}"
    return f"{{{text_of(node)}}}" if node.type == "identifier" else "{}"


def _is_to_string(call: Node) -> bool:
    function = call.child_by_field_name("function")
    return function is not None and (
        text_of(function.child_by_field_name("property")) in ("toString", "href")
    )


def _without_host(text: str) -> str:
    return _BASE_URL.sub("https://api", text)
