"""Nodes as Chroma records and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import chromadb
from hypothesis import given
from hypothesis import strategies as st

from workos_docs_loaders.markdown.parts import split_parts
from workos_docs_loaders.models import Node, NodeHeading, Release
from workos_docs_loaders.urls import slugify
from workos_docs_tools.storage.records import from_record, to_metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

line = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
title = st.text("a >\\ -", min_size=1)
headings = st.builds(
    NodeHeading,
    start=st.integers(0, 99),
    level=st.integers(1, 6),
    title=line,
    slug=line.map(slugify),
)
releases = st.builds(
    Release,
    package=line,
    version=line,
    date=st.just(""),
    text=st.just(""),
    title=line,
    groups=st.lists(line.filter(bool), max_size=3).map(tuple),
    breaking=st.booleans(),
    yanked=st.booleans(),
)


@st.composite
def nodes(draw: st.DrawFn) -> Node:
    """Nodes whose parts and release are those of their text."""
    node = draw(plain_nodes)
    release = draw(st.none() | releases)
    if release:
        body = node.text[draw(st.integers(0, len(node.text))) :]
        release = replace(release, text=body, date=node.date, url=node.page_url)
    return replace(node, parts=split_parts(node.text, context=node.context), release=release)


plain_nodes = st.builds(
    Node,
    id=line,
    version=line,
    path=line,
    kind=st.sampled_from(["guide", "api", "object", "event", "glossary", "changelog"]),
    ordinal=st.integers(0, 999),
    title=line,
    breadcrumb=st.lists(title, max_size=3).map(tuple),
    heading_path=st.lists(title, max_size=3).map(tuple),
    url=line,
    page_url=line,
    product=line,
    text=st.text(),
    language=line,
    condition=line,
    names=st.lists(line.filter(bool), max_size=3).map(tuple),
    also=st.text(),
    deprecated=st.booleans(),
    hidden=st.booleans(),
    date=line,
    source_path=line,
    changelog=line,
    headings=st.lists(headings, max_size=3).map(tuple),
)


@given(nodes())
def test_a_node_comes_back_as_it_was(node: Node) -> None:
    metadata = to_metadata(node)
    assert from_record(node.id, node.text, metadata) == node
    assert all(type(value) in (str, int) for value in metadata.values())
    assert "" not in metadata.values()


def test_every_node_of_the_documentation_comes_back_as_it_was(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
) -> None:
    for every in corpus_nodes.values():
        for node in every:
            metadata = to_metadata(node)
            assert from_record(node.id, node.text, metadata) == node
            # What Chroma Cloud takes.
            assert len(metadata) <= 32
            assert all(len(str(value).encode()) <= 4096 for value in metadata.values())


def test_what_chroma_gives_back_is_the_node_that_was_stored() -> None:
    node = Node(
        id="1/a#:0",
        version="1",
        path="a",
        kind="api",
        ordinal=0,
        title="A > B",
        breadcrumb=("A > B", "C"),
        heading_path=("\\",),
        url="u",
        page_url="p",
        product="sso",
        text="Text",
        names=("List<User>", "GET /a"),
        deprecated=True,
        changelog="node",
        headings=(NodeHeading(0, 1, "A > B", "a-b"), NodeHeading(9, 2, "", "")),
        parts=split_parts("Text", context="A > B\n"),
        release=Release("node", "7.0", "", "xt", "p", "A", ("New",), breaking=True, yanked=True),
    )
    collection = chromadb.EphemeralClient().create_collection("records", embedding_function=None)
    collection.add(node.id, documents=node.text, metadatas=to_metadata(node), embeddings=[1.0])
    found = collection.get()
    assert found["documents"] is not None
    assert found["metadatas"] is not None
    assert from_record(found["ids"][0], found["documents"][0], found["metadatas"][0]) == node
