"""What Documents, nodes and passages say of themselves as flat metadata: one table for all of them.

The records in Chroma hold the same facts in a form of their own, from which nodes are read back
(`index.records`); this is the form that people and models are shown.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.models import Document, Release
from workos_docs_tools.storage.records import day_number, release_metadata

if TYPE_CHECKING:
    from workos_docs_loaders.models import Node
    from workos_docs_tools.results import Hit

Metadata = dict[str, str | int]

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
    "also": "also",
    "content_hash": "content_hash",
}
"""Attributes by metadata key. Whatever has an attribute says so, even if it is empty."""
_SEPARATORS = {"breadcrumb": " > ", "heading_path": " > ", "names": "\n"}
# Pages are in all languages, or in the one that a loader was asked for.
_OF_DOCUMENTS = {field.name for field in fields(Document)} | {"language"}
_OF_NODES_ALONE = {key for key, name in _FIELDS.items() if name not in _OF_DOCUMENTS}


_NO_RELEASE = Release(package="", version="", date="", text="")


def metadata_of(described: Document | Node) -> Metadata:
    """Return what is known of a Document or a node. Equal facts have equal keys.

    All keys are always there, those of a changelog's entries too. Flags are 0 or 1, and `day` is
    the date as a number: frameworks' filters take nothing else.
    """
    missing = {"language": ""}
    found: dict[str, Any] = {
        key: value
        for key, attribute in _FIELDS.items()
        if (value := getattr(described, attribute, missing.get(attribute))) is not None
    }
    for key in _SEPARATORS.keys() & found.keys():
        found[key] = _SEPARATORS[key].join(found[key])
    for flag in ("deprecated", "hidden"):
        found[flag] = int(found[flag])
    found["day"] = day_number(found["date"])
    # A page of the user's own may be nowhere but in a file.
    found["source"] = found["source"] or found.get("source_path", "")
    custom = getattr(described, "custom", {})  # never in the place of a fact of ours
    facts = {**custom, **found, **release_metadata(described.release or _NO_RELEASE)}
    # The page's facts first, as LlamaIndex's parsers put them: its hashes depend on the order.
    return dict(sorted(facts.items(), key=lambda fact: fact[0] in _OF_NODES_ALONE))


def hit_metadata(hit: Hit, node: Node) -> Metadata:
    """Return what is known of a passage, with the keys of the node that it is named after.

    Rank and score are the question's and not the passage's: frameworks that compare what several
    questions found would take one passage for two.
    """
    return {
        **metadata_of(node),
        "node_ids": "\n".join(hit.node_ids),
        "sources": "\n".join(hit.urls),
        "sdk": hit.sdk,
    }


def page_metadata(node: Node) -> Metadata:
    """Return what is known of the page that a node is a part of."""
    found = metadata_of(replace(node, url=node.page_url))
    of_page = {key: value for key, value in found.items() if key not in _OF_NODES_ALONE}
    return {**of_page, "language": ""}


def titles_of(breadcrumb: str) -> tuple[str, ...]:
    """Return the titles that the metadata writes as one text."""
    return tuple(filter(None, breadcrumb.split(_SEPARATORS["breadcrumb"])))
