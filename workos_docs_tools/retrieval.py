"""Hybrid search over the nodes of a collection: BM25 and vectors, fused, collapsed, cut to k."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_loaders.mdx import fold
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.ranking import first_of_each, order, reciprocal_rank_fusion
from workos_docs_tools.results import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder
    from workos_docs_tools.lexical import LexicalIndex

DEFAULT_LANGUAGES = ("python", "curl")
"""Languages in which an API page is shown when none, or one it lacks, is asked for."""

_CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; `None` is no restriction."""

    product: str | None = None
    kind: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class SearchIndex:
    """The nodes of one collection, held in memory for searching."""

    nodes: Sequence[Node]
    vectors: NDArray[np.float32]
    """Shape `(len(nodes), dimensions)`, L2-normalised."""
    lexical: LexicalIndex
    embedder: Embedder
    by_path: Mapping[str, Sequence[int]] = field(init=False)
    """Positions of a page's nodes, in page order."""

    def __post_init__(self) -> None:
        by_path: dict[str, list[int]] = defaultdict(list)
        for position, node in enumerate(self.nodes):
            by_path[node.path].append(position)
        object.__setattr__(self, "by_path", by_path)

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """Values that each filter can take, sorted."""
        return {
            name: tuple(sorted({getattr(node, name) for node in self.nodes} - {""}))
            for name in ("product", "kind", "language")
        }

    def search(self, query: str, k: int, filters: Filters) -> list[Hit]:
        """Return the `k` best passages; fewer only where the filters leave fewer.

        Raises:
            InvalidArgumentError: The query is empty, `k` is below 1 or a filter's value unknown.
        """
        query = query.strip()
        if not query:
            raise InvalidArgumentError("query", query, hint="Ask something in a few words.")
        if k < 1:
            raise InvalidArgumentError("k", k, hint="Ask for at least one result.")
        ranked, scores = self.rank(query, self.allowed(filters))
        return self.hits(ranked, filters.language, scores=scores, k=k)

    def rank(
        self, query: str, allowed: NDArray[np.bool_]
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return the allowed positions, best first, and the score of every position."""
        lexical = self.lexical.scores(query)
        dense = self.vectors @ self.embedder.embed_query(query)
        fused = reciprocal_rank_fusion(
            [
                order(lexical, allowed & (lexical > 0))[:_CANDIDATES],
                order(dense, allowed)[:_CANDIDATES],
            ],
            size=len(self.nodes),
        )
        # Beyond the candidates, similarity alone decides, so that k results are k results.
        scores = fused + 1e-6 * dense
        return order(scores, allowed), scores

    def matching(self, query: str, allowed: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return the allowed positions that share a word with the query, best first."""
        return order(self.rank(query, allowed)[1], allowed & (self.lexical.scores(query) > 0))

    def language_variant(self, path: str, language: str | None) -> str:
        """Return the language in which an API page is shown; empty if it has no API reference."""
        languages = [self.nodes[i].language for i in self.by_path[path] if self.nodes[i].language]
        wanted = (language, *DEFAULT_LANGUAGES, *languages)
        return next((item for item in wanted if item in languages), "")

    def page_nodes(self, path: str, language: str | None) -> list[Node]:
        """Return a page's nodes in order, its API reference in one language."""
        shown = {"", self.language_variant(path, language)}
        return [self.nodes[i] for i in self.by_path[path] if self.nodes[i].language in shown]

    def allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """Return which nodes the filters leave: shape `(len(nodes),)`."""
        allowed = np.ones(len(self.nodes), np.bool_)
        for name in ("product", "kind", "language"):
            value = getattr(filters, name)
            if value is None:
                continue
            if value not in self.values[name]:
                raise InvalidArgumentError(name, value, valid=self.values[name])
            if name != "language":
                allowed &= np.array([getattr(node, name) == value for node in self.nodes])
        return allowed

    def hits(
        self,
        ranked: Iterable[int],
        language: str | None,
        *,
        scores: NDArray[np.float32] | None = None,
        k: int | None = None,
    ) -> list[Hit]:
        """Return ranked nodes as hits: one of equal texts, one of an API page, cut to `k`."""
        best = islice(first_of_each(map(int, ranked), lambda i: self._group(i, language)), k)
        return [
            self._hit(rank, float(scores[i]) if scores is not None else 1.0, i, language)
            for rank, i in enumerate(best, 1)
        ]

    def _group(self, position: int, language: str | None) -> str:
        """Return what hits must not share: the page of an API reference, else the text itself."""
        node = self.nodes[position]
        if self.language_variant(node.path, language):
            return node.path
        return re.sub(r"\W+", " ", fold(node.text)).casefold()

    def _hit(self, rank: int, score: float, position: int, language: str | None) -> Hit:
        node = self.nodes[position]
        text = node.text
        variant = self.language_variant(node.path, language)
        if variant:
            # A query may match another language's node; the reader gets the one asked for.
            page = self.page_nodes(node.path, language)
            node = next(item for item in page if item.language)
            text = "\n\n".join(item.text for item in page)
        return Hit(
            rank=rank,
            score=score,
            path=node.path,
            url=node.url,
            page_url=node.page_url,
            title=node.title,
            breadcrumb=node.breadcrumb,
            heading_path=node.heading_path,
            kind=node.kind,
            product=node.product,
            language=node.language,
            text=text,
            version=node.version,
            node_id=node.id,
            condition=node.condition,
            date=node.date,
            deprecated=node.deprecated,
        )
