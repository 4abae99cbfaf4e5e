"""The client's services: the classes of its properties, and of objects that methods return."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workos_docs_loaders.sdk.python.modules import PythonModules

CLIENTS = ("workos.WorkOSClient", "workos.client.Client")
"""Where the client's class is: since 5.0, and before."""
ASYNC_CLIENT = "workos.AsyncWorkOSClient"


@dataclass(frozen=True, slots=True)
class Service:
    """A class whose methods are called on the client, or on what a method returns."""

    name: str
    """Property of the client; for a returned object its class in lower case."""
    aliases: tuple[str, ...]
    """Other properties of the same class."""
    owner: griffe.Class
    returned_by: str = ""


class Classes:
    """Finds classes of the package by path, and by the way in which a module names them."""

    def __init__(self, modules: PythonModules) -> None:
        self._modules = modules

    def at(self, path: str) -> griffe.Class | None:
        """Return the class at a dotted path, or None."""
        parts = path.split(".")
        for cut in range(len(parts), 0, -1):
            if module := self._modules.modules.get(".".join(parts[:cut])):
                return self._member(module, parts[cut:])
        return None

    def named(self, name: str, scope: griffe.Object) -> griffe.Class | None:
        """Return the class that a name means in a module or class, or None."""
        try:
            return self.at(scope.resolve(name.strip("\"'")))
        except (griffe.NameResolutionError, KeyError):
            return None

    def _member(self, thing: griffe.Object, parts: list[str]) -> griffe.Class | None:
        for part in parts:
            member = thing.members.get(part)
            if member is None:
                return None
            if isinstance(member, griffe.Alias):
                # Relative to the end of a chain of imports, each of which may lead outside.
                try:
                    thing = member.final_target
                except (griffe.AliasResolutionError, griffe.CyclicAliasError):
                    return None
            else:
                thing = member
        return thing if isinstance(thing, griffe.Class) else None


def find_client(classes: Classes) -> griffe.Class | None:
    """Return the client's class, or None."""
    return next((found for path in CLIENTS if (found := classes.at(path))), None)


def find_services(
    client: griffe.Class, classes: Classes, modules: PythonModules
) -> tuple[Service, ...]:
    """Return the services of a client, the real name of each first.

    Two properties of one class are one service: the name that is the class's own wins.
    """
    found: dict[str, list[str]] = {}
    owners: dict[str, griffe.Class] = {}
    for name, member in members(client).items():
        owner = None if name.startswith("_") else _type_of(member, classes, modules)
        if owner is not None and public_methods(owner):
            found.setdefault(owner.path, []).append(name)
            owners[owner.path] = owner
    services = []
    for path, names in found.items():
        own = owners[path].name.lower()
        names.sort(key=lambda name: name.replace("_", "") != own)
        services.append(Service(names[0], tuple(names[1:]), owners[path]))
    return tuple(services)


def returned_objects(services: tuple[Service, ...], classes: Classes) -> tuple[Service, ...]:
    """Return the objects with methods of their own that the services' methods return.

    They hold the client, as a session does; values and pages do not.
    """
    found: dict[str, Service] = {}
    known = {service.owner.path for service in services}
    for service in services:
        for method in public_methods(service.owner):
            owner = classes.named(str(method.returns or ""), method.module)
            if owner is None or owner.path in known | found.keys() or not public_methods(owner):
                continue
            constructor = members(owner).get("__init__")
            if isinstance(constructor, griffe.Function) and _takes_client(constructor):
                name = owner.name.lower()
                found[owner.path] = Service(name, (), owner, f"{service.name}.{method.name}")
    return tuple(found.values())


def members(owner: griffe.Class) -> Mapping[str, griffe.Object]:
    """Return the members of a class, own and inherited ones, aliases followed."""
    found = {}
    for name, member in owner.all_members.items():
        try:
            target = member.final_target if isinstance(member, griffe.Alias) else member
        except (griffe.AliasResolutionError, griffe.CyclicAliasError):
            continue
        found[name] = target
    return found


def public_methods(owner: griffe.Class) -> list[griffe.Function]:
    """Return the public methods of a class, own and inherited ones, in order of definition."""
    return [
        member
        for name, member in members(owner).items()
        if isinstance(member, griffe.Function)
        and not name.startswith("_")
        and not member.labels & {"property", "cached", "staticmethod", "classmethod"}
    ]


def public_names(owner: griffe.Class) -> tuple[str, ...]:
    """Return all public names of a class; none of one that makes up names as it is asked."""
    found = members(owner)
    if "__getattr__" in found:
        return ()
    return tuple(name for name in found if not name.startswith("_"))


def _takes_client(constructor: griffe.Function) -> bool:
    return any("client" in parameter.name for parameter in constructor.parameters)


def _type_of(
    member: griffe.Object, classes: Classes, modules: PythonModules
) -> griffe.Class | None:
    """Return the class of a property, from its annotation or from what its body constructs."""
    if not isinstance(member, griffe.Attribute) or "property" not in member.labels:
        return None
    if member.annotation is not None:
        return classes.named(str(member.annotation), member.module)
    tree = modules.tree(member)
    names = _constructed(tree) if tree else iter(())
    return next((found for name in names if (found := classes.named(name, member.module))), None)


def _constructed(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
