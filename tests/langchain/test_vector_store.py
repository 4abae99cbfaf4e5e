"""Our collection as a LangChain vector store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import chromadb
import pytest
from langchain_chroma import Chroma
from langchain_core.documents import Document

from workos_docs_tools.errors import MissingExtraError, ReadOnlyError
from workos_docs_tools.langchain import WorkOSDocsEmbeddings
from workos_docs_tools.storage.database import index_directory

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"


def assert_holds_our_nodes(store: Chroma, docs: WorkOSDocs) -> None:
    nodes = {node.id: node for node in docs.index.nodes}
    documents = store.similarity_search(QUESTION, k=5, filter={"product": "events"})
    assert len(documents) == 5
    for document in documents:
        assert document.id is not None
        node = nodes[document.id]
        assert document.page_content == node.text
        assert document.metadata["source"] == node.url
        assert document.metadata["product"] == "events"


def test_the_vector_store_is_our_collection(docs: WorkOSDocs) -> None:
    assert_holds_our_nodes(docs.as_langchain_vectorstore(), docs)


def test_scores_are_cosines(docs: WorkOSDocs) -> None:
    store = docs.as_langchain_vectorstore()
    [(document, score)] = store.similarity_search_with_relevance_scores(QUESTION, k=1)
    index = docs.index
    position = next(i for i, node in enumerate(index.nodes) if node.id == document.id)
    cosine = float(index.vectors[position] @ docs.engine.embedder.embed_query(QUESTION))
    assert score == pytest.approx(cosine, abs=1e-4)


async def test_every_way_to_read_is_there(docs: WorkOSDocs) -> None:
    store = docs.as_langchain_vectorstore()
    found = store.similarity_search(QUESTION, k=3)
    by_id = {document.id: document for document in store.get_by_ids([str(d.id) for d in found])}
    assert by_id == {document.id: document for document in found}
    assert await store.asimilarity_search(QUESTION, k=3) == found
    assert store.as_retriever(search_kwargs={"k": 3}).invoke(QUESTION) == found
    (first,) = store.max_marginal_relevance_search(QUESTION, k=1)
    assert first.page_content == found[0].page_content


def test_users_can_open_the_collection_themselves(docs: WorkOSDocs) -> None:
    store = Chroma(
        client=chromadb.PersistentClient(index_directory()),
        collection_name=docs.collection.name,
        embedding_function=WorkOSDocsEmbeddings(),
    )
    assert_holds_our_nodes(store, docs)


def test_the_vector_store_finds_what_has_taken_the_place_of_its_collection(
    open_tree: Callable[..., WorkOSDocs],
) -> None:
    store = open_tree({"tea.md": "# Tea\n\nBlack tea.\n"}).as_langchain_vectorstore()
    for colour in ("Green", "White"):
        open_tree({"tea.md": f"# Tea\n\n{colour} tea.\n"})
        (found,) = store.similarity_search("tea", k=1)
        assert found.page_content.endswith(f"{colour} tea.")


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.add_documents([Document("Mine.")]),
        lambda store: store.add_texts(["Mine."]),
        lambda store: store.add_images(["mine.png"]),
        lambda store: store.update_document("id", Document("Mine.")),
        lambda store: store.delete(["id"]),
        lambda store: store.delete(),
        lambda store: store.reset_collection(),
        lambda store: store.delete_collection(),
    ],
)
def test_the_vector_store_cannot_be_written_to(
    docs: WorkOSDocs, write: Callable[[Chroma], object]
) -> None:
    store, before = docs.as_langchain_vectorstore(), docs.collection.count()
    with pytest.raises(ReadOnlyError, match=r"workos-docs-0\.2\.0.*a collection of yours"):
        write(store)
    assert docs.collection.count() == before
    assert_holds_our_nodes(store, docs)


async def test_the_vector_store_cannot_be_written_to_in_the_background(docs: WorkOSDocs) -> None:
    store = docs.as_langchain_vectorstore()
    with pytest.raises(ReadOnlyError):
        await store.aadd_documents([Document("Mine.")])
    with pytest.raises(ReadOnlyError):
        await store.adelete(["id"])


def test_the_error_names_the_extra_that_is_missing(
    docs: WorkOSDocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "workos_docs_tools.langchain.vector_store", raising=False)
    monkeypatch.setitem(sys.modules, "langchain_chroma", None)
    with pytest.raises(MissingExtraError, match=r"workos-docs-tools\[langchain\]"):
        docs.as_langchain_vectorstore()
