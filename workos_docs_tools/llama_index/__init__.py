"""The documentation for LlamaIndex: readers, node parser, retriever, tools, embedding."""

from __future__ import annotations

from workos_docs_tools.llama_index.embeddings import WorkOSDocsEmbedding
from workos_docs_tools.llama_index.node_parser import WorkOSDocsNodeParser
from workos_docs_tools.llama_index.readers import (
    WorkOSChangelogReader,
    WorkOSDocsReader,
    WorkOSSdkReader,
)
from workos_docs_tools.llama_index.retriever import WorkOSDocsRetriever
from workos_docs_tools.llama_index.tools import WorkOSDocsToolSpec

__all__ = [
    "WorkOSChangelogReader",
    "WorkOSDocsEmbedding",
    "WorkOSDocsNodeParser",
    "WorkOSDocsReader",
    "WorkOSDocsRetriever",
    "WorkOSDocsToolSpec",
    "WorkOSSdkReader",
]
