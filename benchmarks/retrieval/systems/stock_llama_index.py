"""LlamaIndex's stock pipeline over the raw files: its parsers and tool, our embedder, Chroma."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import chromadb
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import MarkdownNodeParser, SentenceSplitter
from llama_index.core.tools import RetrieverTool
from llama_index.vector_stores.chroma import ChromaVectorStore

from benchmarks.retrieval.systems import Answer, Passage, System
from benchmarks.retrieval.systems.cached import cached, raw_pages
from workos_docs_tools.llama_index.embeddings import WorkOSDocsEmbedding

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class StockLlamaIndex(System):
    """Similarity search over Markdown sections cut to 1,024 tokens; the tool with its defaults."""

    index: VectorStoreIndex
    tool: RetrieverTool

    def search(self, query: str, k: int, language: str | None) -> Answer:
        """Return the most similar nodes."""
        found = self.index.as_retriever(similarity_top_k=k).retrieve(query)
        return Answer(tuple(Passage(item.metadata["path"], item.get_content()) for item in found))

    def reply(self, query: str, language: str | None) -> str:
        """Return what the retriever tool hands to the model: two nodes."""
        return self.tool.call(query).content


def open_system(version: str) -> AbstractContextManager[System]:
    """Open the store; parses and embeds the files first if need be, for some minutes."""
    embedding = WorkOSDocsEmbedding(embed_batch_size=64)

    def build(directory: Path) -> None:
        VectorStoreIndex.from_documents(
            [Document(text=text, metadata={"path": p}) for p, text in raw_pages(version).items()],
            storage_context=StorageContext.from_defaults(vector_store=_store(directory)),
            transformations=[MarkdownNodeParser(), SentenceSplitter()],
            embed_model=embedding,
        )

    store = _store(cached(f"llama-index-{version}-{embedding.model_name}", build))
    index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
    tool = RetrieverTool.from_defaults(index.as_retriever(), description="Documentation.")
    return nullcontext(StockLlamaIndex(index, tool))


def _store(directory: Path) -> ChromaVectorStore:
    collection = chromadb.PersistentClient(directory).get_or_create_collection("pages")
    return ChromaVectorStore(chroma_collection=collection)
