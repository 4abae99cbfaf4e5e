"""The HTTP operations that a method's body calls, found by evaluating constants and strings."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.operations import operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import griffe

    from workos_docs_loaders.sdk.python.modules import PythonModules

MAX_DEPTH = 20
"""Deepest expression and longest chain of helpers that is followed."""
MAX_VALUES = 8
"""Most values of one expression; branches multiply."""

_FIELD = re.compile(r"\{[^{}]*\}")
_PLACEHOLDER = "{}"

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sender:
    """A function that sends a request or builds its URL."""

    path: tuple[str, int]
    """Keyword and place of the path."""
    verb: tuple[str, int] | str
    """Keyword and place of the verb, or the verb itself: what only builds a URL to open gets."""


_SENDERS: Mapping[str, _Sender] = {
    "request": _Sender(("path", 0), ("method", 1)),
    "request_page": _Sender(("path", 0), ("method", 1)),
    "request_list": _Sender(("path", 0), ("method", 1)),
    "request_raw": _Sender(("path", 0), ("method", 1)),
    "delete_with_body": _Sender(("path", 0), "delete"),
    "build_url": _Sender(("path", 0), "get"),
    "build_url_with_query_params": _Sender(("path", 1), "get"),
    "Request": _Sender(("url", 1), ("method", 0)),
}
"""By name of the function, in all versions of the SDK."""
_PASSED_ON = {"build_parameterized_url": ("url", 0), "generate_api_url": ("path", 0)}
"""Functions whose value is that of one argument."""


class OperationFinder:
    """Finds the operations of methods, through helpers of the same class and of other services."""

    def __init__(
        self,
        modules: PythonModules,
        service: Callable[[str], griffe.Class | None],
    ) -> None:
        """Keep what the search needs.

        Args:
            modules: All modules of the package.
            service: Returns the class of a service by the name of the client's property.
        """
        self._modules = modules
        self._service = service

    def find(self, method: griffe.Function, owner: griffe.Class) -> tuple[str, ...]:
        """Return the operations of a method, in order of appearance, each once.

        Args:
            method: The method.
            owner: The class on which it is called; helpers are looked up there.
        """
        return tuple(dict.fromkeys(self._find(method, owner, depth=MAX_DEPTH)))

    def _find(self, method: griffe.Function, owner: griffe.Class, depth: int) -> Iterator[str]:
        tree = self._modules.tree(method)
        if tree is None or not depth:
            return
        scope = _Scope(self._modules, method.module.path, tree)
        for call in _calls(tree):
            found = False
            for shown in scope.operations(call):
                found = True
                yield shown
            helper = None if found else self._helper(call, owner)
            if helper:
                yield from self._find(*helper, depth - 1)
        if method.name.endswith("_url"):
            yield from scope.returned_urls(tree)

    def _helper(
        self, call: ast.Call, owner: griffe.Class
    ) -> tuple[griffe.Function, griffe.Class] | None:
        """Return the method that is called on `self` or on a service of the client."""
        names = _dotted(call.func)
        if len(names) == 2 and names[0] == "self":
            target: griffe.Class | None = owner
        elif len(names) == 4 and names[:2] == ("self", "_client"):
            target = self._service(names[2])
        else:
            return None
        member = target.all_members.get(names[-1]) if target else None
        if target is None or member is None or not member.is_function:
            return None
        final = member.final_target if member.is_alias else member  # type: ignore[union-attr]
        return final, target  # type: ignore[return-value]


class _Scope:
    """Evaluates the expressions of one function to the texts that they can be."""

    def __init__(self, modules: PythonModules, module: str, function: ast.AST) -> None:
        self._modules = modules
        self._module = module
        self._locals: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self._locals.setdefault(target.id, []).append(node.value)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                self._locals.setdefault(node.target.id, []).extend(filter(None, [node.value]))

    def operations(self, call: ast.Call) -> Iterator[str]:
        """Yield the operations that a call sends, or builds the URL of."""
        sender = _SENDERS.get((_dotted(call.func) or ("",))[-1])
        if sender is None or (path := _argument(call, *sender.path)) is None:
            return
        verbs = (sender.verb,) if isinstance(sender.verb, str) else self._verbs(call, sender.verb)
        for one, place in product(verbs, self._values(path)):
            if shown := operation(one, _named_host(place)):
                yield shown

    def _verbs(self, call: ast.Call, place: tuple[str, int]) -> Values:
        verb = _argument(call, *place)
        return self._values(verb) if verb else ("get",)  # the default of all versions

    def returned_urls(self, function: ast.AST) -> Iterator[str]:
        """Yield the operations of URLs that a function puts together by hand."""
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.JoinedStr):
                for place in self._values(node.value):
                    if shown := operation("get", _named_host(place)):
                        yield shown

    def _values(self, node: ast.expr, depth: int = MAX_DEPTH) -> Values:
        if not depth:
            return (_PLACEHOLDER,)
        return tuple(islice(dict.fromkeys(self._evaluate(node, depth - 1)), MAX_VALUES))

    def _evaluate(self, node: ast.expr, depth: int) -> Iterator[str]:
        match node:
            case ast.Constant(value=str() as text):
                yield text
            case ast.JoinedStr(values=parts):
                yield from self._joined(parts, "", depth)
            case ast.FormattedValue(value=value):
                yield from self._values(value, depth)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                yield from self._joined(parts, "/", depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from self._joined([left, right], "", depth)
            case ast.BinOp(left=left, op=ast.Mod()):
                yield from (text.replace("%s", _PLACEHOLDER) for text in self._values(left, depth))
            case ast.IfExp(body=body, orelse=other):
                yield from self._values(body, depth)
                yield from self._values(other, depth)
            case ast.Call(func=ast.Attribute(value=value, attr="format")):
                yield from (self._filled(text, node, depth) for text in self._values(value, depth))
            case ast.Call(func=function) if passed := _PASSED_ON.get(
                (_dotted(function) or ("",))[-1]
            ):
                argument = _argument(node, *passed)
                yield from self._values(argument, depth) if argument else ()
            case ast.Name(id=name):
                yield from self._named(name, depth)
            case _:
                yield _parameter(node)

    def _filled(self, text: str, call: ast.Call, depth: int) -> str:
        """Return a format with its fields filled by the first value of each argument."""
        given = [self._values(argument, depth)[0] for argument in call.args]
        named = {item.arg: self._values(item.value, depth)[0] for item in call.keywords}
        numbers = iter(range(len(given)))

        def fill(found: re.Match[str]) -> str:
            name = found[0][1:-1] or str(next(numbers, ""))
            if name.isdecimal() and int(name) < len(given):
                return given[int(name)]
            return named.get(name, found[0])

        return _FIELD.sub(fill, text)

    def _joined(self, parts: list[ast.expr], separator: str, depth: int) -> Iterator[str]:
        for values in product(*(self._values(part, depth) for part in parts)):
            yield separator.join(values)

    def _named(self, name: str, depth: int) -> Iterator[str]:
        assigned = self._locals.get(name) or self._constants(self._module, name, depth)
        if not assigned:
            yield f"{{{name}}}"
        for value in assigned:
            for text in self._values(value, depth):
                yield f"{{{name}}}" if text == _PLACEHOLDER else text

    def _constants(self, module: str, name: str, depth: int) -> list[ast.expr]:
        """Return what a module assigns to a name, there or where it imports it from."""
        tree = self._modules.trees.get(module)
        for node in tree.body if tree and depth else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    return [value]
                case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if (
                    target == name
                ):
                    return [value]
                case ast.ImportFrom(module=origin, names=names, level=level):
                    for alias in names:
                        if (alias.asname or alias.name) == name:
                            place = self._absolute(module, origin or "", level)
                            return self._constants(place, alias.name, depth - 1)
        return []

    def _absolute(self, module: str, origin: str, level: int) -> str:
        if not level:
            return origin
        is_package = self._modules.files[module].endswith("/__init__.py")
        parts = module.split(".")
        base = parts[: len(parts) - level + (1 if is_package else 0)]
        return ".".join([*base, *filter(None, [origin])])


def _calls(tree: ast.AST) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _dotted(node: ast.expr) -> tuple[str, ...]:
    """Return the names of `a.b.c`, or nothing for any other expression."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return (*reversed([*names, node.id]),) if isinstance(node, ast.Name) else ()


def _argument(call: ast.Call, keyword: str, place: int) -> ast.expr | None:
    for item in call.keywords:
        if item.arg == keyword:
            return item.value
    return call.args[place] if place < len(call.args) else None


def _parameter(node: ast.expr) -> str:
    """Return a placeholder, named where the expression has a name."""
    match node:
        case ast.Call(args=[argument, *_]):
            return _parameter(argument)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return f"{{{name}}}"
    return _PLACEHOLDER


def _named_host(place: str) -> str:
    """Return a path without the client's base URL, which stands for the host."""
    return re.sub(r"^\{(?:base_url|base_api_url|_base_url)\}", "https://api/", place)
