"""A program that uses every public name as its user would: type checkers must have no complaint.

`mypy tests/consumer.py` and `pyright` check it in continuous integration; test_public_api.py checks
that it leaves nothing out.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import chromadb
from langchain.agents import create_agent
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.query_engine import RetrieverQueryEngine

import workos_docs_tools.langchain as for_langchain
import workos_docs_tools.llama_index as for_llama_index
from workos_docs_tools import (
    Example,
    Hit,
    Page,
    SearchResults,
    Status,
    WorkOSDocs,
    WorkOSDocsError,
)
from workos_docs_tools.errors import (
    EmbedderMismatchError,
    IncompleteIndexError,
    InvalidArgumentError,
    InvalidEmbedderError,
    MissingExtraError,
    ModelFileError,
    NameNotFoundError,
    PageNotFoundError,
    ReadOnlyError,
    ServerAwayError,
    StoreBusyError,
    StoreError,
)
from workos_docs_tools.tools import DocsTools, Reply

if TYPE_CHECKING:
    from pathlib import Path

    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool
    from langchain_core.vectorstores import VectorStore
    from llama_index.core import VectorStoreIndex
    from llama_index.core.llms.function_calling import FunctionCallingLLM
    from llama_index.core.schema import BaseNode, NodeWithScore
    from llama_index.core.schema import Document as LlamaDocument


def open_docs(directory: Path, embeddings: Embeddings) -> WorkOSDocs:
    """Open it in every way."""
    try:
        docs = WorkOSDocs.open(
            "0.2.0", sdks=["python@10.8.0"], persist_directory=directory, embedder=embeddings
        )
    except (StoreBusyError, IncompleteIndexError, ModelFileError):
        docs = WorkOSDocs.open(source=directory, client=chromadb.EphemeralClient(), progress=False)
    except EmbedderMismatchError as error:
        raise SystemExit(f"{error.collection} was built with {error.built_with}") from error
    except ServerAwayError as error:
        raise SystemExit(f"{error.url} is away") from error
    except (InvalidEmbedderError, StoreError) as error:
        raise SystemExit(str(error)) from error
    at_once = WorkOSDocs.open("0.2.0", wait=False)
    if at_once.is_indexing and at_once.search("sign in").provisional:
        at_once.wait()
    with WorkOSDocs.open("0.1.0") as older, older.pinned():
        assert older.version
    older.close()
    if docs.report:
        count: int = docs.report.embedded
        assert docs.refresh(progress=False).total >= count
    return docs


def ask(docs: WorkOSDocs) -> list[str]:
    """Ask it everything, and use every field of what it answers."""
    results: SearchResults = docs.search("sign in", k=3, language="js", product="sso", kind="api")
    best: Hit = results[0]
    others: SearchResults = results[1:]
    lines = [f"{hit.rank} {hit.score:.2f} {hit.title} {hit.url} {hit.text}" for hit in results]
    lines += [f"{best.path} {best.page_url} {best.kind} {best.product} {best.language}"]
    lines += [*best.breadcrumb, *best.heading_path, best.version, best.node_id, best.condition]
    lines += [hit.date for hit in others if not hit.deprecated]
    lines += [part.text for hit in others for part in hit.parts]
    lines += [hit.sdk + hit.lead for hit in others]
    lines += [results.query, results.version, results.date, str(len(results.hits)), *results.sdks]
    lines += [hit.text for hit in results.beside]
    lines += [*results.doubts, *results.unknown_words, results.notice]
    if results.low_confidence:
        lines.append("The documentation may not say.")
    page: Page = docs.page(best.path, section="Setup", language="python")
    lines += [page.path, page.title, page.url, page.markdown, page.language, page.missing_language]
    lines += [*page.breadcrumb, *page.languages, page.kind, page.version, str(page.deprecated)]
    lines += [f"{section.title} {section.url} {section.markdown}" for section in page.sections]
    lines += [
        *page.also,
        page.sdk,
        *page.sdks,
        *(f"{link.path} {link.title}" for link in page.children),
    ]
    example: Example
    for example in docs.examples("create a user", language="go"):
        lines += [example.code, example.language, example.title, example.path, example.url]
        lines += [example.page_title, *example.heading_path, example.sdk]
    for release in docs.changelog("workos-platform", since="2026-01-01", query="sign in"):
        lines += [release.date, release.title, release.text]
    lines += [release.url for release in docs.changelog(until=datetime.date(2026, 1, 1))]
    lines += [release.text for release in docs.changelog("python", since="8.0.0", breaking=True)]
    lines += [finding.message for finding in docs.check("import workos\n", sdk="python")]
    lines += [one.version for one in WorkOSDocs.versions() if one.indexed]
    lines += [change.name for change in docs.diff("0.1.0", under="sso") if change.what == "page"]
    return lines + [str(value.as_dict()) for value in (best, page)] + list(docs.packages)


def explain(docs: WorkOSDocs, name: str) -> str:
    """Turn what goes wrong into what to try."""
    try:
        return docs.lookup(name, language="ruby")[0].text
    except (NameNotFoundError, PageNotFoundError) as error:
        return ", ".join(error.suggestions)
    except InvalidArgumentError as error:
        return f"{error.argument}={error.value!r}: {', '.join(error.valid)}"
    except WorkOSDocsError as error:
        return str(error)


def describe(docs: WorkOSDocs) -> str:
    """Say what is indexed."""
    status: Status = docs.status()
    counts: dict[str, int] = status.kinds
    assert (status.version, status.date) == (docs.version, docs.date)
    assert status.nodes == len(docs.index.nodes) >= docs.collection.count()
    assert status.sdks == docs.sdks
    assert docs.engine.embedder.name == status.embedder
    names = (*status.products, *status.languages, status.embedder, status.collection)
    return f"{status.pages} pages, {counts}, {status.indexed_at}: {', '.join(names)}"


def call_tools(docs: WorkOSDocs) -> list[Reply]:
    """Call the tools without any framework."""
    tools = DocsTools(docs, product="sso", language="python", max_tokens=1000)
    schema: object = tools.arguments("workos_search").model_json_schema()
    assert schema
    assert tools.description("workos_docs")
    return [
        tools.workos_search("verify a webhook", max_results=3),
        tools.workos_docs("sso/login-flows", section="SP-initiated SSO", start=0),
        tools.workos_api("createUser"),
        tools.workos_examples("sign in"),
        tools.workos_changelogs(since="2026-01-01"),
        tools.workos_check("import workos", language="python"),
        tools.call("workos_docs", tools.checked("workos_docs", {"path": "sso"})),
        *(function("sign in") for name, function in tools.functions().items() if "search" in name),
    ]


async def ask_in_an_event_loop() -> list[object]:
    """Ask without blocking it."""
    docs = await WorkOSDocs.aopen("0.2.0", sdks=["python"], progress=False)
    hits: SearchResults = await docs.asearch("sign in", k=3, exclude_product=["vault"])
    page: Page = await docs.apage(hits[0].path)
    tools: list[BaseTool] = await for_langchain.WorkOSDocsToolkit(docs=docs).aget_tools()
    return [
        page,
        tools,
        hits[0].node_ids + hits[0].urls,
        await docs.alookup("createUser", language="js"),
        await docs.aexamples("sign in"),
        await docs.acheck("import workos"),
        await docs.adiff("0.1.0", "0.2.0"),
        await docs.achangelog(since="2026-01-01"),
        await docs.arefresh(progress=False),
    ]


def use_langchain(docs: WorkOSDocs, model: BaseChatModel) -> list[Document]:
    """Use everything of the LangChain adapter."""
    tools: list[BaseTool] = for_langchain.WorkOSDocsToolkit(
        docs=docs, tools=("workos_search",), language="python", product="sso", max_tokens=500
    ).get_tools()
    agent = create_agent(model, tools=tools)
    agent.invoke({"messages": [{"role": "user", "content": "How do users sign in?"}]})
    retriever = for_langchain.WorkOSDocsRetriever(docs=docs, k=3, kind="guide")
    chain: Runnable[str, str] = retriever | _joined
    chain.invoke("sign in")
    found = retriever.invoke("sign in", k=2, product="sso")
    found += for_langchain.WorkOSDocsLoader("0.2.0", language="js").load()
    found += for_langchain.WorkOSChangelogLoader(package="workos-platform").lazy_load()
    found += for_langchain.WorkOSSdkLoader("python@10.8.0").load()
    try:
        store: VectorStore = docs.as_langchain_vectorstore()
    except MissingExtraError as error:
        raise SystemExit(f"{error.package}: {error.extra}") from error
    embeddings: Embeddings = for_langchain.WorkOSDocsEmbeddings()
    try:
        store.add_documents(found)
    except ReadOnlyError as error:
        found = [one for one in found if one.id != error.collection]
    return [*found, *store.similarity_search_by_vector(embeddings.embed_query("sign in"), k=1)]


def _joined(documents: list[Document]) -> str:
    return "\n\n".join(document.page_content for document in documents)


async def use_llama_index(docs: WorkOSDocs, llm: FunctionCallingLLM) -> list[BaseNode]:
    """Use everything of the LlamaIndex adapter."""
    spec = for_llama_index.WorkOSDocsToolSpec(docs, language="python", max_tokens=500)
    agent = FunctionAgent(tools=spec.to_tool_list(), llm=llm)
    await agent.run("How do users sign in?")
    FunctionAgent(tools=await spec.to_tool_list_async(), llm=llm)
    retriever = for_llama_index.WorkOSDocsRetriever(docs, k=3, kind="guide", product=["sso"])
    RetrieverQueryEngine.from_args(retriever, llm=llm).query("How do users sign in?")
    found: list[NodeWithScore] = await retriever.aretrieve("sign in")
    pages: list[LlamaDocument] = for_llama_index.WorkOSDocsReader(version="0.2.0").load_data()
    pages += for_llama_index.WorkOSChangelogReader(package="workos-platform").lazy_load_data()
    pages += for_llama_index.WorkOSSdkReader(source="node@11.0.0").load_data()
    parser = for_llama_index.WorkOSDocsNodeParser(include_prev_next_rel=False)
    pipeline = IngestionPipeline(
        transformations=[parser, for_llama_index.WorkOSDocsEmbedding(embed_batch_size=8)]
    )
    index: VectorStoreIndex = docs.as_llama_index()
    found += index.as_retriever(similarity_top_k=2).retrieve("sign in")
    return [*pipeline.run(documents=pages), *(scored.node for scored in found)]
