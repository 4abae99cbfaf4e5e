"""Event names and error codes that an npm package spells out in its types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from workos_docs_loaders.sdk.models import SdkConstant
from workos_docs_loaders.sdk.typescript.methods import place
from workos_docs_loaders.sdk.typescript.parsing.syntax import children, string_value, text_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from workos_docs_loaders.sdk.models import SdkSnapshot
    from workos_docs_loaders.sdk.typescript.parsing.declarations import Declarations

Kind = Literal["event", "error"]

_EVENT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_FIELDS: dict[str, Kind] = {"event": "event", "code": "error", "error": "error"}
"""Fields of interfaces whose literal type is one: `event: 'dsync.user.created'`."""


def read_constants(declarations: Declarations, snapshot: SdkSnapshot) -> tuple[SdkConstant, ...]:
    """Return the constants of a package, each value once a kind, sorted by it."""
    found: dict[tuple[Kind, str], SdkConstant] = {}
    for table in (declarations.types, declarations.constants):
        for name, all_declared in table.items():
            for declared in all_declared:
                path, line = place(declared)
                path = snapshot.source_path(path)
                for kind, value in _values(name, declared.node):
                    url = snapshot.source_url(path, line)
                    constant = SdkConstant(kind, value, name, path, line, url)
                    found.setdefault((kind, value), constant)
    return tuple(found[key] for key in sorted(found))


def _values(name: str, node: Node) -> Iterator[tuple[Kind, str]]:
    if name.endswith("ErrorCode"):
        for value in _strings(node):
            if _CODE.fullmatch(value):
                yield "error", value
    elif re.search(r"Events?(?:Names?|Types?)?$", name) and node.type != "interface_declaration":
        for value in _strings(node):
            if _EVENT.fullmatch(value):
                yield "event", value
    for item in children(node.child_by_field_name("body"), "property_signature"):
        kind = _FIELDS.get(text_of(item.child_by_field_name("name")))
        if kind is None:
            continue
        pattern = _EVENT if kind == "event" else _CODE
        for value in _strings(item):
            if pattern.fullmatch(value):
                yield kind, value


def _strings(node: Node) -> Iterator[str]:
    for part in walk(node):
        if part.type == "string" and (value := string_value(part)):
            yield value
