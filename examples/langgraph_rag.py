"""Retrieve, then answer, as a LangGraph with memory: each answer keeps the passages it cites."""

from typing import TypedDict

from langchain_core.documents import Document
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from scripted_models import ScriptedChatModel

from workos_docs_tools.langchain import WorkOSDocsRetriever

model = ScriptedChatModel()
# model = langchain.chat_models.init_chat_model("openai:gpt-5")  # or "anthropic:…", "ollama:…"
retriever = WorkOSDocsRetriever(k=3, language="python")


class State(TypedDict, total=False):
    question: str
    passages: list[Document]
    answer: str


def retrieve(state: State) -> State:
    return {"passages": retriever.invoke(state["question"])}


def generate(state: State) -> State:
    context = "\n\n".join(
        f"Source: {passage.metadata['source']}\n{passage.page_content}"
        for passage in state["passages"]
    )
    prompt = f"Answer from these passages and cite their URLs.\n\n{context}\n\n{state['question']}"
    return {"answer": model.invoke(prompt).text}


graph = (
    StateGraph(State)
    .add_node(retrieve)
    .add_node(generate)
    .add_edge(START, "retrieve")
    .add_edge("retrieve", "generate")
    .add_edge("generate", END)
    .compile(checkpointer=InMemorySaver())
)
state = graph.invoke(
    {"question": "What is a directory group?"},
    {"configurable": {"thread_id": "1"}},
)
print(state["answer"])
for number, passage in enumerate(state["passages"], 1):
    print(f"[{number}] {passage.metadata['title']}: {passage.metadata['source']}")
