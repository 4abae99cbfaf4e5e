"""Our collection as a LlamaIndex index."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.postprocessor import PrevNextNodePostprocessor
from llama_index.core.retrievers import AutoMergingRetriever
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters
from llama_index.vector_stores.chroma import ChromaVectorStore

from workos_docs_tools.errors import MissingExtraError, ReadOnlyError
from workos_docs_tools.llama_index import WorkOSDocsEmbedding, WorkOSDocsRetriever

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"


async def test_the_index_answers_with_our_nodes(docs: WorkOSDocs, index: VectorStoreIndex) -> None:
    nodes = {node.id: node for node in docs.index.nodes}
    filters = MetadataFilters(filters=[MetadataFilter(key="product", value="events")])
    retriever = index.as_retriever(similarity_top_k=5, filters=filters)
    found = retriever.retrieve(QUESTION)
    assert len(found) == 5
    for item in found:
        assert item.text == nodes[item.node_id].text
        assert item.metadata["source"] == nodes[item.node_id].url
        assert item.metadata["product"] == "events"
    assert await retriever.aretrieve(QUESTION) == found


def test_the_index_is_made_once(docs: WorkOSDocs, index: VectorStoreIndex) -> None:
    assert docs.as_llama_index() is index


def test_days_and_flags_can_be_filtered(index: VectorStoreIndex) -> None:
    filters = MetadataFilters(
        filters=[
            MetadataFilter(key="day", value=20260101, operator=FilterOperator.GTE),
            MetadataFilter(key="breaking", value=0),
        ]
    )
    found = index.as_retriever(similarity_top_k=5, filters=filters).retrieve("what is new")
    assert found
    assert all(item.metadata["date"] >= "2026-01-01" for item in found)


def test_users_can_open_the_collection_themselves(docs: WorkOSDocs) -> None:
    nodes = {node.id: node for node in docs.index.nodes}
    index = VectorStoreIndex.from_vector_store(
        ChromaVectorStore(chroma_collection=docs.collection), embed_model=WorkOSDocsEmbedding()
    )
    found = index.as_retriever(similarity_top_k=5).retrieve(QUESTION)
    assert len(found) == 5
    for item in found:
        assert item.text == nodes[item.node_id].text
        assert item.metadata["source"] == nodes[item.node_id].url


def test_the_index_cannot_be_written_to(docs: WorkOSDocs, index: VectorStoreIndex) -> None:
    before = docs.collection.count()
    for write in (
        lambda: index.insert(Document(text="Mine.")),
        lambda: index.insert_nodes([TextNode(text="Mine.", embedding=[0.0] * 384)]),
        lambda: index.delete_nodes(["id"]),
        lambda: index.delete_ref_doc("id"),
        lambda: index.vector_store.clear(),
    ):
        with pytest.raises(ReadOnlyError, match=r"workos-docs-0\.2\.0.*a collection of yours"):
            write()
    assert docs.collection.count() == before
    assert index.as_retriever(similarity_top_k=5).retrieve(QUESTION)


def test_the_index_answers_though_its_collection_was_replaced_and_holds_what_users_wrote(
    open_tree: Callable[..., WorkOSDocs],
) -> None:
    docs = open_tree({"tea.md": "# Tea\n\nBlack tea.\n", "ale.md": "# Ale\n\nPale ale.\n"})
    docs.collection.add(
        ids=["mine", "bare"],
        documents=["Tea of mine.", "Tea"],
        metadatas=[{"mine": 1}, {"version": docs.version}],
        embeddings=[docs.engine.embedder.embed_query("tea").tolist()] * 2,
    )
    index = docs.as_llama_index()
    for number in range(3):
        found = index.as_retriever(similarity_top_k=5).retrieve("tea")
        assert [item.metadata["path"] for item in found] == ["tea", "ale"]
        open_tree({"new.md": f"# New\n\nNumber {number}.\n"})
    assert len(open_tree({}).collection.get(ids=["mine", "bare"])["ids"]) == 2


@pytest.mark.parametrize("hybrid", [True, False], ids=["our retriever", "the index's"])
def test_neighbours_are_found_in_the_docstore(
    docs: WorkOSDocs, index: VectorStoreIndex, hybrid: bool
) -> None:
    query = "Validate the requests manually"
    similar = index.as_retriever(similarity_top_k=1)
    found = (WorkOSDocsRetriever(docs, k=1) if hybrid else similar).retrieve(query)
    both = PrevNextNodePostprocessor(docstore=index.docstore, num_nodes=1, mode="both")
    before, hit, after = both.postprocess_nodes(found)
    page = [node.id for node in docs.index.nodes if node.path == hit.metadata["path"]]
    found_at = hit.node_id.partition("~")[0]
    assert page.index(before.node_id) < page.index(found_at) < page.index(after.node_id)
    assert before.text not in hit.text
    assert after.text not in hit.text


@pytest.mark.parametrize("hybrid", [True, False], ids=["our retriever", "the index's"])
def test_hits_on_a_page_merge_into_the_page(
    docs: WorkOSDocs, index: VectorStoreIndex, hybrid: bool
) -> None:
    base: Any = (
        WorkOSDocsRetriever(docs, k=20, product="sso")
        if hybrid
        else index.as_retriever(similarity_top_k=20)
    )
    merging = AutoMergingRetriever(base, index.storage_context, simple_ratio_thresh=0.05)
    merged = merging.retrieve("test Single Sign-On end to end")
    whole = [item for item in merged if item.node_id == "0.2.0/sso/test-sso"]
    assert [item.text for item in whole] == [docs.page("sso/test-sso").markdown]


def test_the_error_names_the_extra_that_is_missing(
    docs: WorkOSDocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "workos_docs_tools.llama_index.vector_store", raising=False)
    monkeypatch.setitem(sys.modules, "llama_index.vector_stores.chroma", None)
    with pytest.raises(MissingExtraError, match=r"workos-docs-tools\[llama-index\]"):
        docs.as_llama_index()
