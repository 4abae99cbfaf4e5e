"""Nodes as Chroma records and back: flat scalar metadata that any Chroma client can read."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.models import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIELDS = tuple(field.name for field in fields(Node) if field.name not in ("id", "text"))
_TITLES = ("breadcrumb", "heading_path")
_TITLE_SEPARATOR = " > "


def to_metadata(node: Node) -> dict[str, str | int | bool]:
    """Return a node's Chroma metadata: everything but id and text, and the content hash.

    Empty fields are left out: Chroma takes no `None`, and what frameworks show a model is shorter.
    """
    values = {name: getattr(node, name) for name in _FIELDS}
    for name in _TITLES:
        values[name] = _join_titles(values[name])
    values["names"] = "\n".join(node.names)
    values["source"] = values.pop("url")  # As the frameworks' citations call it.
    values["content_hash"] = node.content_hash
    return {name: value for name, value in values.items() if value != ""}


def from_record(record_id: str, text: str, metadata: Mapping[str, Any]) -> Node:
    """Return the node that a Chroma record was made of."""
    values: dict[str, Any] = {name: metadata.get(name, "") for name in _FIELDS}
    values["url"] = metadata.get("source", "")
    for name in _TITLES:
        values[name] = _split_titles(values[name])
    values["names"] = tuple(values["names"].split("\n")) if values["names"] else ()
    return Node(id=record_id, text=text, **values)


def _join_titles(titles: Iterable[str]) -> str:
    # A `>` within a title is escaped, so that no title can hold the separator.
    return _TITLE_SEPARATOR.join(re.sub(r"([\\>])", r"\\\1", title) for title in titles)


def _split_titles(joined: str) -> tuple[str, ...]:
    if not joined:
        return ()
    titles = joined.split(_TITLE_SEPARATOR)
    return tuple(re.sub(r"\\([\\>])", r"\1", title) for title in titles)
