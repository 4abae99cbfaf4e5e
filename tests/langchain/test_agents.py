"""Agents, graphs and chains of LangChain over our retriever and tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from langchain.agents import create_agent
from langchain_core.documents import Document  # noqa: TC002 - LangGraph evaluates it
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph
from scripted_models import ScriptedChatModel

from workos_docs_tools.langchain import WorkOSDocsRetriever, WorkOSDocsToolkit

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"


def assert_searched_read_and_cited(messages: list[Any], docs: WorkOSDocs) -> None:
    calls = [c for m in messages if isinstance(m, AIMessage) for c in m.tool_calls]
    assert [item["name"] for item in calls] == ["workos_search", "workos_docs"]
    url = docs.search(QUESTION, k=1)[0].url
    assert messages[-1].text.endswith(f"Source: {url}")
    replies = [message for message in messages if isinstance(message, ToolMessage)]
    assert all(reply.status == "success" and url in reply.text for reply in replies)


async def test_an_agent_searches_then_reads_then_cites(docs: WorkOSDocs) -> None:
    agent: Any = create_agent(ScriptedChatModel(), tools=WorkOSDocsToolkit(docs=docs).get_tools())
    request = {"messages": [{"role": "user", "content": QUESTION}]}
    assert_searched_read_and_cited(agent.invoke(request)["messages"], docs)
    assert_searched_read_and_cited((await agent.ainvoke(request))["messages"], docs)


def test_an_agent_remembers_with_a_checkpointer(docs: WorkOSDocs) -> None:
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
    assert_searched_read_and_cited(messages[6:], docs)


def test_a_graph_keeps_retrieved_documents_in_its_checkpoints(
    retriever: WorkOSDocsRetriever,
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
    docs: WorkOSDocs, retriever: WorkOSDocsRetriever
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


async def test_events_are_streamed(docs: WorkOSDocs) -> None:
    agent: Any = create_agent(ScriptedChatModel(), tools=WorkOSDocsToolkit(docs=docs).get_tools())
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
