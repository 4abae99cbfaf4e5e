"""What each name of a module is bound to, scope by scope."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal

Function = ast.FunctionDef | ast.AsyncFunctionDef

BindingKind = Literal["value", "annotation", "import", "function", "class", "parameter", "unknown"]


@dataclass(frozen=True, slots=True)
class Binding:
    """One thing that a name is bound to."""

    kind: BindingKind
    node: ast.AST | None = None
    """The value, the annotation, the function or class."""
    module: str = ""
    name: str = ""
    """What is imported from the module; empty for the module itself."""


UNKNOWN = Binding("unknown")


@dataclass
class Scope:
    """A module, class, function or comprehension."""

    node: ast.AST
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    attributes: dict[str, list[tuple[ast.expr, Scope]]] = field(default_factory=dict)
    """Of a class: what its methods set on `self`. Of a module: what is set on other objects, by
    the dotted text of the attribute."""
    instance: str = ""
    """Of a method: its first parameter."""
    outer: set[str] = field(default_factory=set)
    """Names that are declared global or nonlocal."""

    @property
    def is_class(self) -> bool:
        """Whether names in it are not those of the functions in it."""
        return isinstance(self.node, ast.ClassDef)

    @property
    def module(self) -> Scope:
        """The outermost scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def owner(self) -> Scope | None:
        """The class whose method this is, or is in."""
        scope: Scope | None = self
        while scope is not None and not scope.is_class:
            scope = scope.parent
        return scope

    def bind(self, name: str, binding: Binding) -> None:
        """Note that a name is bound to something here."""
        scope = self.module if name in self.outer else self
        scope.bindings.setdefault(name, []).append(binding)


@dataclass(frozen=True)
class Scopes:
    """The scopes of a module."""

    module: Scope
    of: dict[ast.AST, Scope]
    """In which each node stands."""
    opened: dict[ast.AST, Scope]
    """Which each class and function opens."""
    guarded: set[ast.AST]
    """Nodes of code that asks first whether the SDK has what it uses."""


_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_WORDS = ast.expr_context | ast.operator | ast.unaryop | ast.boolop | ast.cmpop
"""Nodes without a place of their own, half of all."""
_TOLERANT = {"AttributeError", "ImportError", "ModuleNotFoundError"}
_QUESTIONS = ("hasattr", "getattr", "__version__", "version_info", "find_spec")


def read_scopes(tree: ast.Module) -> Scopes:
    """Return the scopes of a module."""
    module = Scope(tree, None)
    scopes = Scopes(module, {}, {}, set())
    stack: list[tuple[ast.AST, Scope, bool]] = [(node, module, False) for node in tree.body[::-1]]
    while stack:
        node, scope, guarded = stack.pop()
        scopes.of[node] = scope
        if guarded:
            scopes.guarded.add(node)
        _bind(node, scope)
        inner = _inner_scope(node, scope)
        if inner is not scope:
            scopes.opened[node] = inner
        guards = _guarded_children(node)
        body = set(_body_of(node))
        for child in reversed(list(ast.iter_child_nodes(node))):
            if isinstance(child, _WORDS):
                continue
            stack.append((child, inner if child in body else scope, guarded or child in guards))
    return scopes


def _inner_scope(node: ast.AST, scope: Scope) -> Scope:
    if not isinstance(node, Function | ast.Lambda | ast.ClassDef | _COMPREHENSIONS):
        return scope
    inner = Scope(node, scope)
    if isinstance(node, Function | ast.Lambda):
        arguments = node.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for argument in named:
            kind: BindingKind = "parameter" if argument.annotation is None else "annotation"
            inner.bind(argument.arg, Binding(kind, argument.annotation, name=argument.arg))
        for variadic in (arguments.vararg, arguments.kwarg):
            if variadic is not None:
                inner.bind(variadic.arg, UNKNOWN)
        is_static = isinstance(node, Function) and any(
            isinstance(one, ast.Name) and one.id == "staticmethod" for one in node.decorator_list
        )
        if scope.is_class and named and not is_static:
            inner.instance = named[0].arg
            inner.bindings[inner.instance] = [UNKNOWN]
    return inner


def _body_of(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a node that stand in the scope that it opens."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return list(node.body)
        case ast.Lambda():
            return [node.body]
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return [node.elt, *node.generators]
        case ast.DictComp():
            return [node.key, node.value, *node.generators]
    return []


def _bind(node: ast.AST, scope: Scope) -> None:
    match node:
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            scope.outer |= set(names)
        case ast.Import(names=aliases):
            for alias in aliases:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                scope.bind(alias.asname or whole, Binding("import", None, whole))
        case ast.ImportFrom(names=aliases, module=module, level=level):
            for alias in aliases:
                source = "." * level + (module or "")
                scope.bind(alias.asname or alias.name, Binding("import", None, source, alias.name))
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            scope.bind(name, Binding("function", node))
        case ast.ClassDef(name=name):
            scope.bind(name, Binding("class", node))
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                _bind_target(target, value, scope)
        case ast.AnnAssign(target=target, annotation=annotation, value=value):
            if isinstance(target, ast.Name):
                scope.bind(target.id, Binding("annotation", annotation))
            elif value is not None:
                _bind_target(target, value, scope)
        case ast.NamedExpr(target=target, value=value):
            _bind_target(target, value, scope)
        case ast.withitem(optional_vars=ast.expr() as target, context_expr=value):
            _bind_target(target, value, scope)
        case ast.AugAssign(target=target) | ast.For(target=target) | ast.AsyncFor(target=target):
            _bind_target(target, None, scope)
        case ast.comprehension(target=target):
            _bind_target(target, None, scope)
        case ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name):
            scope.bind(name, UNKNOWN)
        case ast.MatchStar(name=str() as name) | ast.MatchMapping(rest=str() as name):
            scope.bind(name, UNKNOWN)


def _bind_target(target: ast.expr, value: ast.expr | None, scope: Scope) -> None:
    match target:
        case ast.Name(id=name):
            scope.bind(name, Binding("value", value) if value is not None else UNKNOWN)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            same = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(parts)
            values = value.elts if same and isinstance(value, ast.Tuple | ast.List) else []
            for place, part in enumerate(parts):
                _bind_target(part, values[place] if values else None, scope)
        case ast.Starred(value=inner):
            _bind_target(inner, None, scope)
        case ast.Attribute(value=ast.Name(id=base), attr=name) if value is not None:
            owner = scope.owner
            if owner is not None and base == _instance(scope):
                owner.attributes.setdefault(name, []).append((value, scope))
            else:
                _note_attribute(target, value, scope)
        case ast.Attribute() if value is not None:
            _note_attribute(target, value, scope)


def _note_attribute(target: ast.Attribute, value: ast.expr, scope: Scope) -> None:
    if text := dotted(target):
        scope.module.attributes.setdefault(text, []).append((value, scope))


def _instance(scope: Scope | None) -> str:
    """Return what a method, or a function in it, calls its object."""
    while scope is not None and not scope.instance:
        scope = scope.parent
    return scope.instance if scope is not None else ""


def dotted(node: ast.expr) -> str:
    """Return an attribute's dotted text, or nothing where it starts with more than a name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _guarded_children(node: ast.AST) -> set[ast.AST]:
    """Return the parts of a statement that only run where the SDK has what they use."""
    match node:
        case ast.Try(body=body, handlers=handlers):
            caught = {
                name.id
                for handler in handlers
                if handler.type is not None
                for name in ast.walk(handler.type)
                if isinstance(name, ast.Name)
            }
            return set(body) if caught & _TOLERANT else set()
        case ast.If(test=test, body=body, orelse=orelse):
            asked = ast.unparse(test) if _is_small(test) else ""
            return {*body, *orelse} if any(word in asked for word in _QUESTIONS) else set()
    return set()


def _is_small(node: ast.AST) -> bool:
    """Whether an expression can be written out without going deep."""
    stack, seen = [(node, 0)], 0
    while stack:
        current, depth = stack.pop()
        seen += 1
        if depth > 30 or seen > 300:
            return False
        stack += [(child, depth + 1) for child in ast.iter_child_nodes(current)]
    return True
