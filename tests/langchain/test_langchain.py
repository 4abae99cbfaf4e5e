"""The LangChain adapter on the real documentation, in the frameworks it is made for."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, TypedDict

import chromadb
import pytest
from langchain.agents import create_agent
from langchain_chroma import Chroma
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document  # noqa: TC002 - LangGraph evaluates it
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph
from pydantic import ValidationError
from scripted_models import ScriptedChatModel

from workos_docs_loaders.errors import LoaderWarning
from workos_docs_tools.docs import _default_docs
from workos_docs_tools.errors import InvalidArgumentError, MissingExtraError
from workos_docs_tools.index.opening import index_directory
from workos_docs_tools.langchain import (
    WorkOSChangelogLoader,
    WorkOSDocsEmbeddings,
    WorkOSDocsLoader,
    WorkOSDocsRetriever,
    WorkOSDocsToolkit,
)
from workos_docs_tools.tools import TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from langchain_core.tools import BaseTool

    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"


@pytest.fixture
def retriever(docs: WorkOSDocs) -> WorkOSDocsRetriever:
    return WorkOSDocsRetriever(docs=docs, k=3)


@pytest.fixture
def tools(docs: WorkOSDocs) -> Mapping[str, BaseTool]:
    return {tool.name: tool for tool in WorkOSDocsToolkit(docs=docs).get_tools()}


def call(tool: BaseTool, **arguments: Any) -> ToolMessage:
    message = tool.invoke(
        {"name": tool.name, "args": arguments, "id": "call-1", "type": "tool_call"}
    )
    assert isinstance(message, ToolMessage)
    return message


class TestRetriever:
    def test_returns_what_the_plain_api_returns(
        self, docs: WorkOSDocs, retriever: WorkOSDocsRetriever
    ) -> None:
        documents = retriever.invoke(QUESTION)
        hits = docs.search(QUESTION, k=3)
        assert [
            (document.id, document.page_content, document.metadata["source"])
            for document in documents
        ] == [(hit.node_id, hit.text, hit.url) for hit in hits]

    def test_metadata_is_flat_and_has_the_same_keys_for_every_document(
        self, retriever: WorkOSDocsRetriever
    ) -> None:
        documents = retriever.invoke("create an organization", k=20)
        assert {type(value) for d in documents for value in d.metadata.values()} <= {
            str, int, float, bool,
        }  # fmt: skip
        assert len({tuple(document.metadata) for document in documents}) == 1
        assert documents[0].metadata.keys() >= {
            "source", "title", "path", "kind", "language", "product", "breadcrumb", "version",
            "score", "rank", "low_confidence",
        }  # fmt: skip
        assert not documents[0].metadata["low_confidence"]
        assert retriever.invoke("brew a cappuccino")[0].metadata["low_confidence"]

    def test_k_and_filters_can_be_given_at_a_call(self, retriever: WorkOSDocsRetriever) -> None:
        documents = retriever.invoke("log in", k=4, product="sso", kind="guide")
        assert len(documents) == 4
        assert {(d.metadata["product"], d.metadata["kind"]) for d in documents} == {
            ("sso", "guide")
        }

    def test_a_filter_of_the_retriever_is_lifted_by_none(self, docs: WorkOSDocs) -> None:
        retriever = WorkOSDocsRetriever(docs=docs, product="vault")
        assert {d.metadata["product"] for d in retriever.invoke(QUESTION)} == {"vault"}
        lifted = retriever.invoke(QUESTION, product=None)
        assert "vault" not in {document.metadata["product"] for document in lifted}

    def test_shows_api_pages_in_the_language_asked_for(self, docs: WorkOSDocs) -> None:
        retriever = WorkOSDocsRetriever(docs=docs, k=1, language="typescript", kind="api")
        [document] = retriever.invoke("create an organization")
        assert document.metadata["language"] == "js"
        assert "organizations.createOrganization()" in document.page_content

    async def test_answers_the_same_asynchronously_and_in_batches(
        self, retriever: WorkOSDocsRetriever
    ) -> None:
        questions = [QUESTION, "SAML metadata", "log a user out"]
        expected = [retriever.invoke(question) for question in questions]
        assert retriever.batch(questions) == expected
        assert await retriever.abatch(questions) == expected
        assert await retriever.ainvoke(QUESTION, k=1) == expected[0][:1]

    def test_reports_to_callbacks_with_its_tags(self, docs: WorkOSDocs) -> None:
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

    def test_refuses_what_makes_no_sense(self, retriever: WorkOSDocsRetriever) -> None:
        with pytest.raises(ValidationError, match="greater than or equal to 1"):
            WorkOSDocsRetriever(k=0)
        with pytest.raises(InvalidArgumentError, match=r"Valid values: .*directory-sync"):
            retriever.invoke(QUESTION, product="scim")
        with pytest.raises(InvalidArgumentError, match="query"):
            retriever.invoke(" ")
        with pytest.raises(TypeError, match="top_k"):
            retriever.invoke(QUESTION, top_k=3)
        for kind in (WorkOSDocsRetriever, WorkOSDocsToolkit):
            with pytest.raises(ValidationError, match="produkt"):
                kind(produkt="sso")

    def test_opens_the_default_documentation_only_when_asked(self) -> None:
        before = _default_docs.cache_info()
        retriever, _ = WorkOSDocsRetriever(k=1), WorkOSDocsToolkit()
        assert _default_docs.cache_info() == before
        assert len(retriever.invoke(QUESTION)) == 1
        assert _default_docs.cache_info() != before


class TestLoaders:
    def test_loads_every_page_and_changelog_entry_once(self, docs: WorkOSDocs) -> None:
        documents = WorkOSDocsLoader("0.2.0").load()
        assert len(documents) == docs.status().pages + 25
        assert len({document.id for document in documents}) == len(documents)
        assert {document.metadata["path"] for document in documents} == set(docs.index.by_path)
        assert all(document.metadata["source"].startswith("https://") for document in documents)

    async def test_loads_the_same_asynchronously(self) -> None:
        loader = WorkOSDocsLoader("0.2.0", language="python")
        assert [document.id async for document in loader.alazy_load()] == [
            document.id for document in loader.lazy_load()
        ]

    def test_a_document_is_the_whole_page(self, docs: WorkOSDocs) -> None:
        for document in WorkOSDocsLoader("0.2.0", language="python").lazy_load():
            page = docs.page(document.metadata["path"], language="python")
            assert set(page.markdown.split("\n")) <= {*document.page_content.split("\n"), ""}

    def test_shows_the_api_reference_in_one_language_if_asked(self) -> None:
        def page(language: str | None) -> str:
            documents = WorkOSDocsLoader("0.2.0", language=language).lazy_load()
            path = "reference/organization/create"
            return next(d.page_content for d in documents if d.metadata["path"] == path)

        assert "(Ruby)" in page(None)
        assert "(Python)" in page(None)
        assert "(Ruby)" in page("rb")
        assert "(Python)" not in page("rb")
        with pytest.raises(InvalidArgumentError, match="Valid values: curl, js, python"):
            page("cobol")

    def test_renders_a_page_when_it_is_reached(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("# Good\n\nText.\n")
        (tmp_path / "b.md").write_text("# Bad\n\n```js\nnever closed\n")
        documents = WorkOSDocsLoader(source=tmp_path).lazy_load()
        assert next(documents).metadata["title"] == "Good"
        with pytest.raises(LoaderWarning, match=r"b\.md"):
            next(documents)

    def test_loads_the_packaged_changelog(self) -> None:
        documents = WorkOSChangelogLoader(version="0.2.0").load()
        assert len(documents) == 25
        assert documents[0].metadata["date"] == "2026-02-17"
        assert {document.metadata["package"] for document in documents} == {"workos-platform"}
        with pytest.raises(InvalidArgumentError, match="Valid values: workos-platform"):
            WorkOSChangelogLoader(package="workos-node", version="0.2.0").load()

    def test_loads_the_changelog_of_an_sdk(self, tmp_path: Path) -> None:
        file = tmp_path / "CHANGELOG.md"
        file.write_text(
            "# Changelog\n\n## 2.0.0 (2026-01-02)\n\n### Breaking changes\n\n- Gone: `portal`\n\n"
            "## 1.0.0 (2025-01-02)\n\n- First\n"
        )
        documents = WorkOSChangelogLoader(file, package="workos-python").load()
        assert {document.metadata["source"] for document in documents} == {str(file)}
        assert [
            (
                d.metadata["package"],
                d.metadata["release"],
                d.metadata["date"],
                d.metadata["breaking"],
            )
            for d in documents
        ] == [
            ("workos-python", "2.0.0", "2026-01-02", True),
            ("workos-python", "1.0.0", "2025-01-02", False),
        ]
        assert "Gone: `portal`" in documents[0].page_content
        assert len({document.id for document in documents}) == 2


class TestToolkit:
    def test_gives_all_tools_or_those_chosen(self, docs: WorkOSDocs) -> None:
        chosen = ("workos_api", "workos_search")
        assert tuple(t.name for t in WorkOSDocsToolkit(docs=docs).get_tools()) == TOOL_NAMES
        named = WorkOSDocsToolkit(docs=docs, tools=chosen).get_tools()
        assert tuple(tool.name for tool in named) == chosen
        with pytest.raises(InvalidArgumentError, match="Valid values: workos_search, workos_docs"):
            WorkOSDocsToolkit(docs=docs, tools=("workos_page",)).get_tools()

    def test_schemas_list_the_values_of_the_index(
        self, docs: WorkOSDocs, tools: Mapping[str, BaseTool]
    ) -> None:
        def shown(name: str) -> dict[str, Any]:
            # What a model is given: LangChain makes it of a copy of the arguments' model.
            function = convert_to_openai_tool(tools[name])["function"]
            properties: dict[str, Any] = function["parameters"]["properties"]
            return properties

        assert shown("workos_search")["product"]["enum"] == [*docs.status().products, None]
        assert shown("workos_search")["language"]["enum"] == [*docs.status().languages, None]
        assert shown("workos_changelogs")["package"]["enum"] == list(docs.packages)

    async def test_a_lone_text_is_the_first_argument(self, tools: Mapping[str, BaseTool]) -> None:
        search = tools["workos_search"]
        expected = search.invoke({"query": QUESTION})
        assert search.invoke(QUESTION) == expected
        assert await search.ainvoke(QUESTION) == expected

    def test_every_argument_is_described_to_the_model(self, tools: Mapping[str, BaseTool]) -> None:
        for tool in tools.values():
            assert "WorkOS" in tool.description
            assert all(field["description"] for field in tool.args.values())

    def test_defaults_hold_until_the_model_asks_otherwise(self, docs: WorkOSDocs) -> None:
        toolkit = WorkOSDocsToolkit(docs=docs, language="go", product="sso", max_tokens=400)
        tools = {tool.name: tool for tool in toolkit.get_tools()}
        assert "(Go)" in call(tools["workos_api"], name="createOrganization").content
        assert (
            "(Ruby)"
            in call(tools["workos_api"], name="createOrganization", language="ruby").content
        )
        for left_out in ({}, {"product": None}):
            message = call(tools["workos_search"], query="log in", **left_out)
            assert {hit["product"] for hit in message.artifact} == {"sso"}
        assert len(message.content) < 400 * 5
        with pytest.raises(InvalidArgumentError, match="Valid values: curl"):
            WorkOSDocsToolkit(docs=docs, language="cobol").get_tools()

    def test_the_artifact_holds_the_hits_as_data(
        self, docs: WorkOSDocs, tools: Mapping[str, BaseTool]
    ) -> None:
        message = call(tools["workos_search"], query=QUESTION, max_results=3)
        hits = [hit.as_dict() for hit in docs.search(QUESTION, k=3)]
        assert json.loads(json.dumps(message.artifact)) == json.loads(json.dumps(hits))
        assert all(hit["url"] in message.content for hit in hits)

    @pytest.mark.parametrize(
        ("name", "arguments", "remedy"),
        [
            ("workos_docs", {"path": "sso/login-flow"}, "sso/login-flows"),
            ("workos_docs", {"path": "sso", "start": 10**6}, "The page has"),
            ("workos_api", {"name": "createOrganisation"}, "create_organization"),
            ("workos_search", {"query": "x", "product": "scim"}, "directory-sync"),
            ("workos_search", {"query": "x", "max_results": 99}, "less than or equal to 20"),
            ("workos_search", {"max_results": 3}, "query=None is not valid. Field required."),
            ("workos_search", {"query": "x", "max_tokens": 5}, "greater than or equal to 200"),
            ("workos_changelogs", {"since": "soon"}, "2025-03-01"),
            ("workos_changelogs", {"package": "node"}, "workos-platform"),
            ("workos_examples", {"topic": "sso", "language": "cobol"}, "python"),
        ],
    )
    async def test_an_error_tells_the_model_what_to_try(
        self, tools: Mapping[str, BaseTool], name: str, arguments: dict[str, Any], remedy: str
    ) -> None:
        message = call(tools[name], **arguments)
        assert message.status == "error"
        assert remedy in message.content
        request = {"name": name, "args": arguments, "id": "call-1", "type": "tool_call"}
        assert await tools[name].ainvoke(request) == message


class TestAgents:
    def assert_searched_read_and_cited(self, messages: list[Any], docs: WorkOSDocs) -> None:
        calls = [c for m in messages if isinstance(m, AIMessage) for c in m.tool_calls]
        assert [item["name"] for item in calls] == ["workos_search", "workos_docs"]
        url = docs.search(QUESTION, k=1)[0].url
        assert messages[-1].text.endswith(f"Source: {url}")
        replies = [message for message in messages if isinstance(message, ToolMessage)]
        assert all(reply.status == "success" and url in reply.text for reply in replies)

    async def test_an_agent_searches_then_reads_then_cites(self, docs: WorkOSDocs) -> None:
        agent: Any = create_agent(
            ScriptedChatModel(), tools=WorkOSDocsToolkit(docs=docs).get_tools()
        )
        request = {"messages": [{"role": "user", "content": QUESTION}]}
        self.assert_searched_read_and_cited(agent.invoke(request)["messages"], docs)
        self.assert_searched_read_and_cited((await agent.ainvoke(request))["messages"], docs)

    def test_an_agent_remembers_with_a_checkpointer(self, docs: WorkOSDocs) -> None:
        agent: Any = create_agent(
            ScriptedChatModel(),
            tools=WorkOSDocsToolkit(docs=docs).get_tools(),
            checkpointer=InMemorySaver(),
        )
        thread = {"configurable": {"thread_id": "1"}}
        for question in ("What is SCIM?", QUESTION):
            agent.invoke({"messages": [{"role": "user", "content": question}]}, thread)
        messages = agent.get_state(thread).values["messages"]
        assert len(messages) == 12
        self.assert_searched_read_and_cited(messages[6:], docs)

    def test_a_graph_keeps_retrieved_documents_in_its_checkpoints(
        self, retriever: WorkOSDocsRetriever
    ) -> None:
        class State(TypedDict, total=False):
            question: str
            passages: list[Document]

        def retrieve(state: State) -> State:
            return {"passages": retriever.invoke(state["question"])}

        graph = (
            StateGraph(State)
            .add_node(retrieve)
            .add_edge(START, "retrieve")
            .compile(checkpointer=InMemorySaver())
        )
        thread: Any = {"configurable": {"thread_id": "1"}}
        graph.invoke({"question": QUESTION}, thread)
        assert graph.get_state(thread).values["passages"] == retriever.invoke(QUESTION)

    async def test_a_chain_answers_from_the_passages(
        self, docs: WorkOSDocs, retriever: WorkOSDocsRetriever
    ) -> None:
        def as_context(documents: list[Document]) -> str:
            return "\n\n".join(
                f"Source: {document.metadata['source']}\n{document.page_content}"
                for document in documents
            )

        chain: Any = (
            {"context": retriever | as_context, "question": RunnablePassthrough()}
            | ChatPromptTemplate.from_template("{context}\n\n{question}")
            | ScriptedChatModel()
            | StrOutputParser()
        )
        url = docs.search(QUESTION, k=1)[0].url
        assert chain.invoke(QUESTION).endswith(url)
        assert (await chain.ainvoke(QUESTION)).endswith(url)

    async def test_events_are_streamed(self, docs: WorkOSDocs) -> None:
        agent: Any = create_agent(
            ScriptedChatModel(), tools=WorkOSDocsToolkit(docs=docs).get_tools()
        )
        request = {"messages": [{"role": "user", "content": QUESTION}]}
        events = [event async for event in agent.astream_events(request, version="v2")]
        ended = [event for event in events if event["event"] == "on_tool_end"]
        assert [event["name"] for event in ended] == ["workos_search", "workos_docs"]
        assert all(event["data"]["output"].artifact for event in ended)
        retrieved = [
            event["data"]["output"]
            async for event in WorkOSDocsRetriever(docs=docs, k=2).astream_events(
                QUESTION, version="v2"
            )
            if event["event"] == "on_retriever_end"
        ]
        assert [len(documents) for documents in retrieved] == [2]


class TestVectorStore:
    def assert_holds_our_nodes(self, store: Chroma, docs: WorkOSDocs) -> None:
        nodes = {node.id: node for node in docs.index.nodes}
        documents = store.similarity_search(QUESTION, k=5, filter={"product": "events"})
        assert len(documents) == 5
        for document in documents:
            assert document.id is not None
            node = nodes[document.id]
            assert document.page_content == node.text
            assert document.metadata["source"] == node.url
            assert document.metadata["product"] == "events"

    def test_is_our_collection(self, docs: WorkOSDocs) -> None:
        self.assert_holds_our_nodes(docs.as_langchain_vectorstore(), docs)

    def test_scores_are_cosines(self, docs: WorkOSDocs) -> None:
        store = docs.as_langchain_vectorstore()
        [(document, score)] = store.similarity_search_with_relevance_scores(QUESTION, k=1)
        index = docs.index
        position = next(i for i, node in enumerate(index.nodes) if node.id == document.id)
        cosine = float(index.vectors[position] @ docs.engine.embedder.embed_query(QUESTION))
        assert score == pytest.approx(cosine, abs=1e-4)

    def test_users_can_open_the_collection_themselves(self, docs: WorkOSDocs) -> None:
        store = Chroma(
            client=chromadb.PersistentClient(index_directory()),
            collection_name=docs.collection.name,
            embedding_function=WorkOSDocsEmbeddings(),
        )
        self.assert_holds_our_nodes(store, docs)

    def test_names_the_package_that_is_missing(
        self, docs: WorkOSDocs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "langchain_chroma", None)
        with pytest.raises(MissingExtraError, match="pip install langchain-chroma"):
            docs.as_langchain_vectorstore()
