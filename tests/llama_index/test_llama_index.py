"""The LlamaIndex adapter on the real documentation, in the components it is made for."""

from __future__ import annotations

import json
import pickle
import sys
from typing import TYPE_CHECKING, Any

import chromadb
import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.agent.workflow import AgentWorkflow, FunctionAgent, ReActAgent, ToolCallResult
from llama_index.core.base.llms.types import ChatMessage, ToolCallBlock
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.instrumentation import get_dispatcher  # type: ignore[attr-defined]
from llama_index.core.instrumentation.event_handlers import BaseEventHandler
from llama_index.core.instrumentation.events.retrieval import RetrievalEndEvent
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.postprocessor import PrevNextNodePostprocessor
from llama_index.core.query_engine import CitationQueryEngine, RetrieverQueryEngine
from llama_index.core.retrievers import AutoMergingRetriever
from llama_index.core.schema import Document, MetadataMode, NodeRelationship
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.core.tools import FunctionTool, QueryEngineTool
from llama_index.core.vector_stores import MetadataFilter, MetadataFilters
from llama_index.vector_stores.chroma import ChromaVectorStore
from scripted_models import ScriptedLLM

from workos_docs_tools.docs import _default_docs
from workos_docs_tools.errors import InvalidArgumentError, MissingExtraError, PageNotFoundError
from workos_docs_tools.llama_index import (
    WorkOSChangelogReader,
    WorkOSDocsEmbedding,
    WorkOSDocsNodeParser,
    WorkOSDocsReader,
    WorkOSDocsRetriever,
    WorkOSDocsToolSpec,
)
from workos_docs_tools.tools import TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from llama_index.core.schema import BaseNode

    from workos_docs_loaders.models import Node
    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"

# LlamaIndex's ReActAgent uses what LlamaIndex's workflows have deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:is_running called from within a step")


@pytest.fixture
def retriever(docs: WorkOSDocs) -> WorkOSDocsRetriever:
    return WorkOSDocsRetriever(docs, k=3)


@pytest.fixture(scope="module")
def pages() -> list[Document]:
    return WorkOSDocsReader(version="0.2.0").load_data()


@pytest.fixture(scope="module")
def index(docs: WorkOSDocs) -> VectorStoreIndex:
    return docs.as_llama_index()


@pytest.fixture
def tools(docs: WorkOSDocs) -> Mapping[str, FunctionTool]:
    return {tool.metadata.get_name(): tool for tool in WorkOSDocsToolSpec(docs).to_tool_list()}


def related(node: BaseNode, relationship: NodeRelationship) -> str | None:
    info = node.relationships.get(relationship)
    assert not isinstance(info, list)
    return info.node_id if info else None


class TestRetriever:
    async def test_returns_what_the_plain_api_returns(
        self, docs: WorkOSDocs, retriever: WorkOSDocsRetriever
    ) -> None:
        nodes = retriever.retrieve(QUESTION)
        assert [(n.node_id, n.text, n.metadata["source"], n.score) for n in nodes] == [
            (hit.node_id, hit.text, hit.url, hit.score) for hit in docs.search(QUESTION, k=3)
        ]
        assert await retriever.aretrieve(QUESTION) == nodes

    def test_filters_narrow_what_is_found(self, docs: WorkOSDocs) -> None:
        retriever = WorkOSDocsRetriever(docs, k=4, product="sso", kind="guide")
        nodes = retriever.retrieve("log in")
        assert [(n.metadata["product"], n.metadata["kind"]) for n in nodes] == [
            ("sso", "guide")
        ] * 4
        with pytest.raises(InvalidArgumentError, match=r"Valid values: .*directory-sync"):
            WorkOSDocsRetriever(docs, product="scim").retrieve("log in")

    def test_what_several_queries_find_can_be_fused(self, retriever: WorkOSDocsRetriever) -> None:
        # LlamaIndex takes nodes of one hash for one node, whatever their ranks.
        first, second = (
            {item.node_id: item.node.hash for item in retriever.retrieve(query)}
            for query in ("create an organization", "create a new organization")
        )
        both = first.keys() & second.keys()
        assert both
        assert {key: first[key] for key in both} == {key: second[key] for key in both}

    def test_a_model_is_shown_source_and_place_but_no_noise(
        self, retriever: WorkOSDocsRetriever
    ) -> None:
        node = retriever.retrieve(QUESTION)[0].node
        shown = node.get_content(MetadataMode.LLM)
        assert f"source: {node.metadata['source']}" in shown
        assert f"breadcrumb: {node.metadata['breadcrumb']}" in shown
        assert not {"score", "rank", "deprecated", "language", "date"} & {
            line.partition(": ")[0] for line in shown.split("\n")
        }

    def test_retrieval_is_reported_to_instrumentation(self, retriever: WorkOSDocsRetriever) -> None:
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

    def test_opens_the_default_documentation_only_when_asked(self) -> None:
        before = _default_docs.cache_info()
        retriever, _ = WorkOSDocsRetriever(k=1), WorkOSDocsToolSpec()
        assert _default_docs.cache_info() == before
        assert len(retriever.retrieve(QUESTION)) == 1
        assert _default_docs.cache_info() != before


class TestReaders:
    def test_reads_every_page_and_changelog_entry_once(
        self, pages: list[Document], docs: WorkOSDocs
    ) -> None:
        assert {page.metadata["path"] for page in pages} == set(docs.index.by_path)
        assert len({page.doc_id for page in pages}) == len(pages) == len(docs.index.by_path)

    def test_lists_and_loads_single_resources(self, pages: list[Document]) -> None:
        reader = WorkOSDocsReader(version="0.2.0")
        paths = reader.list_resources()
        assert paths == [page.metadata["path"] for page in pages]
        chosen = ["sso/login-flows", paths[-1]]
        assert [d.hash for d in reader.load_resources(chosen)] == [
            page.hash for page in pages if page.metadata["path"] in chosen
        ]
        info = reader.get_resource_info("sso/login-flows")
        assert info["source"] == "https://workos.com/docs/sso/login-flows"
        with pytest.raises(PageNotFoundError, match="Did you mean: sso/login-flows"):
            reader.load_resource("sso/login-flow")
        assert reader.get_resource_info(f"{info['source']}#sp-initiated") == info

    def test_a_reader_can_be_written_down_and_read_back(self) -> None:
        reader = WorkOSDocsReader(version="0.2.0", language="python")
        written = json.loads(json.dumps(reader.to_dict()))
        assert WorkOSDocsReader.from_dict(written).to_dict() == reader.to_dict()

    def test_reads_the_packaged_changelog(self) -> None:
        reader = WorkOSChangelogReader(version="0.2.0")
        entries = reader.load_data()
        assert len(entries) == 25
        assert reader.list_resources() == [entry.metadata["path"] for entry in entries]
        path = entries[3].metadata["path"]
        assert reader.get_resource_info(path)["package"] == "workos-platform"
        with pytest.raises(PageNotFoundError):
            reader.load_resource("changelog/none")

    def test_reads_the_changelog_of_an_sdk(self, tmp_path: Path) -> None:
        file = tmp_path / "CHANGELOG.md"
        file.write_text("# Changelog\n\n## 2.0.0\n\n- New\n\n## 1.0.0\n\n- First\n")
        entries = WorkOSChangelogReader(source=file, package="workos-go").load_data()
        assert [entry.metadata["release"] for entry in entries] == ["2.0.0", "1.0.0"]
        assert len({entry.doc_id for entry in entries}) == 2


class TestNodeParser:
    def test_makes_the_nodes_of_our_index(
        self, pages: list[Document], corpus_nodes: Mapping[str, tuple[Node, ...]]
    ) -> None:
        parsed = WorkOSDocsNodeParser().get_nodes_from_documents(pages)
        assert [
            (n.node_id, n.get_content(), n.metadata["source"], n.metadata["kind"]) for n in parsed
        ] == [(n.id, n.text, n.url, n.kind) for n in corpus_nodes["0.2.0"]]
        assert {related(n, NodeRelationship.SOURCE) for n in parsed} == {p.doc_id for p in pages}

    def test_embeds_a_node_with_its_place_and_without_noise(self, pages: list[Document]) -> None:
        page = next(p for p in pages if p.metadata["path"] == "reference/organization/create")
        node = WorkOSDocsNodeParser()([page])[1]
        keys = [
            line.partition(": ")[0]
            for line in node.get_metadata_str(MetadataMode.EMBED).split("\n")
        ]
        assert sorted(keys) == ["breadcrumb", "lead", "title"]
        assert {type(value) for value in node.metadata.values()} <= {str, int, bool}

    def test_a_language_goes_on_in_itself(self, pages: list[Document]) -> None:
        page = next(p for p in pages if p.metadata["path"] == "reference/organization/create")
        intro, *variants = WorkOSDocsNodeParser()([page])
        python = next(node for node in variants if node.metadata["language"] == "python")
        assert related(intro, NodeRelationship.NEXT) == python.node_id
        for variant in variants:
            assert related(variant, NodeRelationship.PREVIOUS) == intro.node_id
            assert related(variant, NodeRelationship.NEXT) is None
        unrelated = WorkOSDocsNodeParser(include_prev_next_rel=False)([page])
        assert all(set(node.relationships) == {NodeRelationship.SOURCE} for node in unrelated)

    def test_documents_survive_pickling_between_processes(self, pages: list[Document]) -> None:
        parser = WorkOSDocsNodeParser()
        copies = pickle.loads(pickle.dumps(pages[:50]))
        assert [n.to_dict() for n in parser(copies)] == [n.to_dict() for n in parser(pages[:50])]

    def test_cuts_a_stored_document_at_its_headings_by_the_same_rules(
        self, pages: list[Document], corpus_nodes: Mapping[str, tuple[Node, ...]]
    ) -> None:
        docstore = SimpleDocumentStore()
        docstore.add_documents(pages)
        stored = [docstore.get_node(page.doc_id) for page in pages]
        texts = {(n.metadata["path"], n.get_content()) for n in WorkOSDocsNodeParser()(stored)}
        guides = [n for n in corpus_nodes["0.2.0"] if n.kind == "guide"]
        same = [node for node in guides if (node.path, node.text) in texts]
        assert len(same) / len(guides) > 0.9

    def test_cuts_the_text_as_it_was_edited(self, pages: list[Document]) -> None:
        page = pages[0].model_copy(deep=True)
        page.set_content("# Mine\n\nEdited.\n")
        [node] = WorkOSDocsNodeParser()([page])
        assert node.get_content() == "# Mine\n\nEdited."

    def test_cuts_any_markdown(self) -> None:
        body = "word " * 300
        text = f"# Title\n\n{body}\n\n## Part\n\n{body}\n\n```md\n# no heading\n```\n"
        nodes = WorkOSDocsNodeParser()([Document(text=text, id_="notes", metadata={"team": "x"})])
        assert [node.metadata.get("heading_path", "") for node in nodes] == ["", "Part"]
        assert [node.metadata["team"] for node in nodes] == ["x", "x"]
        assert {node.node_id.partition("#")[0] for node in nodes} == {"local/notes"}

    async def test_fills_the_users_own_chroma_in_a_pipeline(self, pages: list[Document]) -> None:
        sso = [page for page in pages if page.metadata["path"].startswith("sso/login")]
        store = ChromaVectorStore(
            chroma_collection=chromadb.EphemeralClient().create_collection("users-own")
        )
        pipeline = IngestionPipeline(
            transformations=[WorkOSDocsNodeParser(), WorkOSDocsEmbedding()],
            docstore=SimpleDocumentStore(),
            vector_store=store,
        )
        nodes = pipeline.run(documents=sso)
        assert len(nodes) == store.client.count() > len(sso) > 0
        assert not await pipeline.arun(documents=sso)  # Nothing has changed.
        users_index = VectorStoreIndex.from_vector_store(store, embed_model=WorkOSDocsEmbedding())
        node = next(node for node in nodes if node.metadata["path"] == "sso/login-flows")
        query = node.get_content(MetadataMode.EMBED)
        [found] = users_index.as_retriever(similarity_top_k=1).retrieve(query)
        assert (found.node_id, found.text) == (node.node_id, node.get_content())
        assert found.node.relationships == node.relationships
        assert found.metadata == node.metadata


class TestIndex:
    async def test_answers_with_our_nodes(self, docs: WorkOSDocs, index: VectorStoreIndex) -> None:
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

    def test_users_can_open_the_collection_themselves(self, docs: WorkOSDocs) -> None:
        nodes = {node.id: node for node in docs.index.nodes}
        index = VectorStoreIndex.from_vector_store(
            ChromaVectorStore(chroma_collection=docs.collection), embed_model=WorkOSDocsEmbedding()
        )
        found = index.as_retriever(similarity_top_k=5).retrieve(QUESTION)
        assert len(found) == 5
        for item in found:
            assert item.text == nodes[item.node_id].text
            assert item.metadata["source"] == nodes[item.node_id].url

    @pytest.mark.parametrize("hybrid", [True, False], ids=["our retriever", "the index's"])
    def test_neighbours_are_found_in_the_docstore(
        self, docs: WorkOSDocs, index: VectorStoreIndex, hybrid: bool
    ) -> None:
        query = "Validate the requests manually"
        similar = index.as_retriever(similarity_top_k=1)
        found = (WorkOSDocsRetriever(docs, k=1) if hybrid else similar).retrieve(query)
        both = PrevNextNodePostprocessor(docstore=index.docstore, num_nodes=1, mode="both")
        before, hit, after = both.postprocess_nodes(found)
        page = [node.id for node in docs.index.nodes if node.path == hit.metadata["path"]]
        assert page.index(before.node_id) < page.index(hit.node_id) < page.index(after.node_id)
        assert before.text not in hit.text
        assert after.text not in hit.text

    @pytest.mark.parametrize("hybrid", [True, False], ids=["our retriever", "the index's"])
    def test_hits_on_a_page_merge_into_the_page(
        self, docs: WorkOSDocs, index: VectorStoreIndex, hybrid: bool
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

    def test_names_the_package_that_is_missing(
        self, docs: WorkOSDocs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(
            sys.modules, "workos_docs_tools.llama_index.vector_store", raising=False
        )
        monkeypatch.setitem(sys.modules, "llama_index.vector_stores.chroma", None)
        with pytest.raises(MissingExtraError, match="pip install llama-index-vector-stores-chroma"):
            docs.as_llama_index()


class TestQueryEngines:
    async def test_a_query_engine_answers_from_our_passages(
        self, docs: WorkOSDocs, retriever: WorkOSDocsRetriever
    ) -> None:
        engine = RetrieverQueryEngine.from_args(retriever, llm=ScriptedLLM())
        hits = docs.search(QUESTION, k=3)
        for response in (engine.query(QUESTION), await engine.aquery(QUESTION)):
            assert str(response).endswith(f"Source: {hits[0].url}")
            sources = [node.metadata["source"] for node in response.source_nodes]
            assert sources == [hit.url for hit in hits]

    def test_a_citation_engine_numbers_our_passages(
        self, docs: WorkOSDocs, retriever: WorkOSDocsRetriever
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

    def test_the_index_is_a_query_engine(self, index: VectorStoreIndex) -> None:
        response = index.as_query_engine(llm=ScriptedLLM()).query(QUESTION)
        assert response.source_nodes[0].metadata["source"] in str(response)

    def test_a_query_engine_is_a_tool(self, retriever: WorkOSDocsRetriever) -> None:
        engine = RetrieverQueryEngine.from_args(retriever, llm=ScriptedLLM())
        tool = QueryEngineTool.from_defaults(engine, name="workos", description="WorkOS")
        assert "Source: https://workos.com/docs/" in tool(QUESTION).content


class TestTools:
    def test_each_has_our_schema_and_description(
        self, docs: WorkOSDocs, tools: Mapping[str, FunctionTool]
    ) -> None:
        assert tuple(tools) == TOOL_NAMES
        parameters = tools["workos_search"].metadata.get_parameters_dict()
        assert parameters["required"] == ["query"]
        assert parameters["properties"]["product"]["enum"] == [*docs.status().products, None]
        for tool in tools.values():
            function = tool.metadata.to_openai_tool()["function"]
            assert "WorkOS" in function["description"]

    async def test_answers_with_cited_text(
        self, docs: WorkOSDocs, tools: Mapping[str, FunctionTool]
    ) -> None:
        output = tools["workos_search"](query=QUESTION)
        assert docs.search(QUESTION, k=1)[0].url in output.content
        assert f"WorkOS documentation {docs.version}" in output.content
        assert (await tools["workos_search"].acall(query=QUESTION)).content == output.content
        assert tools["workos_search"](QUESTION).content == output.content
        spec = WorkOSDocsToolSpec(docs, language="go")
        assert "(Go)" in spec.workos_api(name="createOrganization")
        assert "(Ruby)" in await spec.aworkos_api("createOrganization", "ruby")
        with pytest.raises(AttributeError, match="workos_page"):
            spec.workos_page  # noqa: B018

    def test_only_those_chosen_are_given(self, docs: WorkOSDocs) -> None:
        [tool] = WorkOSDocsToolSpec(docs).to_tool_list(["workos_api"])
        assert tool.metadata.name == "workos_api"
        with pytest.raises(InvalidArgumentError, match="Valid values: workos_search"):
            WorkOSDocsToolSpec(docs).to_tool_list(["workos_page"])

    def test_arguments_are_checked_against_the_schema(
        self, tools: Mapping[str, FunctionTool]
    ) -> None:
        with pytest.raises(InvalidArgumentError, match="less than or equal to 20"):
            tools["workos_search"](query="x", max_results=99)
        with pytest.raises(InvalidArgumentError, match="Field required"):
            tools["workos_search"]()


class TestAgents:
    async def run(self, agent: Any) -> tuple[list[str], str]:
        handler = agent.run(user_msg=QUESTION)
        events = [event async for event in handler.stream_events()]
        calls = [event.tool_name for event in events if isinstance(event, ToolCallResult)]
        return calls, str(await handler)

    @pytest.mark.parametrize("kind", [FunctionAgent, ReActAgent])
    async def test_an_agent_searches_then_reads_then_cites(
        self, docs: WorkOSDocs, kind: Any
    ) -> None:
        tools = WorkOSDocsToolSpec(docs).to_tool_list()
        calls, answer = await self.run(kind(tools=tools, llm=ScriptedLLM()))
        assert calls == ["workos_search", "workos_docs"]
        assert answer.endswith(f"Source: {docs.search(QUESTION, k=1)[0].url}")

    async def test_a_workflow_of_agents_cites_too(self, docs: WorkOSDocs) -> None:
        agent = FunctionAgent(
            name="docs",
            description="Knows the WorkOS documentation.",
            tools=[*WorkOSDocsToolSpec(docs).to_tool_list()],
            llm=ScriptedLLM(),
        )
        calls, answer = await self.run(AgentWorkflow([agent], root_agent="docs"))
        assert calls == ["workos_search", "workos_docs"]
        assert answer.endswith(docs.search(QUESTION, k=1)[0].url)

    async def test_an_error_reaches_the_model_with_its_remedy(self, docs: WorkOSDocs) -> None:
        wrong = ToolCallBlock(
            tool_call_id="1", tool_name="workos_docs", tool_kwargs={"path": "sso/login-flow"}
        )

        def repeat_what_the_tool_said(messages: Sequence[ChatMessage], **_: Any) -> ChatMessage:
            replies = [message.content for message in messages if message.role == "tool"]
            if not replies:
                return ChatMessage(role="assistant", blocks=[wrong])
            return ChatMessage(replies[0], role="assistant")

        llm = MockFunctionCallingLLM(
            response_generator=repeat_what_the_tool_said, is_chat_model=True
        )
        agent = FunctionAgent(tools=[*WorkOSDocsToolSpec(docs).to_tool_list()], llm=llm)
        calls, answer = await self.run(agent)
        assert calls == ["workos_docs"]
        assert "Did you mean: sso/login-flows" in answer
