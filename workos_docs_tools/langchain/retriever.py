"""The retriever: passages as LangChain Documents."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from workos_docs_tools.docs import WorkOSDocs, default_docs
from workos_docs_tools.frameworks.metadata import metadata_of

if TYPE_CHECKING:
    from langchain_core.callbacks import (
        AsyncCallbackManagerForRetrieverRun,
        CallbackManagerForRetrieverRun,
    )

    from workos_docs_tools.results import Hit


class WorkOSDocsRetriever(BaseRetriever):
    """Retrieves the passages that answer a query best, as Documents with source and score.

    `k` and the filters may also be given at each call: `retriever.invoke(query, k=3)`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    docs: WorkOSDocs | None = Field(default=None, exclude=True, repr=False)
    """What to search; the newest documentation, opened on first use, if left out."""
    k: int = Field(default=5, ge=1)
    """Number of Documents."""
    product: str | None = None
    """Slug of a product: `sso`, `authkit`, `directory-sync` ..."""
    kind: str | None = None
    """`guide`, `api`, `object`, `event`, `glossary` or `changelog`."""
    language: str | None = None
    """SDK language in which API pages are shown: `python`, `js`, `curl` ..."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **overrides: Any
    ) -> list[Document]:
        return self._search(query, **overrides)

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **overrides: Any
    ) -> list[Document]:
        return await asyncio.to_thread(self._search, query, **overrides)

    def _search(self, query: str, **overrides: Any) -> list[Document]:
        own = {name: getattr(self, name) for name in ("k", "product", "kind", "language")}
        results = (self.docs or default_docs()).search(query, **{**own, **overrides})
        return [_hit_document(hit, results.low_confidence) for hit in results]


def _hit_document(hit: Hit, low_confidence: bool) -> Document:
    metadata = metadata_of(hit)
    metadata |= {"rank": hit.rank, "score": hit.score, "low_confidence": low_confidence}
    return Document(id=hit.node_id, page_content=hit.text, metadata=metadata)
