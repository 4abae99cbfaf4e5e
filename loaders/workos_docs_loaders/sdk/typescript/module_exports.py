"""Which names an npm package exports, read from its declarations."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.exports import MISSING, UNKNOWN, Exports
from workos_docs_loaders.sdk.manifests import read_json
from workos_docs_loaders.sdk.typescript.entries import MAX_DEPTH, stem, strings
from workos_docs_loaders.sdk.typescript.files import DECLARATIONS, decoded
from workos_docs_loaders.sdk.typescript.syntax import child, children, parse, string_value, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tree_sitter import Node

    from workos_docs_loaders.sdk.models import SdkSnapshot


def read_module(snapshot: SdkSnapshot, module: str) -> Exports:
    """Return the names that one entry of a package exports, types included."""
    manifest = read_json(snapshot.root / "package.json")
    if not isinstance(manifest, dict):
        return UNKNOWN
    entry = "." + module.removeprefix(snapshot.package)
    exports = manifest.get("exports")
    named: list[object] = []
    if isinstance(exports, dict) and all(key.startswith(".") for key in exports):
        if entry not in exports:
            return UNKNOWN if any("*" in key for key in exports) else MISSING
        named = [exports[entry]]
    elif entry != ".":
        return UNKNOWN  # without entries, any file can be imported
    if entry == ".":
        named += [exports, *(manifest.get(key) for key in ("types", "typings", "main"))]
    texts = {text for value in named for text in strings(value, MAX_DEPTH)}
    files = [file for text in texts for file in _declarations(snapshot.root, text)]
    found = [_names(snapshot.root, file, set()) for file in dict.fromkeys(files)]
    if not found or any(names is None for names in found):
        return UNKNOWN
    return Exports(True, frozenset(name for names in found for name in names or ()))


def _declarations(root: Path, path: str) -> list[str]:
    """Return the declarations that stand for a file, below the root."""
    place = stem(posixpath.normpath(path))
    if place.startswith(("..", "/")):
        return []
    found = [f"{base}{kind}" for base in (place, f"{place}/index") for kind in DECLARATIONS]
    return [file for file in found if (root / file).is_file()]


def _names(root: Path, path: str, seen: set[str]) -> set[str] | None:
    """Return the names that a file exports; None where not all of them can be told."""
    if path in seen:
        return set()
    seen.add(path)
    try:
        tree = parse(decoded(root / path))
    except (OSError, ValueError):
        return None
    if any(statement.type == "ERROR" for statement in tree.children):
        return None
    found: set[str] = set()
    for statement in children(tree, "export_statement"):
        source = string_value(statement.child_by_field_name("source"))
        clause = child(statement, "export_clause", "namespace_export")
        if clause is None and source:
            inner = _declarations(root, posixpath.join(posixpath.dirname(path), source))
            names = _names(root, inner[0], seen) if source.startswith(".") and inner else None
            if names is None:
                return None
            found |= names - {"default"}
        elif any(word.type == "=" for word in statement.children):
            return None  # `export = WorkOS`
        else:
            found |= set(_exported(statement, clause))
    return found


def _exported(statement: Node, clause: Node | None) -> Iterator[str]:
    if any(word.type == "default" for word in statement.children):
        yield "default"
    for item in children(clause, "export_specifier"):
        alias = item.child_by_field_name("alias")
        yield text_of(alias if alias is not None else item.child_by_field_name("name"))
    for item in children(clause, "identifier"):
        yield text_of(item)  # `export * as name from`
    stack = [] if clause is not None else list(children(statement))
    while stack:
        node = stack.pop()
        name = node.child_by_field_name("name")
        if name is not None:
            yield text_of(name)
        elif node.type in _WRAPPERS:
            stack += node.named_children


_WRAPPERS = {"ambient_declaration", "lexical_declaration", "variable_declaration"}
