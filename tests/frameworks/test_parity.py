"""One engine, however it is asked: the same passages in the same order, with the same text."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from mcp import ClientSession
from mcp.shared.memory import create_client_server_memory_streams
from typer.testing import CliRunner

from workos_docs_tools import WorkOSDocs, langchain, llama_index
from workos_docs_tools.cli.app import app
from workos_docs_tools.mcp.opening import Opening
from workos_docs_tools.mcp.server import new_docs_server
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from langchain_core.messages import ToolMessage

QUESTION_FILE = Path(__file__).parents[2] / "benchmarks" / "questions" / "tune-0.2.0.jsonl"
QUESTIONS = [
    json.loads(line)["question"] for line in QUESTION_FILE.read_text("utf-8").splitlines()[::5]
]


class Passage(NamedTuple):
    """What every way gives of a hit."""

    path: str
    url: str
    title: str
    text: str


def of_hits(hits: Iterable[Mapping[str, Any]]) -> list[Passage]:
    return [Passage(**{name: hit[name] for name in Passage._fields}) for hit in hits]


def of_metadata(found: Iterable[tuple[Mapping[str, Any], str]]) -> list[Passage]:
    return [Passage(data["path"], data["source"], data["title"], text) for data, text in found]


def langchain_message(docs: WorkOSDocs, question: str) -> ToolMessage:
    # Of tools that it does not hold, a toolkit's replies do not speak.
    tools = langchain.WorkOSDocsToolkit(docs=docs).get_tools()
    [tool] = [tool for tool in tools if tool.name == "workos_search"]
    call = {"name": tool.name, "args": {"query": question}, "id": "1", "type": "tool_call"}
    message: ToolMessage = tool.invoke(call)
    return message


def by_langchain_retriever(docs: WorkOSDocs, question: str) -> list[Passage]:
    documents = langchain.WorkOSDocsRetriever(docs=docs).invoke(question)
    return of_metadata((document.metadata, document.page_content) for document in documents)


def by_langchain_content(docs: WorkOSDocs, question: str) -> str:
    return langchain_message(docs, question).text


def by_llama_index_retriever(docs: WorkOSDocs, question: str) -> list[Passage]:
    found = llama_index.WorkOSDocsRetriever(docs).retrieve(question)
    return of_metadata((scored.metadata, scored.text) for scored in found)


def by_llama_index_content(docs: WorkOSDocs, question: str) -> str:
    tools = llama_index.WorkOSDocsToolSpec(docs).to_tool_list()
    [tool] = [tool for tool in tools if tool.metadata.name == "workos_search"]
    content: str = tool.call(query=question).content
    return content


def by_command_line(docs: WorkOSDocs, question: str) -> list[Passage]:
    with pytest.MonkeyPatch.context() as patch:
        # Opening it anew for each question would take a minute.
        patch.setattr(WorkOSDocs, "open", lambda *_, **__: docs)
        done = CliRunner().invoke(app, ["search", "--json", "--", question])
    assert done.exit_code == 0, done.output
    return of_hits(map(json.loads, done.stdout.splitlines()))


PASSAGES: Mapping[str, Callable[[WorkOSDocs, str], Sequence[Passage]]] = {
    "LangChain retriever": by_langchain_retriever,
    "LlamaIndex retriever": by_llama_index_retriever,
    "command line": by_command_line,
}
"""The ways that give passages."""

REPLIES: Mapping[str, Callable[[WorkOSDocs, str], str]] = {
    "LangChain tool": by_langchain_content,
    "LlamaIndex tool": by_llama_index_content,
}
"""The ways that give a reply for a model, cut to its budget."""


@pytest.fixture(scope="module")
def passages(docs: WorkOSDocs) -> Mapping[str, Sequence[Passage]]:
    """What the plain search gives, by question."""
    found = {question: docs.search(question) for question in QUESTIONS}
    return {question: of_hits(hit.as_dict() for hit in hits) for question, hits in found.items()}


@pytest.fixture(scope="module")
def shown(
    docs: WorkOSDocs, passages: Mapping[str, Sequence[Passage]]
) -> Mapping[str, Sequence[Passage]]:
    """Those that a reply shows: of what may not answer the question only the first three."""
    unsure = [question for question in passages if docs.search(question).low_confidence]
    assert 0 < len(unsure) < len(passages)
    return {**passages, **{question: passages[question][:3] for question in unsure}}


@pytest.fixture(scope="module")
def replies(docs: WorkOSDocs) -> Mapping[str, str]:
    """What the plain tool replies, by question."""
    tools = DocsTools(docs)
    return {question: tools.workos_search(question).text for question in QUESTIONS}


def test_thirty_questions_each_have_five_passages_that_the_reply_cites_in_order(
    passages: Mapping[str, Sequence[Passage]],
    shown: Mapping[str, Sequence[Passage]],
    replies: Mapping[str, str],
) -> None:
    assert len(passages) == 30
    assert {len(found) for found in passages.values()} == {5}
    for question, found in shown.items():
        cited = re.findall(r"^Source: (\S+)", replies[question], re.MULTILINE)
        assert cited == [passage.url for passage in found], question


@pytest.mark.parametrize("way", PASSAGES)
def test_every_way_gives_the_passages_of_the_plain_search(
    docs: WorkOSDocs, passages: Mapping[str, Sequence[Passage]], way: str
) -> None:
    for question, expected in passages.items():
        assert PASSAGES[way](docs, question) == expected, question


def test_the_artifacts_of_langchain_give_the_same_places(
    docs: WorkOSDocs, shown: Mapping[str, Sequence[Passage]]
) -> None:
    for question, expected in shown.items():
        # Its texts are cut to the budget, like the reply.
        found = of_hits(langchain_message(docs, question).artifact)
        assert [item[:-1] for item in found] == [item[:-1] for item in expected], question


@pytest.mark.parametrize("way", REPLIES)
def test_every_way_gives_the_reply_of_the_plain_tool(
    docs: WorkOSDocs, replies: Mapping[str, str], way: str
) -> None:
    for question, expected in replies.items():
        assert REPLIES[way](docs, question) == expected, question


async def test_an_mcp_client_gets_the_same_reply_and_as_data_the_same_passages(
    docs: WorkOSDocs, shown: Mapping[str, Sequence[Passage]], replies: Mapping[str, str]
) -> None:
    server = new_docs_server(Opening(lambda: DocsTools(docs)))
    options = server.create_initialization_options()
    async with create_client_server_memory_streams() as (client, (received, sent)):
        serving = asyncio.create_task(server.run(received, sent, options))
        async with ClientSession(*client) as session:
            await session.initialize()
            for question, expected in shown.items():
                answer = await session.call_tool("workos_search", {"query": question})
                result = answer.model_dump(mode="json", by_alias=True)
                [content] = result["content"]
                assert content["text"] == replies[question], question
                # Its texts are cut to the budget, like the reply.
                found = of_hits(result["structuredContent"]["results"])
                assert [item[:-1] for item in found] == [item[:-1] for item in expected], question
    await serving
