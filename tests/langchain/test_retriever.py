"""The LangChain retriever on the real documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from pydantic import ValidationError

from workos_docs_tools.docs import _default_docs
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.langchain import WorkOSDocsRetriever, WorkOSDocsToolkit

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"


def test_the_retriever_returns_what_the_plain_api_returns(
    docs: WorkOSDocs, retriever: WorkOSDocsRetriever
) -> None:
    documents = retriever.invoke(QUESTION)
    hits = docs.search(QUESTION, k=3)
    assert [(d.page_content, d.metadata["source"], d.metadata["node_ids"]) for d in documents] == [
        (hit.text, hit.url, "\n".join(hit.node_ids)) for hit in hits
    ]


def test_metadata_is_flat_and_has_the_same_keys_for_every_document(
    retriever: WorkOSDocsRetriever,
) -> None:
    documents = retriever.invoke("create an organization", k=20)
    assert {type(value) for d in documents for value in d.metadata.values()} <= {str, int}
    assert len({tuple(document.metadata) for document in documents}) == 1
    assert documents[0].metadata.keys() >= {
        "source", "title", "path", "kind", "language", "product", "breadcrumb", "version",
        "low_confidence",
    }  # fmt: skip
    assert not documents[0].metadata["low_confidence"]
    assert retriever.invoke("brew a cappuccino")[0].metadata["low_confidence"]


def test_metadata_says_nothing_of_the_query_unless_asked(docs: WorkOSDocs) -> None:
    first, second = (
        {d.id: d for d in WorkOSDocsRetriever(docs=docs).invoke(query)}
        for query in ("create an organization", "create a new organization")
    )
    both = first.keys() & second.keys()
    assert both
    assert all(first[key] == second[key] for key in both)
    [scored] = WorkOSDocsRetriever(docs=docs, k=1, scores=True).invoke(QUESTION)
    assert scored.metadata["rank"] == 1
    assert scored.metadata["score"] == docs.search(QUESTION, k=1)[0].score


def test_a_least_score_leaves_out_what_hardly_answers(docs: WorkOSDocs) -> None:
    retriever = WorkOSDocsRetriever(docs=docs, k=5, scores=True, min_score=0.5)
    scores = [document.metadata["score"] for document in retriever.invoke(QUESTION)]
    assert scores == [hit.score for hit in docs.search(QUESTION) if hit.score >= 0.5]
    assert 0 < len(scores) < 5
    assert len(retriever.invoke(QUESTION, min_score=0.0)) == 5
    assert not retriever.invoke("brew a cappuccino")


def test_nodes_are_those_of_the_vector_store(docs: WorkOSDocs) -> None:
    found = WorkOSDocsRetriever(docs=docs, returns="nodes", k=10).invoke(QUESTION)
    store = docs.as_langchain_vectorstore()
    stored = {d.id: d.page_content for d in store.get_by_ids([str(d.id) for d in found])}
    assert [stored[document.id] for document in found] == [d.page_content for d in found]


def test_pages_come_whole_and_once(docs: WorkOSDocs) -> None:
    query = "user was updated or created or deleted"
    pages = WorkOSDocsRetriever(docs=docs, returns="pages", k=4).invoke(query)
    assert len({page.metadata["path"] for page in pages}) == 4
    for page in pages:
        language = page.metadata["language"]
        whole = docs.page(page.metadata["path"], language=language)
        assert page.page_content == whole.markdown
        assert page.metadata["source"] == whole.url


def test_null_means_the_number_of_the_retriever(retriever: WorkOSDocsRetriever) -> None:
    assert retriever.invoke(QUESTION, k=None) == retriever.invoke(QUESTION)


def test_k_and_filters_can_be_given_at_a_call(retriever: WorkOSDocsRetriever) -> None:
    documents = retriever.invoke("log in", k=4, product="sso", kind="guide")
    assert len(documents) == 4
    assert {(d.metadata["product"], d.metadata["kind"]) for d in documents} == {("sso", "guide")}


def test_a_filter_of_the_retriever_is_lifted_by_none(docs: WorkOSDocs) -> None:
    retriever = WorkOSDocsRetriever(docs=docs, product="vault")
    assert {d.metadata["product"] for d in retriever.invoke(QUESTION)} == {"vault"}
    lifted = retriever.invoke(QUESTION, product=None)
    assert "vault" not in {document.metadata["product"] for document in lifted}


def test_api_pages_are_shown_in_the_language_asked_for(docs: WorkOSDocs) -> None:
    retriever = WorkOSDocsRetriever(docs=docs, k=1, language="typescript", kind="api")
    [document] = retriever.invoke("create an organization")
    assert document.metadata["language"] == "js"
    assert "organizations.createOrganization()" in document.page_content


async def test_the_answers_are_the_same_asynchronously_and_in_batches(
    retriever: WorkOSDocsRetriever,
) -> None:
    questions = [QUESTION, "SAML metadata", "log a user out"]
    expected = [retriever.invoke(question) for question in questions]
    assert retriever.batch(questions) == expected
    assert await retriever.abatch(questions) == expected
    assert await retriever.ainvoke(QUESTION, k=1) == expected[0][:1]


def test_callbacks_hear_of_the_retriever_and_its_tags(docs: WorkOSDocs) -> None:
    seen: list[tuple[str, Any]] = []

    class Recorder(BaseCallbackHandler):
        def on_retriever_start(self, *args: Any, **kwargs: Any) -> None:
            seen.append(("start", sorted(kwargs["tags"])))

        def on_retriever_end(self, documents: Any, **kwargs: Any) -> None:
            seen.append(("end", len(documents)))

    WorkOSDocsRetriever(docs=docs, k=2, tags=["workos"]).invoke(
        QUESTION, {"callbacks": [Recorder()], "tags": ["test"]}
    )
    assert seen == [("start", ["test", "workos"]), ("end", 2)]


def test_what_makes_no_sense_is_refused(retriever: WorkOSDocsRetriever) -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        WorkOSDocsRetriever(k=0)
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        WorkOSDocsRetriever(min_score=2)
    with pytest.raises(InvalidArgumentError, match=r"Valid values: .*directory-sync"):
        retriever.invoke(QUESTION, product="scim")
    with pytest.raises(InvalidArgumentError, match="query"):
        retriever.invoke(" ")
    with pytest.raises(TypeError, match="top_k"):
        retriever.invoke(QUESTION, top_k=3)
    with pytest.raises(ValidationError, match=r"product='scim'.* Valid values: .*directory-sync"):
        WorkOSDocsRetriever(docs=retriever.docs, product=["sso", "scim"])
    with pytest.raises(ValidationError, match="'passages', 'nodes' or 'pages'"):
        WorkOSDocsRetriever(returns="books")
    for kind in (WorkOSDocsRetriever, WorkOSDocsToolkit):
        with pytest.raises(ValidationError, match="produkt"):
            kind(produkt="sso")


def test_the_default_documentation_is_opened_only_when_asked() -> None:
    before = _default_docs.cache_info()
    retriever, _ = WorkOSDocsRetriever(k=1), WorkOSDocsToolkit()
    assert _default_docs.cache_info() == before
    assert len(retriever.invoke(QUESTION)) == 1
    assert _default_docs.cache_info() != before
