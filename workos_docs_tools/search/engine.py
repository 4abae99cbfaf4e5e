"""Hybrid search over the nodes of a collection: candidates fused, scored, merged by page."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workos_docs_loaders.text import fold
from workos_docs_tools.embeddings import TokenEmbedder
from workos_docs_tools.errors import InvalidArgumentError, InvalidEmbedderError
from workos_docs_tools.languages import mentioned_language, shown_language
from workos_docs_tools.results import Hit
from workos_docs_tools.search.bm25 import LexicalIndex, tokenize
from workos_docs_tools.search.late_interaction import TokenIndex
from workos_docs_tools.search.passages import passage, passage_size
from workos_docs_tools.search.ranking import order, reciprocal_rank_fusion, standardise
from workos_docs_tools.search.reranking import rerank

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder
    from workos_docs_tools.index.store import Records
    from workos_docs_tools.index.tokens import StoredTokens
    from workos_docs_tools.search.reranking import Reranker

_FUSED = 100
"""Length of each ranking that is fused."""
_CANDIDATES = 40
"""Units (`SearchIndex.units`) that are scored by everything we know. 48 or 64 find no more and take
longer; with 32, page@5 and evidence in the reply are .005 lower (`python -m benchmarks.retrieval`,
all files)."""
_QUERY_TOKENS = 256
"""Tokens of a query for late interaction: a log file that someone pastes has many thousands."""
_EXACT = 12.0
"""Bonus: two standard deviations in each signal. With it .97 of the titles and .99 of the API names
bring their page first, without it .85 and .82 (`python -m benchmarks.retrieval.exact`)."""
_LEADING = 3
_COVERED = 0.402
"""Coverage below which the three best nodes are taken not to answer: of the answerable hand-written
questions 5% lie below, of users' own 2%, of the unanswerable ones 51%
(`python -m benchmarks.retrieval.calibration`)."""
_SINGLE = {"event", "glossary"}
"""Kinds of which a page holds many independent ones: each is a hit of its own."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to, and the language in which it shows API pages."""

    product: str | None = None
    kind: str | None = None
    language: str | None = None


class Found(NamedTuple):
    """What a search gives."""

    hits: list[Hit]
    low_confidence: bool
    """Whether the nodes probably do not answer the query."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Nodes in the order in which they answer a query."""

    positions: Sequence[int]
    """The nodes, best first."""
    scores: NDArray[np.float32] | None = None
    """Score of every node of the index, if some answer better than others."""
    gains: Mapping[int, Sequence[float]] = field(default_factory=dict)
    """What each part of a node is worth, where that is known."""
    coverage: float = inf
    """How well the first nodes meet the query's words (`TokenMatches.coverage`), if that tells."""


@dataclass(frozen=True, repr=False)
class SearchIndex:
    """The nodes of one collection, held in memory for searching."""

    nodes: Sequence[Node]
    vectors: NDArray[np.float32]
    """Shape `(len(nodes), dimensions)`, L2-normalised."""
    embedder: Embedder
    tokens: TokenIndex | None = None
    """Token vectors for late interaction; without them the other signals decide."""
    reranker: Reranker | None = None
    """Cross-encoder that orders the best candidates."""
    by_path: Mapping[str, Sequence[int]] = field(init=False)
    """Positions of a page's nodes, in page order."""

    @classmethod
    def of(
        cls,
        records: Records,
        embedder: Embedder,
        stored: StoredTokens | None,
        reranker: Reranker | None,
    ) -> SearchIndex:
        """Make the index of a collection's records."""
        tokens = TokenIndex.of(records.nodes, stored)
        return cls(records.nodes, records.vectors, embedder, tokens, reranker)

    def __post_init__(self) -> None:
        by_path: dict[str, list[int]] = defaultdict(list)
        for position, node in enumerate(self.nodes):
            by_path[node.path].append(position)
        object.__setattr__(self, "by_path", dict(by_path))

    @cached_property
    def lexical(self) -> LexicalIndex:
        """BM25 over nodes."""
        return LexicalIndex.build([node.embedded_text for node in self.nodes])

    @cached_property
    def titles(self) -> Sequence[frozenset[str]]:
        """Search tokens of every node's page title."""
        words = {title: frozenset(tokenize(title)) for title in {n.title for n in self.nodes}}
        return [words[node.title] for node in self.nodes]

    @cached_property
    def pages(self) -> LexicalIndex:
        """BM25 over whole pages, in the order of `by_path`; API references in one language."""
        texts = ("\n".join(n.text for n in self.page_nodes(path, None)) for path in self.by_path)
        return LexicalIndex.build(list(texts))

    @cached_property
    def page_numbers(self) -> NDArray[np.intp]:
        """Number of every node's page, in the order of `by_path`."""
        numbers = {path: number for number, path in enumerate(self.by_path)}
        return np.array([numbers[node.path] for node in self.nodes], np.intp)

    @cached_property
    def units(self) -> NDArray[np.intp]:
        """The first node of the same unit: of an API page in all languages, else each node."""
        units = np.arange(len(self.nodes))
        for positions in self.by_path.values():
            if any(self.nodes[i].language for i in positions):
                units[positions] = positions[0]
        return units

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """Values that each filter can take, sorted."""
        return {
            name: tuple(sorted({getattr(node, name) for node in self.nodes} - {""}))
            for name in ("product", "kind", "language")
        }

    def search(self, query: str, k: int, filters: Filters, *, named: Collection[int] = ()) -> Found:
        """Return the `k` best passages; fewer only where the filters leave fewer.

        Args:
            query: What is asked.
            k: Number of hits.
            filters: What to search in.
            named: Positions of the nodes that define the query, if it is an exact name.

        Raises:
            InvalidArgumentError: The query is empty, `k` is below 1 or a filter's value unknown.
            InvalidEmbedderError: The model's vectors have other dimensions than the index.
        """
        query = query.strip()
        if not query:
            raise InvalidArgumentError("query", query, hint="Ask something in a few words.")
        if not isinstance(k, int) or k < 1:
            raise InvalidArgumentError("k", k, hint="Ask for at least one result.")
        ranking = self.rank(query, self.allowed(filters), named)
        language = filters.language or mentioned_language(query) or self.spelled_in([query], named)
        hits = self.hits(ranking, language, k)
        return Found(hits, ranking.coverage < _COVERED)

    def rank(self, query: str, allowed: NDArray[np.bool_], named: Collection[int] = ()) -> Ranking:
        """Return the ranking of the nodes that are allowed.

        Reciprocal rank fusion of BM25 and cosine similarity finds the candidates. Their order is
        the plain sum of what is known of them, each standardised over the candidates: BM25 of the
        node and of its page, cosine, and MaxSim of the node, its page and its best part. Equal
        weights: on no question file did other ones do better by more than chance.
        """
        lexical = self.lexical.scores(query)
        vector, tokens = self._embed(query)
        dense = np.vecdot(self.vectors, vector)
        fused = reciprocal_rank_fusion(
            [
                order(lexical, allowed & (lexical > 0))[:_FUSED],
                order(dense, allowed)[:_FUSED],
            ],
            size=len(self.nodes),
        )
        # Beyond the candidates, similarity alone decides, so that k results are k results.
        scores = fused + 1e-6 * dense
        preferred = scores.copy()
        preferred[list(named)] += 1
        ranked = order(preferred, allowed)
        firsts = np.unique(self.units[ranked], return_index=True)[1]
        candidates = ranked[np.sort(firsts)[:_CANDIDATES]]
        pages = self.page_numbers[candidates]
        signals = [lexical[candidates], dense[candidates], self.pages.scores(query)[pages]]
        matches = None
        if self.tokens is not None and tokens is not None and len(tokens) and len(candidates):
            matches = self.tokens.match(tokens, candidates)
            signals += [matches.nodes(), matches.groups(pages), matches.best_parts()]
        total = np.sum([standardise(signal) for signal in signals], axis=0)
        if self.reranker is not None:
            texts = [self.nodes[position].embedded_text for position in candidates]
            total = rerank(self.reranker, query, texts, total)
        # Whoever types a page's title, or a name that it defines, wants that page.
        words = frozenset(tokenize(query))
        exact = np.array(
            [i in named or (bool(words) and self.titles[i] == words) for i in candidates], np.bool_
        )
        total += _EXACT * exact
        scores[candidates] = 1 + total - total.min(initial=0)
        positions = order(scores, allowed).tolist()
        if matches is None:
            return Ranking(positions, scores)
        leading = np.argsort(-total, kind="stable")[:_LEADING]
        return Ranking(
            positions,
            scores,
            gains=dict(zip(candidates.tolist(), matches.parts, strict=True)),
            coverage=inf if exact.any() else matches.coverage(leading),
        )

    def matching(self, query: str, allowed: NDArray[np.bool_]) -> Sequence[int]:
        """Return the allowed positions that share a word with the query, best first."""
        shared = self.lexical.scores(query) > 0
        return [i for i in self.rank(query, allowed).positions if shared[i]]

    def language_variant(self, path: str, language: str | None) -> str:
        """Return the language in which an API page is shown; empty if it has no API reference."""
        languages = [self.nodes[i].language for i in self.by_path[path] if self.nodes[i].language]
        return shown_language(languages, language)

    def spelled_in(self, spellings: Iterable[str], nodes: Iterable[int]) -> str | None:
        """Return the language in which some nodes spell a name just so; the default if it does.

        Args:
            spellings: The name, most precise first.
            nodes: What defines it.
        """
        defining = [self.nodes[i] for i in nodes if self.nodes[i].language]
        for name in spellings:
            languages = [node.language for node in defining if name in node.text]
            if languages:
                return shown_language(languages)
        return None

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

    def hits(self, ranking: Ranking, language: str | None, k: int | None = None) -> list[Hit]:
        """Return ranked nodes as hits: one a page, one of equal texts, cut to `k`.

        Only where that gives fewer than `k` are further nodes of the same pages hits too.
        """
        # Beyond the candidates, a page's other nodes would only make its hit longer.
        answering = ranking.positions[:_CANDIDATES]
        best = list(islice(self._first_of_each(ranking.positions, self._page), k))
        further: list[int] = []
        if k is not None and len(best) < k:
            units = self._first_of_each([*best, *ranking.positions], self.units.item)
            further = list(islice(units, len(best), k))
        return [
            self._hit(rank, position, ranking, shown, language)
            for rank, (position, shown) in enumerate(
                chain(((i, answering) for i in best), ((i, [i]) for i in further)), 1
            )
        ]

    def _embed(self, query: str) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        tokens: NDArray[np.float32] | None = None
        if self.tokens is not None and isinstance(self.embedder, TokenEmbedder):
            vector, tokens = self.embedder.embed_query_with_tokens(query)
            tokens = tokens[:_QUERY_TOKENS]
        else:
            vector = self.embedder.embed_query(query)
        if vector.shape != self.vectors.shape[1:]:
            raise InvalidEmbedderError(
                f"{self.embedder.name} returns vectors of {vector.size} dimensions, the index was "
                f"built with {self.vectors.shape[1]}. Pass the model that built it as embedder=."
            )
        return vector, tokens

    def _first_of_each(
        self, ranked: Iterable[int], key: Callable[[int], Hashable]
    ) -> Iterator[int]:
        """Yield the positions whose key, and whose text, has not been seen before."""
        seen: set[Hashable] = set()
        for position in ranked:
            text = re.sub(r"\W+", " ", fold(self.nodes[position].text)).casefold()
            unit = key(position)
            if not seen & {text, unit}:
                seen.add(unit)
                yield position
            seen.add(text)

    def _page(self, position: int) -> str:
        """Return what a hit stands for: a page, or one of many independent things on it."""
        node = self.nodes[position]
        return node.id if node.kind in _SINGLE else node.path

    def _hit(
        self,
        rank: int,
        position: int,
        ranking: Ranking,
        answering: Sequence[int],
        language: str | None,
    ) -> Hit:
        node = self.nodes[position]
        if node.kind in _SINGLE:
            text = node.text
        elif self.language_variant(node.path, language):
            # A query may match another language's node; the reader gets the one asked for, whole.
            page = self.page_nodes(node.path, language)
            node = next(item for item in page if item.language)
            text = "\n\n".join(item.text for item in page)
        else:
            others = (i for i in answering if i != position and self.nodes[i].path == node.path)
            text = passage(
                {i: self.nodes[i].text for i in self.by_path[node.path]},
                [position, *others],
                ranking.gains,
                passage_size(rank),
            )
        return Hit(
            rank=rank,
            score=1.0 if ranking.scores is None else float(ranking.scores[position]),
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
