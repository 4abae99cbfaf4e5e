"""The LlamaIndex retriever on the real documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from llama_index.core.evaluation import RetrieverEvaluator
from llama_index.core.instrumentation import get_dispatcher  # type: ignore[attr-defined]
from llama_index.core.instrumentation.event_handlers import BaseEventHandler
from llama_index.core.instrumentation.events.retrieval import RetrievalEndEvent
from llama_index.core.schema import MetadataMode, QueryBundle

from workos_docs_tools.docs import _default_docs
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.llama_index import (
    WorkOSDocsNodeParser,
    WorkOSDocsRetriever,
    WorkOSDocsToolSpec,
)

if TYPE_CHECKING:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import Document

    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"


async def test_the_retriever_returns_what_the_plain_api_returns(
    docs: WorkOSDocs, retriever: WorkOSDocsRetriever
) -> None:
    nodes = retriever.retrieve(QUESTION)
    assert [(n.text, n.metadata["source"], n.score) for n in nodes] == [
        (hit.text, hit.url, hit.score) for hit in docs.search(QUESTION, k=3)
    ]
    assert await retriever.aretrieve(QUESTION) == nodes


def test_a_cutoff_leaves_out_what_hardly_answers(docs: WorkOSDocs) -> None:
    from llama_index.core.postprocessor import SimilarityPostprocessor

    cutoff = SimilarityPostprocessor(similarity_cutoff=0.5)
    nodes = WorkOSDocsRetriever(docs).retrieve(QUESTION)
    kept = cutoff.postprocess_nodes(nodes)
    assert 0 < len(kept) < len(nodes) == 5
    assert WorkOSDocsRetriever(docs, min_score=0.5).retrieve(QUESTION) == kept
    strange = WorkOSDocsRetriever(docs).retrieve("brew a cappuccino")
    assert not cutoff.postprocess_nodes(strange)
    assert [node.metadata["low_confidence"] for node in (nodes[0], strange[0])] == [0, 1]


def test_filters_narrow_what_is_found(docs: WorkOSDocs) -> None:
    retriever = WorkOSDocsRetriever(docs, k=4, product="sso", kind="guide")
    nodes = retriever.retrieve("log in")
    assert [(n.metadata["product"], n.metadata["kind"]) for n in nodes] == [("sso", "guide")] * 4
    several = WorkOSDocsRetriever(docs, product=["sso", "vault"], exclude_product="sso")
    assert {n.metadata["product"] for n in several.retrieve("log in")} == {"vault"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"product": "scim"}, r"Valid values: .*directory-sync"),
        ({"kind": "page"}, "guide"),
        ({"k": 0}, "k=0"),
        ({"similarity_top_k": "3"}, "similarity_top_k='3'"),
        ({"k": 2, "similarity_top_k": 3}, "similarity_top_k=3"),
        ({"min_score": 2}, "min_score=2"),
        ({"returns": "books"}, "passages, nodes, pages"),
    ],
)
def test_what_makes_no_sense_is_refused_when_made(
    docs: WorkOSDocs, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidArgumentError, match=message):
        WorkOSDocsRetriever(docs, **arguments)


def test_the_number_of_nodes_has_the_name_of_llama_index_too(docs: WorkOSDocs) -> None:
    assert len(WorkOSDocsRetriever(docs, similarity_top_k=2).retrieve(QUESTION)) == 2
    assert WorkOSDocsRetriever(docs, k=2).similarity_top_k == 2
    assert WorkOSDocsRetriever(docs).k == 5


def test_one_id_is_one_text(docs: WorkOSDocs, index: VectorStoreIndex) -> None:
    retriever = WorkOSDocsRetriever(docs, k=10)
    texts: dict[str, str] = {}
    for query in (QUESTION, "webhook", "validate webhook requests manually", "webhook events"):
        for item in retriever.retrieve(query):
            assert texts.setdefault(item.node_id, item.text) == item.text
    assert any("~" in node_id for node_id in texts)
    for node_id, text in texts.items():
        node = docs.index.by_id.get(node_id)
        assert node is None or node.text == text


def test_a_passage_names_the_nodes_that_it_is_made_of_and_their_urls(docs: WorkOSDocs) -> None:
    items = WorkOSDocsRetriever(docs, k=10, kind="guide").retrieve(QUESTION)
    assert any("\n" in item.metadata["node_ids"] for item in items)
    for item in items:
        nodes = [docs.index.by_id[node_id] for node_id in item.metadata["node_ids"].split("\n")]
        assert {node.path for node in nodes} == {item.metadata["path"]}
        urls = item.metadata["sources"].split("\n")
        assert urls == list(dict.fromkeys(node.url for node in nodes))
        assert item.metadata["source"] in urls
        parts = [node.text[part.start : part.end] for node in nodes for part in node.parts]
        left = item.text
        for part in parts:
            left = left.replace(part, "", 1)
        for part in parts:
            # A heading may stand above a later part of its section.
            left = left.replace(part.partition("\n")[0], "", 1) if part[0] == "#" else left
        # What says where a missing code example is takes the example's place.
        assert not re.sub(r"\[\.\.\.\]|Code example not in this .*", "", left).strip()


def test_nodes_are_those_of_the_index_and_of_the_parser(
    docs: WorkOSDocs, index: VectorStoreIndex, pages: list[Document]
) -> None:
    parsed = {n.node_id: n.hash for n in WorkOSDocsNodeParser()(pages)}
    for item in WorkOSDocsRetriever(docs, returns="nodes", k=10).retrieve(QUESTION):
        assert item.node == index.docstore.get_node(item.node_id)
        assert item.node.hash == parsed[item.node_id]


def test_pages_are_those_of_the_index(docs: WorkOSDocs, index: VectorStoreIndex) -> None:
    items = WorkOSDocsRetriever(docs, returns="pages", k=5, kind="guide").retrieve(QUESTION)
    stored = [item for item in items if "~" not in item.node_id]
    assert stored
    for item in stored:
        assert item.text == index.docstore.get_node(item.node_id).get_content()


def test_an_evaluator_sees_which_nodes_were_found(docs: WorkOSDocs) -> None:
    retriever = WorkOSDocsRetriever(docs, returns="nodes", k=5)
    expected = retriever.retrieve(QUESTION)[1].node_id
    evaluator = RetrieverEvaluator.from_metric_names(["hit_rate", "mrr"], retriever=retriever)
    result = evaluator.evaluate(QUESTION, [expected])
    assert result.metric_vals_dict == {"hit_rate": 1.0, "mrr": 0.5}


async def test_a_made_up_answer_takes_the_place_of_the_question(docs: WorkOSDocs) -> None:
    retriever = WorkOSDocsRetriever(docs, k=5)
    vague, answer = "it does not work", "Rotate the client secret of the SSO application."
    plain = retriever.retrieve(vague)
    asked = QueryBundle(vague, custom_embedding_strs=[answer])
    by_text = retriever.retrieve(asked)
    assert [n.node_id for n in by_text] != [n.node_id for n in plain]
    assert await retriever.aretrieve(asked) == by_text
    vector = docs.engine.embedder.embed_query(answer).tolist()
    assert retriever.retrieve(QueryBundle(vague, embedding=vector)) == by_text
    # As a retriever over another model's index leaves it in the bundle.
    assert retriever.retrieve(QueryBundle(vague, embedding=[1.0] * 1536)) == plain
    two = QueryBundle(vague, custom_embedding_strs=[answer, vague])
    assert retriever.retrieve(two) not in (plain, by_text)


def test_a_vector_of_another_model_is_refused_by_name(docs: WorkOSDocs) -> None:
    for wrong in ([1.0] * 3, [0.0] * 384, ["a", 1.0], [float("nan")] * 384, 7):
        with pytest.raises(InvalidArgumentError, match="similar_to"):
            docs.search(QUESTION, similar_to=wrong)  # type: ignore[arg-type]


def test_what_several_queries_find_can_be_fused(retriever: WorkOSDocsRetriever) -> None:
    # LlamaIndex takes nodes of one hash for one node, whatever their ranks.
    first, second = (
        {item.node_id: item.node.hash for item in retriever.retrieve(query)}
        for query in ("create an organization", "create organization")
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
