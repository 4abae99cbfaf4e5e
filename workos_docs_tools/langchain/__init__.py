"""The documentation for LangChain: loaders, retriever, tools, embeddings."""

from __future__ import annotations

from workos_docs_tools.langchain.embeddings import WorkOSDocsEmbeddings
from workos_docs_tools.langchain.loaders import (
    WorkOSChangelogLoader,
    WorkOSDocsLoader,
    WorkOSSdkLoader,
)
from workos_docs_tools.langchain.retriever import WorkOSDocsRetriever
from workos_docs_tools.langchain.toolkit import WorkOSDocsToolkit

__all__ = [
    "WorkOSChangelogLoader",
    "WorkOSDocsEmbeddings",
    "WorkOSDocsLoader",
    "WorkOSDocsRetriever",
    "WorkOSDocsToolkit",
    "WorkOSSdkLoader",
]
