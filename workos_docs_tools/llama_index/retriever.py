"""The retriever: passages as LlamaIndex nodes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_retriever import BaseRetriever

from workos_docs_tools.arguments import probability
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.frameworks.chosen import check_choice, chosen_docs
from workos_docs_tools.frameworks.retrieved import Unit, checked_unit, retrieve
from workos_docs_tools.llama_index.nodes import scored_node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.schema import NodeWithScore, QueryBundle

    from workos_docs_tools.docs import WorkOSDocs


DEFAULT_K = 5


class WorkOSDocsRetriever(BaseRetriever):
    """Retrieves what answers a query best, with source, probability as score, and neighbours.

    What a query transformation such as HyDE adds to a query, its `custom_embedding_strs` or
    `embedding`, takes the query's place where texts are compared by meaning; an embedding of
    another size, as other retrievers leave it behind, does not.

    Args:
        docs: What to search; a version of the documentation, opened on first use, if left out.
        version: The version that is opened, by default the newest; in place of `docs`.
        k: Number of nodes, 5 if left out.
        product: Slug of a product, or several: `sso`, `authkit`, `directory-sync` ...
        kind: `guide`, `api`, `object`, `event`, `glossary` or `changelog`.
        language: SDK language in which API pages are shown: `python`, `js`, `curl` ...
        exclude_product: Slug of a product, or several, that shall not answer.
        min_score: Nodes that answer with a lower probability, 0 to 1, are left out, as by a
            `SimilarityPostprocessor`.
        returns: `passages`: what of a page answers the query, joined from its nodes under an id
            of its own; `nodes`: the node that answers best, with id, text and hash as in the index;
            `pages`: the whole page.
        similarity_top_k: LlamaIndex's name for `k`.
        callback_manager: LlamaIndex's.

    Raises:
        InvalidArgumentError: `k` is below 1, `min_score` no probability, a filter's value unknown,
            or `version` given with `docs`. Values are known once the documentation is opened.
    """

    def __init__(
        self,
        docs: WorkOSDocs | None = None,
        *,
        version: str | None = None,
        k: int | None = None,
        product: str | Sequence[str] | None = None,
        kind: str | None = None,
        language: str | None = None,
        exclude_product: str | Sequence[str] | None = None,
        min_score: float = 0.0,
        returns: Unit = "passages",
        similarity_top_k: int | None = None,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager=callback_manager)
        check_choice(docs, version)
        self.docs = docs
        self.version = version
        self.similarity_top_k = _size(k, similarity_top_k)
        self.min_score = probability("min_score", min_score)
        self.returns = checked_unit(returns)
        self.filters: dict[str, Any] = {
            "product": product,
            "kind": kind,
            "language": language,
            "exclude_product": exclude_product,
        }
        """The filters of every search."""
        if docs is not None:
            docs.index.filters(**self.filters)

    @property
    def k(self) -> int:
        """Number of nodes."""
        return self.similarity_top_k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        docs = chosen_docs(self.docs, self.version)
        asked = {
            **self.filters,
            "min_score": self.min_score,
            "similar_to": _similar_to(query_bundle, docs),
        }
        with docs.pinned():
            found = retrieve(docs, query_bundle.query_str, self.returns, self.k, asked)
            return [scored_node(item, docs.index) for item in found]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _size(k: int | None, similarity_top_k: int | None) -> int:
    """Return the number of nodes that one of its two names says."""
    given = {"k": k, "similarity_top_k": similarity_top_k}
    named = {name: value for name, value in given.items() if value is not None}
    for name, value in named.items():
        if not isinstance(value, int) or value < 1:
            raise InvalidArgumentError(name, value, hint="Ask for at least one result.")
    if len({*named.values()}) > 1:
        raise InvalidArgumentError("k", k, hint=f"similarity_top_k={similarity_top_k} is the same.")
    return next(iter(named.values()), DEFAULT_K)


def _similar_to(bundle: QueryBundle, docs: WorkOSDocs) -> list[Any] | None:
    """Return what stands for a query where texts are compared by meaning, if not the query."""
    if bundle.custom_embedding_strs:
        return bundle.custom_embedding_strs
    fits = bundle.embedding and len(bundle.embedding) == docs.index.vectors.shape[1]
    return bundle.embedding if fits else None
