"""The retriever: passages, nodes or pages as LangChain Documents."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, model_validator

from workos_docs_tools.docs import WorkOSDocs  # noqa: TC001 - pydantic evaluates annotations
from workos_docs_tools.frameworks.chosen import check_choice, chosen_docs
from workos_docs_tools.frameworks.retrieved import Retrieved, Unit, retrieve

if TYPE_CHECKING:
    from langchain_core.callbacks import (
        AsyncCallbackManagerForRetrieverRun,
        CallbackManagerForRetrieverRun,
    )

_FILTERS = ("product", "kind", "language", "exclude_product")


class WorkOSDocsRetriever(BaseRetriever):
    """Retrieves what answers a query best, as Documents with their source.

    `k`, `min_score` and the filters may also be given at each call: `retriever.invoke(query, k=3)`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    docs: WorkOSDocs | None = Field(default=None, exclude=True, repr=False)
    """What to search; a version of the documentation, opened on first use, if left out."""
    version: str | None = None
    """The version that is opened, by default the newest; in place of `docs`."""
    k: int = Field(default=5, ge=1)
    """Number of Documents."""
    product: str | list[str] | None = None
    """Slug of a product, or several: `sso`, `authkit`, `directory-sync` ..."""
    kind: str | None = None
    """`guide`, `api`, `object`, `event`, `glossary` or `changelog`."""
    language: str | None = None
    """SDK language in which API pages are shown: `python`, `js`, `curl` ..."""
    exclude_product: str | list[str] | None = None
    """Slug of a product, or several, that shall not answer."""
    min_score: float = Field(default=0.0, ge=0, le=1)
    """Documents that answer with a lower probability are left out."""
    returns: Unit = "passages"
    """`passages`: what of a page answers the query, joined; `nodes`: the node that answers best,
    with id and text as in the collection; `pages`: the whole page."""
    scores: bool = False
    """Whether metadata holds `rank`, and as `score` the probability that the page answers. They are
    the query's: retrievers that join what several queries found then take one Document for two."""

    @model_validator(mode="after")
    def _check_arguments(self) -> Self:
        check_choice(self.docs, self.version)
        if self.docs is not None:
            self.docs.index.filters(**self._own_filters)
        return self

    @property
    def _own_filters(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _FILTERS}

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **overrides: Any
    ) -> list[Document]:
        return self._search(query, **overrides)

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **overrides: Any
    ) -> list[Document]:
        return await asyncio.to_thread(self._search, query, **overrides)

    def _search(self, query: str, *, k: int | None = None, **filters: Any) -> list[Document]:
        docs = chosen_docs(self.docs, self.version)
        wanted = self.k if k is None else k
        asked = {**self._own_filters, "min_score": self.min_score, **filters}
        found = retrieve(docs, query, self.returns, wanted, asked)
        return [self._document(item) for item in found]

    def _document(self, found: Retrieved) -> Document:
        of_query = {"rank": found.hit.rank, "score": found.hit.score} if self.scores else {}
        metadata = {**found.metadata, **of_query}
        return Document(id=found.id, page_content=found.text, metadata=metadata)
