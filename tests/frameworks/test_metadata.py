"""Documents, nodes and hits say the same facts under the same keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.nodes import document_nodes
from workos_docs_tools.frameworks.library import Library
from workos_docs_tools.frameworks.metadata import (
    hit_metadata,
    metadata_of,
    page_metadata,
    titles_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.models import Node
    from workos_docs_tools import WorkOSDocs


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])
def test_a_page_says_the_same_of_itself_whole_and_by_its_first_node(version: str) -> None:
    for document in Library.open(version):
        metadata = metadata_of(document)
        assert page_metadata(next(iter(document_nodes(document)))) == metadata
        assert titles_of(str(metadata["breadcrumb"])) == document.breadcrumb


def test_a_hit_says_what_its_node_says(
    docs: WorkOSDocs, corpus_nodes: Mapping[str, tuple[Node, ...]]
) -> None:
    nodes = {node.id: node for node in corpus_nodes["0.2.0"]}
    for hit in docs.search("create an organization", k=20):
        node = nodes[hit.node_id]
        said, known = hit_metadata(hit, node), metadata_of(node)
        assert said.items() > known.items()
        assert said["source"] == hit.url


def test_every_node_has_every_key_with_a_flat_value(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
) -> None:
    nodes = corpus_nodes["0.2.0"]
    described = [metadata_of(node) for node in nodes]
    assert len({frozenset(metadata) for metadata in described}) == 1
    assert {type(value) for metadata in described for value in metadata.values()} == {str, int}
    for node, metadata in zip(nodes, described, strict=True):
        assert str(metadata["day"]) == (node.date.replace("-", "") or "0")


def test_titles_are_shown_as_they_are(corpus_nodes: Mapping[str, tuple[Node, ...]]) -> None:
    for node in corpus_nodes["0.2.0"]:
        metadata = metadata_of(node)
        assert metadata["breadcrumb"] == " > ".join(node.breadcrumb)
        assert metadata["heading_path"] == " > ".join(node.heading_path)
