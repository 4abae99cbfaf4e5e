"""What the expressions of JavaScript and TypeScript code stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.typescript.parsing.syntax import (
    child,
    children,
    string_value,
    text_of,
    type_of,
)
from workos_docs_tools.answers.check.javascript.scopes import FUNCTIONS
from workos_docs_tools.answers.check.judging.merging import MAX_DEPTH, Memo, agreed, as_factory
from workos_docs_tools.answers.check.judging.naming import is_client_name, is_getter_name
from workos_docs_tools.answers.check.judging.usage import CLIENT, NAMED_CLIENT, NOTHING, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from workos_docs_tools.answers.check.javascript.scopes import Binding, Scope, Scopes
    from workos_docs_tools.answers.check.judging.surface import Surface

CLIENT_PACKAGE = "@workos-inc/node"
_PACKAGES = ("@workos-inc/", "@workos/")
"""Scopes of packages of which some return a client of the Node SDK."""
_THROUGH = {
    "await_expression",
    "parenthesized_expression",
    "non_null_expression",
    "satisfies_expression",
}


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

    def of(self, node: Node | None, scope: Scope, depth: int = MAX_DEPTH) -> Value | None:
        """Return what an expression stands for, or None."""
        if node is None or depth <= 0:
            return None
        kind = node.type
        if kind in ("identifier", "shorthand_property_identifier"):
            return self._name(text_of(node), scope, depth)
        if kind == "member_expression":
            return self._member(node, scope, depth)
        if kind == "subscript_expression":
            key = string_value(node.child_by_field_name("index"))
            base = self.of(node.child_by_field_name("object"), scope, depth - 1)
            return self._surface.attribute(base, key) if base is not None and key else None
        if kind in ("call_expression", "new_expression"):
            return self._called(node, scope, depth)
        if kind in _THROUGH:
            return self.of(child(node), scope, depth - 1)
        if kind == "as_expression":
            value = self.of(child(node), scope, depth - 1)
            target = node.named_children[-1]
            return self.annotated(target, scope, depth - 1) if text_of(target) != "const" else value
        if kind == "ternary_expression":
            parts = [node.child_by_field_name(name) for name in ("consequence", "alternative")]
            return agreed(self.of(part, scope, depth - 1) for part in parts)
        if kind == "binary_expression" and _operator(node) in ("||", "??", "&&"):
            return self._either(node, scope, depth)
        if kind in ("assignment_expression", "augmented_assignment_expression"):
            return self.of(node.child_by_field_name("right"), scope, depth - 1)
        return NOTHING if kind in ("null", "undefined") else None

    def _either(self, node: Node, scope: Scope, depth: int) -> Value | None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        value = self.of(right, scope, depth - 1)
        if _operator(node) == "&&":
            return value
        other = self.of(left, scope, depth - 1)
        # `globalThis.workos ??= new WorkOS()`: what was there before is no other thing.
        same = left is not None and left.type == "member_expression" and other is None
        return value if same else agreed((other, value))

    def _member(self, node: Node, scope: Scope, depth: int) -> Value | None:
        names: list[str] = []
        current: Node = node
        while current.type == "member_expression":
            names.append(text_of(current.child_by_field_name("property")))
            base = current.child_by_field_name("object")
            if base is None:
                return None
            current = base
        names.reverse()
        value = self._of_instance(scope, names, depth) if current.type == "this" else None
        if value is None and current.type != "this":
            value = self.of(current, scope, depth - 1)
        root = text_of(current) if current.type in ("identifier", "this") else ""
        for end in range(1, len(names) + 1) if value is None else ():
            known = scope.file.attributes.get(".".join([root, *names[:end]])) if root else None
            if known:
                value = self._assigned(scope.file, ".".join([root, *names[:end]]), known, depth)
                names = names[end:]
                break
            is_other = current.type != "this" or end > 1
            if is_client_name(names[end - 1]) and end < len(names) and is_other:
                value, names = NAMED_CLIENT, names[end:]
                break
        else:
            if value is None:
                return None
        for name in names:
            value = self._surface.attribute(value, name) if value is not None else None
        return value

    def _of_instance(self, scope: Scope, names: list[str], depth: int) -> Value | None:
        """Return what a field of `this` stands for; its name is taken from the names."""
        owner = scope.owner
        known = owner.attributes.get(names[0], []) if owner is not None else []
        if not known:
            is_inherited = is_client_name(names[0]) and len(names) > 1
            value = NAMED_CLIENT if is_inherited else None
        else:
            value = self._assigned(owner, f"this.{names[0]}", known, depth)
        if value is not None:
            names.pop(0)
        return value

    def _assigned(
        self, owner: Scope | None, text: str, known: list[tuple[Binding, Scope]], depth: int
    ) -> Value | None:
        return self._memo.once(
            id(owner),
            text,
            lambda: agreed(self._bound(one, where, depth - 1) for one, where in known),
        )

    def _called(self, node: Node, scope: Scope, depth: int) -> Value | None:
        field = "constructor" if node.type == "new_expression" else "function"
        function = node.child_by_field_name(field)
        module = required_module(node)
        if module:
            return self._module(module)
        value = self.of(function, scope, depth - 1)
        return self._surface.called(value) if value is not None else None

    def _module(self, module: str) -> Value | None:
        return Value("package", (module,)) if is_of(module, self._package) else None

    def _name(self, name: str, scope: Scope, depth: int) -> Value | None:
        if name == "undefined":
            return NOTHING
        holder = scope.holder(name)
        if holder is None:
            return NAMED_CLIENT if is_client_name(name) else None
        bound = holder.bindings[name]
        return self._memo.once(
            id(holder), name, lambda: agreed(self._bound(one, holder, depth - 1) for one in bound)
        )

    def _bound(self, binding: Binding, scope: Scope, depth: int) -> Value | None:
        match binding.kind:
            case "value":
                if binding.node is not None and binding.node.type in FUNCTIONS:
                    return self._returned(binding.node, scope, depth)
                return self.of(binding.node, scope, depth)
            case "member":
                value = self.of(binding.node, scope, depth)
                return self._surface.attribute(value, binding.name) if value is not None else None
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
        if is_of(module, self._package) or is_of(module, CLIENT_PACKAGE):
            if name == "*":
                return Value("package", (module,))
            # A default export is named by who imports it.
            return self._surface.imported(module, "WorkOS" if name == "default" else name)
        if module.startswith(_PACKAGES):
            return Value("factory") if is_getter_name(name) else None
        if is_client_name(name):
            return NAMED_CLIENT
        return Value("factory", is_certain=False) if is_getter_name(name) else None

    def _returned(self, node: Node | None, scope: Scope, depth: int) -> Value | None:
        """Return a factory for a function that returns a client."""
        if node is None:
            return None
        return self._memo.once(node.id, "()", lambda: self._factory(node, scope, depth))

    def _factory(self, node: Node, scope: Scope, depth: int) -> Value | None:
        value = self.annotated(type_of(node, "return_type"), scope, depth - 1)
        body = node.child_by_field_name("body")
        if value is None and body is not None and body.type != "statement_block":
            value = self.of(body, scope, depth - 1)
        elif value is None:
            returned = self._scopes.returns.get(node.id, ())
            value = agreed(self.of(one, within, depth - 1) for one, within in returned)
        return as_factory(value)

    def annotated(self, node: Node | None, scope: Scope, depth: int) -> Value | None:
        """Return the client that a type names, or None."""
        stack = [node] if node is not None and depth > 0 else []
        for _ in range(12):
            if not stack:
                break
            current = stack.pop()
            if current.type in ("union_type", "parenthesized_type", "readonly_type"):
                stack += children(current)
            elif current.type == "generic_type" and _is_promise(current):
                stack += children(current.child_by_field_name("type_arguments"))
            elif current.type in ("type_identifier", "nested_type_identifier"):
                value = self._type(current, scope, depth)
                if value is not None and value.kind == "class":
                    return CLIENT
        return None

    def _type(self, node: Node, scope: Scope, depth: int) -> Value | None:
        if node.type == "type_identifier":
            name = text_of(node)
            return self._name(name, scope, depth) if scope.holder(name) is not None else None
        module, name_node = children(node)[:1], children(node)[-1:]
        base = self._name(text_of(module[0]), scope, depth) if module else None
        return self._surface.attribute(base, text_of(name_node[0])) if base is not None else None


def required_module(node: Node) -> str:
    """Return the module that a call loads: `require("...")` or `import("...")`."""
    function = node.child_by_field_name("function")
    if function is None or function.type not in ("identifier", "import"):
        return ""
    if text_of(function) not in ("require", "import"):
        return ""
    return string_value(child(node.child_by_field_name("arguments"), "string")) or ""


def is_of(module: str, package: str) -> bool:
    """Whether a module is a package or an entry of it."""
    return module == package or module.startswith(f"{package}/")


def _operator(node: Node) -> str:
    return text_of(node.child_by_field_name("operator"))


def _is_promise(node: Node) -> bool:
    name = text_of(node.child_by_field_name("name"))
    return name in ("Promise", "Readonly", "NonNullable", "Awaited")
