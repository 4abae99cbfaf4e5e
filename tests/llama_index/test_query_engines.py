"""Query engines of LlamaIndex over our retriever and index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llama_index.core.query_engine import CitationQueryEngine, RetrieverQueryEngine
from llama_index.core.tools import QueryEngineTool
from scripted_models import ScriptedLLM

if TYPE_CHECKING:
    from llama_index.core import VectorStoreIndex

    from workos_docs_tools import WorkOSDocs
    from workos_docs_tools.llama_index import (
        WorkOSDocsRetriever,
    )

QUESTION = "How do I verify a webhook signature?"


async def test_a_query_engine_answers_from_our_passages(
    docs: WorkOSDocs, retriever: WorkOSDocsRetriever
) -> None:
    engine = RetrieverQueryEngine.from_args(retriever, llm=ScriptedLLM())
    hits = docs.search(QUESTION, k=3)
    for response in (engine.query(QUESTION), await engine.aquery(QUESTION)):
        assert str(response).endswith(f"Source: {hits[0].url}")
        sources = [node.metadata["source"] for node in response.source_nodes]
        assert sources == [hit.url for hit in hits]


def test_a_citation_engine_numbers_our_passages(
    docs: WorkOSDocs, retriever: WorkOSDocsRetriever
) -> None:
    engine = CitationQueryEngine.from_args(
        index=None,  # type: ignore[arg-type]  # Only needed to make a retriever of.
        retriever=retriever,
        llm=ScriptedLLM(),
        citation_chunk_size=4096,
    )
    response = engine.query(QUESTION)
    assert str(response).endswith(docs.search(QUESTION, k=1)[0].url)
    for number, node in enumerate(response.source_nodes, 1):
        assert node.text.startswith(f"Source {number}:\n")
        assert node.metadata["source"].startswith("https://workos.com/docs/")


def test_the_index_is_a_query_engine(index: VectorStoreIndex) -> None:
    response = index.as_query_engine(llm=ScriptedLLM()).query(QUESTION)
    assert response.source_nodes[0].metadata["source"] in str(response)


def test_a_query_engine_is_a_tool(retriever: WorkOSDocsRetriever) -> None:
    engine = RetrieverQueryEngine.from_args(retriever, llm=ScriptedLLM())
    tool = QueryEngineTool.from_defaults(engine, name="workos", description="WorkOS")
    assert "Source: https://workos.com/docs/" in tool(QUESTION).content
