"""The LlamaIndex retriever on the real documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from llama_index.core.instrumentation import get_dispatcher  # type: ignore[attr-defined]
from llama_index.core.instrumentation.event_handlers import BaseEventHandler
from llama_index.core.instrumentation.events.retrieval import RetrievalEndEvent
from llama_index.core.schema import MetadataMode

from workos_docs_tools.docs import _default_docs
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.llama_index import WorkOSDocsRetriever, WorkOSDocsToolSpec

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"


async def test_the_retriever_returns_what_the_plain_api_returns(
    docs: WorkOSDocs, retriever: WorkOSDocsRetriever
) -> None:
    nodes = retriever.retrieve(QUESTION)
    assert [(n.node_id, n.text, n.metadata["source"], n.score) for n in nodes] == [
        (hit.node_id, hit.text, hit.url, hit.score) for hit in docs.search(QUESTION, k=3)
    ]
    assert await retriever.aretrieve(QUESTION) == nodes


def test_filters_narrow_what_is_found(docs: WorkOSDocs) -> None:
    retriever = WorkOSDocsRetriever(docs, k=4, product="sso", kind="guide")
    nodes = retriever.retrieve("log in")
    assert [(n.metadata["product"], n.metadata["kind"]) for n in nodes] == [("sso", "guide")] * 4
    with pytest.raises(InvalidArgumentError, match=r"Valid values: .*directory-sync"):
        WorkOSDocsRetriever(docs, product="scim").retrieve("log in")


def test_what_several_queries_find_can_be_fused(retriever: WorkOSDocsRetriever) -> None:
    # LlamaIndex takes nodes of one hash for one node, whatever their ranks.
    first, second = (
        {item.node_id: item.node.hash for item in retriever.retrieve(query)}
        for query in ("create an organization", "create a new organization")
    )
    both = first.keys() & second.keys()
    assert both
    assert {key: first[key] for key in both} == {key: second[key] for key in both}


def test_a_model_is_shown_source_and_place_but_no_noise(retriever: WorkOSDocsRetriever) -> None:
    node = retriever.retrieve(QUESTION)[0].node
    shown = node.get_content(MetadataMode.LLM)
    assert f"source: {node.metadata['source']}" in shown
    assert f"breadcrumb: {node.metadata['breadcrumb']}" in shown
    assert not {"score", "rank", "deprecated", "language", "date"} & {
        line.partition(": ")[0] for line in shown.split("\n")
    }


def test_retrieval_is_reported_to_instrumentation(retriever: WorkOSDocsRetriever) -> None:
    seen: list[int] = []

    class Recorder(BaseEventHandler):
        def handle(self, event: Any, **kwargs: Any) -> None:
            if isinstance(event, RetrievalEndEvent):
                seen.append(len(event.nodes))

    dispatcher = get_dispatcher()
    dispatcher.add_event_handler(recorder := Recorder())
    try:
        retriever.retrieve(QUESTION)
    finally:
        dispatcher.event_handlers.remove(recorder)
    assert seen == [3]


def test_the_default_documentation_is_opened_only_when_asked() -> None:
    before = _default_docs.cache_info()
    retriever, _ = WorkOSDocsRetriever(k=1), WorkOSDocsToolSpec()
    assert _default_docs.cache_info() == before
    assert len(retriever.retrieve(QUESTION)) == 1
    assert _default_docs.cache_info() != before
