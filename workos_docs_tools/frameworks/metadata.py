"""What Documents, nodes and hits say of themselves as flat metadata: one table for all of them.

The records in Chroma hold the same facts in a form of their own, from which nodes are read back
(`index.records`); this is the form that people and models are shown.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.models import Document
from workos_docs_tools.index.records import release_metadata

if TYPE_CHECKING:
    from workos_docs_loaders.models import Node
    from workos_docs_tools.results import Hit

Metadata = dict[str, str | int | float | bool]

_FIELDS = {
    "source": "url",  # As the frameworks' citations call it.
    "title": "title",
    "path": "path",
    "kind": "kind",
    "product": "product",
    "language": "language",
    "breadcrumb": "breadcrumb",
    "heading_path": "heading_path",
    "condition": "condition",
    "page_url": "page_url",
    "version": "version",
    "date": "date",
    "deprecated": "deprecated",
    "hidden": "hidden",
    "source_path": "source_path",
    "ordinal": "ordinal",
    "names": "names",
    "lead": "lead",
    "content_hash": "content_hash",
}
"""Attributes by metadata key. Whatever has an attribute says so, even if it is empty."""
_SEPARATORS = {"breadcrumb": " > ", "heading_path": " > ", "names": "\n"}
_OF_DOCUMENTS = {field.name for field in fields(Document)}


def metadata_of(described: Document | Node | Hit) -> Metadata:
    """Return what is known of a Document, a node or a hit. Equal facts have equal keys.

    A changelog entry has those of its release too.
    """
    found: dict[str, Any] = {
        key: value
        for key, attribute in _FIELDS.items()
        if (value := getattr(described, attribute, None)) is not None
    }
    for key in _SEPARATORS.keys() & found.keys():
        found[key] = _SEPARATORS[key].join(found[key])
    # A page of the user's own may be nowhere but in a file.
    found["source"] = found["source"] or found.get("source_path", "")
    release = getattr(described, "release", None)
    custom = getattr(described, "custom", {})  # never in the place of a fact of ours
    return {**custom, **found, **(release_metadata(release) if release else {})}


def page_metadata(node: Node) -> Metadata:
    """Return what is known of the page that a node is a part of."""
    found = metadata_of(replace(node, url=node.page_url))
    return {
        key: value for key, value in found.items() if _FIELDS.get(key, "release") in _OF_DOCUMENTS
    }


def titles_of(breadcrumb: str) -> tuple[str, ...]:
    """Return the titles that the metadata writes as one text."""
    return tuple(filter(None, breadcrumb.split(_SEPARATORS["breadcrumb"])))
