"""The client's services: the classes of its fields, and of objects that methods return."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.typescript.parsing.syntax import (
    child,
    children,
    is_private,
    text_of,
    type_of,
    walk,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from workos_docs_loaders.sdk.typescript.parsing.declarations import Declarations

CLIENT = "WorkOS"


@dataclass(frozen=True, slots=True)
class Service:
    """A class whose methods are called on the client, or on what a method returns."""

    name: str
    """Field of the client; for a returned object what its method calls it: `session`."""
    aliases: tuple[str, ...]
    """Other fields of the same class."""
    owner: str
    returned_by: str = ""


def find_services(declarations: Declarations) -> tuple[Service, ...]:
    """Return the services of the client; of two fields of a class the one named like it first."""
    names: dict[str, list[str]] = {}
    for member in declarations.members(CLIENT):
        owner = "" if is_private(member.node) else _class_of(member.node)
        if owner == CLIENT or declarations.is_abstract(owner):
            continue  # the transport is abstract: its methods are no calls of a user
        if declarations.methods(owner):
            names.setdefault(owner, []).append(text_of(member.node.child_by_field_name("name")))
    found = []
    for owner, fields in names.items():
        ordered = sorted(dict.fromkeys(fields), key=lambda name: name.lower() != owner.lower())
        found.append(Service(ordered[0], tuple(ordered[1:]), owner))
    return tuple(found)


def returned_objects(
    services: tuple[Service, ...], declarations: Declarations
) -> tuple[Service, ...]:
    """Return the objects with methods of their own that the services' methods return.

    They are constructed with the client or a service, as a session is; values and pages are not.
    """
    known = {CLIENT, *(service.owner for service in services)}
    found: dict[str, Service] = {}
    for service in services:
        for name, overloads in declarations.methods(service.owner).items():
            returned = overloads[-1].node.child_by_field_name("return_type")
            for part in walk(returned) if returned is not None else ():
                owner = text_of(part) if part.type == "type_identifier" else ""
                if owner in known or owner in found or not declarations.methods(owner):
                    continue
                if _constructed_with(owner, declarations) & known:
                    called = common_ending(owner, name)
                    found[owner] = Service(called, (), owner, f"{service.name}.{name}")
    return tuple(found.values())


def common_ending(owner: str, method: str) -> str:
    """Return what a method calls the object that it returns.

    `loadSealedSession` returns a `CookieSession`: a `session`.
    """
    ours, theirs = (re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name) for name in (owner, method))
    shared = [one for one, other in zip(ours[::-1], theirs[::-1], strict=False) if one == other]
    words: list[str] = shared[::-1] or ours
    return words[0].lower() + "".join(words[1:])


def _class_of(member: Node) -> str:
    """Return the class of a field or getter, from its type or from what it is initialised with."""
    if member.type == "public_field_definition":
        annotation = type_of(member)
        value = member.child_by_field_name("value")
        if annotation is not None:
            return text_of(annotation)
        if value is not None and value.type == "new_expression":
            return text_of(value.child_by_field_name("constructor"))
    elif any(word.type == "get" for word in member.children):
        return text_of(type_of(member, "return_type"))
    return ""


def _constructed_with(owner: str, declarations: Declarations) -> set[str]:
    return {
        text_of(type_of(parameter))
        for constructor in declarations.constructor(owner)
        for parameter in children(child(constructor.node, "formal_parameters"))
    }
