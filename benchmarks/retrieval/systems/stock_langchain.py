"""LangChain's stock pipeline over the raw files: its splitter and tool, our embedder, Chroma."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import chromadb
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.tools import create_retriever_tool
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.retrieval.systems import Answer, Passage, System
from benchmarks.retrieval.systems.cached import cached, raw_pages
from workos_docs_tools.langchain.embeddings import WorkOSDocsEmbeddings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from langchain_core.tools import BaseTool

_BATCH = 256


@dataclass(frozen=True, slots=True)
class StockLangChain(System):
    """Similarity search over chunks of 1,000 characters; the retriever tool with its defaults."""

    store: Chroma
    tool: BaseTool

    def search(self, query: str, k: int, language: str | None) -> Answer:
        """Return the most similar chunks."""
        found = self.store.similarity_search(query, k=k)
        return Answer(tuple(Passage(item.metadata["path"], item.page_content) for item in found))

    def reply(self, query: str, language: str | None) -> str:
        """Return what the retriever tool hands to the model: four chunks."""
        return str(self.tool.invoke({"query": query}))


def open_system(version: str) -> AbstractContextManager[System]:
    """Open the store; splits and embeds the files first if need be, for some minutes."""
    embeddings = WorkOSDocsEmbeddings()

    def build(directory: Path) -> None:
        documents = [Document(text, metadata={"path": p}) for p, text in raw_pages(version).items()]
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        chunks, store = splitter.split_documents(documents), _store(directory, embeddings)
        for start in range(0, len(chunks), _BATCH):
            store.add_documents(chunks[start : start + _BATCH])

    name = f"langchain-{version}-{embeddings.model_name}"
    store = _store(cached(name, build), embeddings)
    tool = create_retriever_tool(store.as_retriever(), "search", "Search the documentation.")
    return nullcontext(StockLangChain(store, tool))


def _store(directory: Path, embeddings: WorkOSDocsEmbeddings) -> Chroma:
    client = chromadb.PersistentClient(directory)
    return Chroma("pages", embeddings, client=client)
