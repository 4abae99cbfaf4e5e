"""What each name of a file is bound to, block by block."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from workos_docs_loaders.sdk.typescript.syntax import (
    child,
    children,
    string_value,
    text_of,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

BindingKind = Literal["value", "member", "annotation", "import", "function", "parameter", "unknown"]


@dataclass(frozen=True, slots=True)
class Binding:
    """One thing that a name is bound to."""

    kind: BindingKind
    node: Node | None = None
    """The value, the annotation, or the function."""
    module: str = ""
    name: str = ""
    """What is imported from the module, or taken from the value; `*` for all of a module."""


UNKNOWN = Binding("unknown")


@dataclass
class Scope:
    """A file, function, class or block."""

    node: Node
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    attributes: dict[str, list[tuple[Binding, Scope]]] = field(default_factory=dict)
    """Of a class: its fields and what its methods set on `this`. Of a file: what is set on other
    objects, by the text of the attribute."""

    @property
    def file(self) -> Scope:
        """The outermost scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def owner(self) -> Scope | None:
        """The class that this is in."""
        scope: Scope | None = self
        while scope is not None and scope.node.type != "class_body":
            scope = scope.parent
        return scope

    @property
    def function(self) -> Scope:
        """The function, or file, that this is in."""
        scope = self
        while scope.parent is not None and scope.node.type not in FUNCTIONS:
            scope = scope.parent
        return scope

    def bind(self, name: str, binding: Binding) -> None:
        """Note that a name is bound to something here."""
        self.bindings.setdefault(name, []).append(binding)

    def holder(self, name: str) -> Scope | None:
        """Return the scope that binds a name, seen from here."""
        scope: Scope | None = self
        while scope is not None and name not in scope.bindings:
            scope = scope.parent
        return scope


@dataclass(frozen=True)
class Scopes:
    """The scopes of a file, and in which of them each node stands."""

    file: Scope
    nodes: list[tuple[Node, Scope]]
    """All nodes in order of appearance."""
    returns: dict[int, list[tuple[Node, Scope]]]
    """What functions return, by the ids of their nodes."""
    inner: set[int]
    """Ids of what is called or has an attribute read, and of what is assigned to."""
    broken: set[int]
    """Ids of the nodes in what the grammar does not understand: their parts may be missing."""


FUNCTIONS = {
    "function_declaration",
    "function_expression",
    "arrow_function",
    "method_definition",
    "generator_function",
    "generator_function_declaration",
}
_PARTS = {
    "member_expression": "object",
    "subscript_expression": "object",
    "call_expression": "function",
    "new_expression": "constructor",
    "assignment_expression": "left",
    "augmented_assignment_expression": "left",
}
_BLOCKS = FUNCTIONS | {"statement_block", "class_body", "for_statement", "for_in_statement"}
_BLOCKS |= {"catch_clause", "switch_body"}


def read_scopes(root: Node) -> Scopes:
    """Return the scopes of a file."""
    file = Scope(root, None)
    scopes = Scopes(file, [], {}, set(), set())
    writes: list[tuple[Node, Scope]] = []
    stack: list[tuple[Node, Scope]] = [(root, file)]
    while stack:
        node, scope = stack.pop()
        scopes.nodes.append((node, scope))
        _bind(node, scope)
        if (part := _part_of(node)) is not None:
            scopes.inner.add(part.id)
        if node.type == "ERROR" or node.id in scopes.broken:
            scopes.broken.update(one.id for one in (node, *node.named_children))
        if node.type in ("assignment_expression", "augmented_assignment_expression"):
            writes.append((node, scope))
        elif node.type == "return_statement" and child(node) is not None:
            returned = scopes.returns.setdefault(scope.function.node.id, [])
            returned.append((node.named_children[0], scope))
        inner = scope if node.type not in _BLOCKS else Scope(node, scope)
        if inner is not scope:
            _bind_inner(node, inner)
        stack.extend((one, inner) for one in reversed(node.named_children))
    for node, scope in writes:
        _note_write(node, scope)
    return scopes


def _part_of(node: Node) -> Node | None:
    field = _PARTS.get(node.type)
    return node.child_by_field_name(field) if field else None


def _bind(node: Node, scope: Scope) -> None:
    match node.type:
        case "import_statement":
            for name, binding in _imports(node):
                scope.bind(name, binding)
        case "variable_declarator":
            is_var = node.parent is not None and node.parent.type == "variable_declaration"
            target = scope.function if is_var else scope
            annotation, value = type_of(node), node.child_by_field_name("value")
            pattern = node.child_by_field_name("name")
            if pattern is not None and pattern.type == "identifier" and annotation is not None:
                target.bind(text_of(pattern), Binding("annotation", annotation))
            else:
                _bind_pattern(pattern, value, target)
        case "function_declaration" | "generator_function_declaration":
            scope.bind(text_of(node.child_by_field_name("name")), Binding("function", node))
        case "class_declaration" | "enum_declaration" | "abstract_class_declaration":
            scope.bind(text_of(node.child_by_field_name("name")), UNKNOWN)


def _bind_inner(node: Node, inner: Scope) -> None:
    if node.type == "class_body":
        for member in children(node, "public_field_definition"):
            name = text_of(member.child_by_field_name("name"))
            kind, value = type_of(member), member.child_by_field_name("value")
            if kind is not None:
                _set_attribute(inner, name, Binding("annotation", kind), inner)
            elif value is not None:
                _set_attribute(inner, name, Binding("value", value), inner)
    elif node.type in ("for_in_statement", "catch_clause"):
        pattern = node.child_by_field_name("left") or node.child_by_field_name("parameter")
        _bind_pattern(pattern, None, inner)
    elif node.type in FUNCTIONS:
        single = node.child_by_field_name("parameter")
        if single is not None:
            inner.bind(text_of(single), Binding("parameter", name=text_of(single)))
        for parameter in children(node.child_by_field_name("parameters")):
            _bind_parameter(parameter, inner)


def _bind_parameter(parameter: Node, inner: Scope) -> None:
    pattern = parameter.child_by_field_name("pattern")
    if parameter.type == "identifier":
        pattern = parameter
    annotation = type_of(parameter)
    if pattern is None or pattern.type != "identifier":
        _bind_pattern(pattern if pattern is not None else parameter, None, inner, parameters=True)
        return
    name = text_of(pattern)
    binding = (
        Binding("annotation", annotation)
        if annotation is not None
        else Binding("parameter", name=name)
    )
    inner.bind(name, binding)
    # `constructor(private readonly workos: WorkOS)` is a field of the class as well.
    if child(parameter, "accessibility_modifier") is not None or any(
        word.type == "readonly" for word in parameter.children
    ):
        owner = inner.owner
        if owner is not None:
            _set_attribute(owner, name, binding, inner)


def _bind_pattern(
    pattern: Node | None, value: Node | None, scope: Scope, *, parameters: bool = False
) -> None:
    """Bind the names of a pattern to what they take from a value."""
    if pattern is None:
        return
    if pattern.type == "identifier":
        scope.bind(text_of(pattern), Binding("value", value) if value is not None else UNKNOWN)
    elif pattern.type == "object_pattern":
        for item in children(pattern):
            key, name = _taken(item)
            if not name:
                _bind_pattern(item.child_by_field_name("value"), None, scope)
            elif parameters:
                scope.bind(name, Binding("parameter", name=key))
            elif value is None:
                scope.bind(name, UNKNOWN)
            else:
                scope.bind(name, Binding("member", value, name=key))
    else:
        stack = list(children(pattern))
        while stack:
            node = stack.pop()
            if node.type in ("identifier", "shorthand_property_identifier_pattern"):
                scope.bind(text_of(node), UNKNOWN)
            stack += node.named_children


def _taken(item: Node) -> tuple[str, str]:
    """Return which property an item of a pattern takes, and the name that it gets."""
    if item.type == "shorthand_property_identifier_pattern":
        return text_of(item), text_of(item)
    if item.type == "pair_pattern":
        value = item.child_by_field_name("value")
        if value is not None and value.type == "identifier":
            return text_of(item.child_by_field_name("key")), text_of(value)
    if item.type == "object_assignment_pattern":
        left = text_of(item.child_by_field_name("left"))
        return left, left
    return "", ""


def _imports(node: Node) -> Iterator[tuple[str, Binding]]:
    module = string_value(node.child_by_field_name("source")) or ""
    for item in children(child(node, "import_clause")):
        if item.type == "identifier":
            yield text_of(item), Binding("import", None, module, "default")
        elif item.type == "namespace_import":
            yield text_of(child(item)), Binding("import", None, module, "*")
        for one in children(item, "import_specifier"):
            name = text_of(one.child_by_field_name("name"))
            alias = one.child_by_field_name("alias")
            yield text_of(alias) if alias else name, Binding("import", None, module, name)


def _note_write(node: Node, scope: Scope) -> None:
    """Note what is assigned to a name or attribute after its declaration."""
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None:
        return
    if left.type == "member_expression":
        target = left.child_by_field_name("object")
        name = text_of(left.child_by_field_name("property"))
        binding = Binding("value", right)
        owner = scope.owner
        if target is not None and target.type == "this" and owner is not None:
            _set_attribute(owner, name, binding, scope)
        else:
            _set_attribute(scope.file, text_of(left), binding, scope)
    elif left.type == "identifier":
        holder = scope.holder(text_of(left)) or scope.file
        holder.bind(text_of(left), Binding("value", right))
    else:
        _bind_pattern(left, None, scope.function)


def _set_attribute(owner: Scope, name: str, binding: Binding, scope: Scope) -> None:
    owner.attributes.setdefault(name, []).append((binding, scope))
