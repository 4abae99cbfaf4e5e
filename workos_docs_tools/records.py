"""Nodes as Chroma records and back: flat scalar metadata that any Chroma client can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from workos_docs_loaders.models import Kind, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLES = " > "
"""Joins breadcrumb and heading path; no title of the documentation contains it."""
NAMES = "\n"


def to_metadata(node: Node) -> dict[str, str | int | bool]:
    """Return a node's Chroma metadata: everything but id and text.

    Empty fields are left out: Chroma takes no `None`, and what frameworks show a model is shorter.
    """
    fields: dict[str, str | int | bool] = {
        "version": node.version,
        "path": node.path,
        "kind": node.kind,
        "ordinal": node.ordinal,
        "title": node.title,
        "breadcrumb": TITLES.join(node.breadcrumb),
        "heading_path": TITLES.join(node.heading_path),
        "url": node.url,
        "page_url": node.page_url,
        "product": node.product,
        "language": node.language,
        "condition": node.condition,
        "names": NAMES.join(node.names),
        "lead": node.lead,
        "deprecated": node.deprecated,
        "hidden": node.hidden,
        "date": node.date,
        "source_path": node.source_path,
        "content_hash": node.content_hash,
    }
    return {key: value for key, value in fields.items() if value != ""}


def from_record(record_id: str, text: str, metadata: Mapping[str, Any]) -> Node:
    """Return the node that a Chroma record was made of."""

    def words(key: str, separator: str) -> tuple[str, ...]:
        value = str(metadata.get(key, ""))
        return tuple(value.split(separator)) if value else ()

    return Node(
        id=record_id,
        version=str(metadata["version"]),
        path=str(metadata["path"]),
        kind=cast("Kind", metadata["kind"]),
        ordinal=int(metadata["ordinal"]),
        title=str(metadata["title"]),
        breadcrumb=words("breadcrumb", TITLES),
        heading_path=words("heading_path", TITLES),
        url=str(metadata["url"]),
        page_url=str(metadata["page_url"]),
        product=str(metadata["product"]),
        text=text,
        language=str(metadata.get("language", "")),
        condition=str(metadata.get("condition", "")),
        names=words("names", NAMES),
        lead=str(metadata.get("lead", "")),
        deprecated=bool(metadata.get("deprecated", False)),
        hidden=bool(metadata.get("hidden", False)),
        date=str(metadata.get("date", "")),
        source_path=str(metadata.get("source_path", "")),
    )
