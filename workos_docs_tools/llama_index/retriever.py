"""The retriever: passages as LlamaIndex nodes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever

from workos_docs_tools.docs import WorkOSDocs, default_docs
from workos_docs_tools.llama_index.nodes import scored_node

if TYPE_CHECKING:
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.schema import NodeWithScore, QueryBundle


class WorkOSDocsRetriever(BaseRetriever):
    """Retrieves the passages that answer a query best, with source, score and neighbours.

    Args:
        docs: What to search; the newest documentation, opened on first use, if left out.
        k: Number of nodes.
        product: Slug of a product: `sso`, `authkit`, `directory-sync` ...
        kind: `guide`, `api`, `object`, `event`, `glossary` or `changelog`.
        language: SDK language in which API pages are shown: `python`, `js`, `curl` ...
        callback_manager: LlamaIndex's.
    """

    def __init__(
        self,
        docs: WorkOSDocs | None = None,
        *,
        k: int = 5,
        product: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager=callback_manager)
        self.docs = docs
        self.k = k
        self.product = product
        self.kind = kind
        self.language = language

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        docs = self.docs or default_docs()
        hits = docs.search(
            query_bundle.query_str,
            k=self.k,
            product=self.product,
            kind=self.kind,
            language=self.language,
        )
        return [scored_node(hit, docs.index) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)
