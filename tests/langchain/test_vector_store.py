"""Our collection as a LangChain vector store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import chromadb
import pytest
from langchain_chroma import Chroma

from workos_docs_tools.errors import MissingExtraError
from workos_docs_tools.index.database import index_directory
from workos_docs_tools.langchain import WorkOSDocsEmbeddings

if TYPE_CHECKING:
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


def test_users_can_open_the_collection_themselves(docs: WorkOSDocs) -> None:
    store = Chroma(
        client=chromadb.PersistentClient(index_directory()),
        collection_name=docs.collection.name,
        embedding_function=WorkOSDocsEmbeddings(),
    )
    assert_holds_our_nodes(store, docs)


def test_the_error_names_the_extra_that_is_missing(
    docs: WorkOSDocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "workos_docs_tools.langchain.vector_store", raising=False)
    monkeypatch.setitem(sys.modules, "langchain_chroma", None)
    with pytest.raises(MissingExtraError, match=r"workos-docs-tools\[langchain\]"):
        docs.as_langchain_vectorstore()
