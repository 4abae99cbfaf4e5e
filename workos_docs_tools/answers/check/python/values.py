"""What the expressions of Python code stand for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from workos_docs_tools.answers.check.judging.merging import MAX_DEPTH, Memo, agreed, as_factory
from workos_docs_tools.answers.check.judging.naming import is_client_name, is_getter_name
from workos_docs_tools.answers.check.judging.usage import CLIENT, NAMED_CLIENT, NOTHING, Value
from workos_docs_tools.answers.check.python.scopes import Function, Scope, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_tools.answers.check.judging.surface import Surface
    from workos_docs_tools.answers.check.python.scopes import Binding, Scopes


class Values:
    """Finds out what expressions stand for.

    A name that is bound several times stands for what all its bindings agree on, wherever in its
    scope they are: where they differ, only running the code would tell.
    """

    def __init__(self, scopes: Scopes, surface: Surface) -> None:
        self._scopes = scopes
        self._surface = surface
        self._package = surface.package.snapshot.package
        self._memo = Memo()

    def of(self, node: ast.AST | None, scope: Scope, depth: int = MAX_DEPTH) -> Value | None:
        """Return what an expression stands for, or None."""
        if node is None or depth <= 0:
            return None
        match node:
            case ast.Name(id=name):
                return self._name(name, scope, depth)
            case ast.Attribute():
                return self._attribute(node, scope, depth)
            case ast.Call(func=function):
                called = self.of(function, scope, depth - 1)
                return self._surface.called(called) if called is not None else None
            case ast.Await(value=inner) | ast.NamedExpr(value=inner):
                return self.of(inner, scope, depth - 1)
            case ast.IfExp(body=body, orelse=other):
                return agreed(self.of(part, scope, depth - 1) for part in (body, other))
            case ast.BoolOp(values=parts):
                return agreed(self.of(part, scope, depth - 1) for part in parts)
            case ast.Constant(value=None):
                return NOTHING
        return None

    def _attribute(self, node: ast.Attribute, scope: Scope, depth: int) -> Value | None:
        base, names = _chain(node)
        value = self.of(base, scope, depth - 1)
        if isinstance(base, ast.Name) and (owner := scope.owner) is not None and value is None:
            method = _method(scope)
            if method is not None and base.id == method.instance:
                value = self._of_instance(owner, names.pop(0), depth)
        while names and value is None:
            value, names = self._elsewhere(node, base, names, depth)
        for name in names:
            value = self._surface.attribute(value, name) if value is not None else None
        return value

    def _of_instance(self, owner: Scope, name: str, depth: int) -> Value | None:
        """Return what an attribute of `self` stands for."""
        return self._memo.once(
            id(owner), f"self.{name}", lambda: self._found_in(owner, name, depth)
        )

    def _found_in(self, owner: Scope, name: str, depth: int) -> Value | None:
        found: list[Value | None] = [
            self.of(value, scope, depth - 1) for value, scope in owner.attributes.get(name, ())
        ]
        for binding in owner.bindings.get(name, ()):
            # A bare annotation of a class says what its instances have.
            found.append(self._bound(binding, owner, depth - 1))
        if found:
            return agreed(found)
        for base in self._bases(owner) if depth > 0 else ():
            if (value := self._of_instance(base, name, depth - 6)) is not None:
                return value
        return NAMED_CLIENT if is_client_name(name) else None

    def _bases(self, owner: Scope) -> Iterator[Scope]:
        """Yield the classes of the same module that a class inherits from."""
        assert isinstance(owner.node, ast.ClassDef)
        for base in owner.node.bases:
            for binding in _bindings(base, owner):
                if binding.node is not None and binding.kind == "class":
                    yield self._scopes.opened[binding.node]

    def _elsewhere(
        self, node: ast.Attribute, base: ast.expr, names: list[str], depth: int
    ) -> tuple[Value | None, list[str]]:
        """Return the client that an attribute of another object is, and the names after it."""
        root = dotted(base)
        for end in range(1, len(names) + 1):
            text = ".".join([root, *names[:end]]) if root else ""
            if known := self._scopes.module.attributes.get(text):
                value = self._assigned(text, known, depth)
                return value, names[end:] if value is not None else []
            if is_client_name(names[end - 1]) and end < len(names):
                return NAMED_CLIENT, names[end:]
        return None, []

    def _assigned(self, text: str, known: list[tuple[ast.expr, Scope]], depth: int) -> Value | None:
        return self._memo.once(
            0, text, lambda: agreed(self.of(one, scope, depth - 1) for one, scope in known)
        )

    def _name(self, name: str, scope: Scope, depth: int) -> Value | None:
        holder = _holder(name, scope)
        if holder is None:
            return NAMED_CLIENT if is_client_name(name) else None
        bound = holder.bindings[name]
        return self._memo.once(
            id(holder), name, lambda: agreed(self._bound(one, holder, depth - 1) for one in bound)
        )

    def _bound(self, binding: Binding, scope: Scope, depth: int) -> Value | None:
        match binding.kind:
            case "value":
                return self.of(binding.node, scope, depth)
            case "annotation":
                return self.annotated(binding.node, scope, depth)
            case "parameter":
                return NAMED_CLIENT if is_client_name(binding.name) else None
            case "import":
                return self._imported(binding.module, binding.name)
            case "function":
                return self._returned(binding.node, scope, depth)
        return None

    def _imported(self, module: str, name: str) -> Value | None:
        if module.partition(".")[0] == self._package:
            if not name:
                return Value("package", (module,))
            return self._surface.imported(module, name)
        if is_client_name(name):
            return NAMED_CLIENT
        return Value("factory", is_certain=False) if is_getter_name(name) else None

    def _returned(self, node: ast.AST | None, scope: Scope, depth: int) -> Value | None:
        """Return a factory for a function that returns a client."""
        if not isinstance(node, Function):
            return None
        return self._memo.once(id(node), "()", lambda: self._factory(node, scope, depth))

    def _factory(self, node: Function, scope: Scope, depth: int) -> Value | None:
        value = self.annotated(node.returns, scope, depth)
        if value is None:
            inner = [
                (one.value, self._scopes.of[one])
                for one in _own_returns(node)
                if one.value is not None
            ]
            value = agreed(self.of(one, within, depth - 1) for one, within in inner)
        return as_factory(value)

    def annotated(self, node: ast.AST | None, scope: Scope, depth: int) -> Value | None:
        """Return the client that an annotation names, or None."""
        for part in _annotation_parts(node) if depth > 0 else ():
            value = self.of(part, scope, depth - 1)
            if value is not None and value.kind == "class":
                return CLIENT
            for binding in _bindings(part, scope):
                # An alias: `Client = Annotated[WorkOSClient, Depends(...)]`.
                if binding.kind == "value":
                    return self.annotated(binding.node, scope, depth - 6)
        return None


def _chain(node: ast.expr) -> tuple[ast.expr, list[str]]:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return node, names[::-1]


def _holder(name: str, scope: Scope) -> Scope | None:
    """Return the scope that binds a name, seen from another one."""
    current: Scope | None = scope
    while current is not None:
        if name in current.bindings and (current is scope or not current.is_class):
            return current
        current = current.parent
    return None


def _bindings(node: ast.expr, scope: Scope) -> list[Binding]:
    """Return what a bare name is bound to, seen from a scope."""
    holder = _holder(node.id, scope) if isinstance(node, ast.Name) else None
    return holder.bindings[node.id] if holder and isinstance(node, ast.Name) else []


def _method(scope: Scope | None) -> Scope | None:
    while scope is not None and not scope.instance:
        scope = scope.parent
    return scope


def _own_returns(function: ast.AST) -> Iterator[ast.Return]:
    stack = list(ast.iter_child_nodes(function))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Return):
            yield node
        elif not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            stack.extend(ast.iter_child_nodes(node))


def _annotation_parts(node: ast.AST | None, depth: int = 6) -> Iterator[ast.expr]:
    """Yield the names in an annotation that may be what is annotated: of unions, all."""
    match node:
        case ast.Constant(value=str() as text) if depth and len(text) < 200:
            try:
                yield from _annotation_parts(ast.parse(text, mode="eval").body, depth - 1)
            except (SyntaxError, ValueError):
                return
        case ast.Name() | ast.Attribute():
            yield node
        case ast.BinOp(left=left, right=right) if depth:
            yield from _annotation_parts(left, depth - 1)
            yield from _annotation_parts(right, depth - 1)
        case ast.Subscript(value=value, slice=ast.Tuple(elts=parts)) if depth:
            if _last_name(value) == "Annotated":
                parts = parts[:1]
            if _last_name(value) in ("Annotated", "Union"):
                for part in parts:
                    yield from _annotation_parts(part, depth - 1)
        case ast.Subscript(value=value, slice=part) if depth and _last_name(value) in _WRAPPERS:
            yield from _annotation_parts(part, depth - 1)


_WRAPPERS = {"Optional", "Final", "ClassVar", "Union", "Awaitable"}


def _last_name(node: ast.expr) -> str:
    return dotted(node).rpartition(".")[2]
