"""Our Documents, Nodes and hits in LlamaIndex's form, with their relationships."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from llama_index.core.bridge.pydantic import Field
from llama_index.core.schema import (
    Document,
    MediaResource,
    NodeRelationship,
    NodeWithScore,
    RelatedNodeInfo,
    TextNode,
)

from workos_docs_loaders import models  # noqa: TC001 - pydantic evaluates it
from workos_docs_tools.frameworks.documents import document_id, document_text, page_id
from workos_docs_tools.frameworks.metadata import metadata_of, page_metadata
from workos_docs_tools.languages import shown_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from workos_docs_tools.frameworks.retrieved import Retrieved
    from workos_docs_tools.search.catalog import Catalog

_EMBEDDED = {"breadcrumb", "title", "heading_path", "also"}
"""Metadata that is embedded with a node's text, as in our own index."""
_SHOWN = {"source", "title", "breadcrumb", "heading_path", "language", "condition", "version"} | {
    "date", "deprecated", "package", "release", "breaking"
}  # fmt: skip
"""Metadata that a model is shown with a node's text, where it is not empty; all else is noise."""

Neighbours = dict[NodeRelationship, RelatedNodeInfo]


class PageDocument(Document):
    """A page as a LlamaIndex Document that remembers its sections.

    What Markdown cannot say of them (conditions, exact URLs, languages of the API reference) comes
    along outside of text and metadata, where other node parsers and a model never see it.
    """

    page: models.Document | None = Field(default=None, exclude=True, repr=False)
    subpages: frozenset[str] = Field(default=frozenset(), exclude=True, repr=False)
    """URLs of the pages below this one, which no section of it may cite."""


def page_document(
    page: models.Document, *, page_urls: Iterable[str] = (), **more: str
) -> PageDocument:
    """Return a page or changelog entry as a LlamaIndex Document.

    Args:
        page: The page.
        page_urls: URLs of all pages of the documentation.
        **more: Further metadata.
    """
    return PageDocument(
        id_=document_id(page),
        text_resource=MediaResource(text=document_text(page)),
        page=page,
        subpages=frozenset(url for url in page_urls if url.startswith(f"{page.url}/")),
        **_metadata_fields({**metadata_of(page), **more}),
    )


def text_node(node: models.Node, source: RelatedNodeInfo) -> TextNode:
    """Return a Node as a LlamaIndex node of its page, without neighbours."""
    return TextNode(
        id_=node.id,
        text=node.text,
        relationships={NodeRelationship.SOURCE: source},
        **_metadata_fields(metadata_of(node)),
    )


def scored_node(found: Retrieved, index: Catalog) -> NodeWithScore:
    """Return a result as a LlamaIndex node, with its page and its neighbours on it."""
    hit = found.hit
    page = RelatedNodeInfo(node_id=page_id(hit.version, hit.path))
    node = TextNode(id_=found.id, text=found.text, **_metadata_fields(found.metadata))
    if found.id != page.node_id:
        node.relationships = {NodeRelationship.SOURCE: page, NodeRelationship.PARENT: page}
        # A passage may show several nodes: its neighbours are those that it does not show.
        shown = {hit.node_id} if found.id == hit.node_id else {*hit.node_ids}
        nodes = (index.nodes[position] for position in index.by_path[hit.path])
        others = [_id_and_language(n) for n in nodes if n.id == hit.node_id or n.id not in shown]
        node.relationships |= neighbours(others)[hit.node_id]
    return NodeWithScore(node=node, score=hit.score)


def tree(index: Catalog) -> Iterator[TextNode]:
    """Yield every page of the documentation, and below it its nodes, related to each other."""
    for path, positions in index.by_path.items():
        if index.of_sdks[positions[0]]:  # They are in collections of their own.
            continue
        nodes = [index.nodes[position] for position in positions]
        related = neighbours([_id_and_language(node) for node in nodes])
        page = RelatedNodeInfo(node_id=page_id(nodes[0].version, path))
        for node in nodes:
            leaf = text_node(node, page)
            leaf.relationships |= {NodeRelationship.PARENT: page, **related[node.id]}
            yield leaf
        yield TextNode(
            id_=page.node_id,
            text="\n\n".join(node.text for node in index.page_nodes(path, None)),
            relationships={
                NodeRelationship.CHILD: [RelatedNodeInfo(node_id=node.id) for node in nodes]
            },
            **_metadata_fields(page_metadata(nodes[0])),
        )


def neighbours(page: Sequence[tuple[str, str]]) -> Mapping[str, Neighbours]:
    """Return what comes before and after each node of a page.

    What is said in one language goes on in that language; what is said for all goes on in the
    language that is shown by default.

    Args:
        page: Id and language of each node, in page order.
    """
    languages = list(dict.fromkeys(language for _, language in page if language)) or [""]
    shown = shown_language(languages)
    found: dict[str, Neighbours] = {node_id: {} for node_id, _ in page}
    # The last one overwrites where the text for all goes on.
    for language in sorted(languages, key=shown.__eq__):
        ids = [node_id for node_id, other in page if other in ("", language)]
        for node_id, following in pairwise(ids):
            found[node_id][NodeRelationship.NEXT] = RelatedNodeInfo(node_id=following)
            found[following][NodeRelationship.PREVIOUS] = RelatedNodeInfo(node_id=node_id)
    return found


def _id_and_language(node: models.Node) -> tuple[str, str]:
    return node.id, node.language


def _metadata_fields(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a node that hold its metadata, and say who does not get what of it."""
    return {
        "metadata": metadata,
        "excluded_embed_metadata_keys": _excluded(_EMBEDDED, metadata),
        "excluded_llm_metadata_keys": _excluded(_SHOWN, metadata),
    }


def _excluded(wanted: Collection[str], metadata: Mapping[str, Any]) -> list[str]:
    return [key for key, value in metadata.items() if key not in wanted or not value]
