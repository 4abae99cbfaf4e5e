"""Retrievers of LangChain that join what several queries or retrievers found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chromadb
import pytest
from langchain_chroma import Chroma
from langchain_core.runnables import RunnableLambda

from workos_docs_tools.langchain import WorkOSDocsEmbeddings, WorkOSDocsRetriever
from workos_docs_tools.storage.database import index_directory

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

retrievers = pytest.importorskip("langchain_classic.retrievers")

QUERIES = ["create an organization", "create a new organization", "make an organization"]


@pytest.mark.parametrize("unit", ["passages", "nodes", "pages"])
def test_what_several_queries_find_is_given_once(docs: WorkOSDocs, unit: str) -> None:
    single = WorkOSDocsRetriever(docs=docs, returns=unit, k=3)
    several = retrievers.MultiQueryRetriever(
        retriever=single, llm_chain=RunnableLambda(lambda _: QUERIES)
    )
    found = several.invoke("organizations")
    assert len({document.id for document in found}) == len(found)
    assert len(found) < len(QUERIES) * 3
    assert {d.id for query in QUERIES for d in single.invoke(query)} == {d.id for d in found}


@pytest.mark.parametrize("id_key", [None, "content_hash"])
def test_nodes_are_one_with_those_of_a_store_of_the_users(
    docs: WorkOSDocs, id_key: str | None
) -> None:
    store = Chroma(
        client=chromadb.PersistentClient(index_directory()),
        collection_name=docs.collection.name,
        embedding_function=WorkOSDocsEmbeddings(),
    )
    ours = WorkOSDocsRetriever(docs=docs, returns="nodes", k=10, kind="guide")
    theirs = store.as_retriever(search_kwargs={"k": 10, "filter": {"kind": "guide"}})
    both = retrievers.EnsembleRetriever(
        retrievers=[ours, theirs], weights=[0.5, 0.5], id_key=id_key
    )
    query = "How do I verify a webhook signature?"
    ids = {d.id for d in ours.invoke(query)} | {d.id for d in theirs.invoke(query)}
    found = [document.id for document in both.invoke(query)]
    assert len(found) == len({*found}) == len(ids) < 20
