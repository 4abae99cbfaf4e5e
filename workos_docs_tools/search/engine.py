"""What answers: candidates, signals, order, and the passages that hits show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workos_docs_loaders.markdown.text import fold
from workos_docs_tools.embeddings import TokenEmbedder
from workos_docs_tools.embeddings.vectors import unit_rows
from workos_docs_tools.errors import InvalidArgumentError, InvalidEmbedderError
from workos_docs_tools.results import Hit
from workos_docs_tools.search.bm25 import WordIndex
from workos_docs_tools.search.candidates import candidates, fuse
from workos_docs_tools.search.catalog import SDK
from workos_docs_tools.search.late_interaction import TokenIndex, TokenMatches
from workos_docs_tools.search.passages import INDEPENDENT, Passage, alike, word_scores
from workos_docs_tools.search.priors import entries_asked_for, priors
from workos_docs_tools.search.ranking import Ranking, added, first, order
from workos_docs_tools.search.relevance import falling, relevance
from workos_docs_tools.search.reranking import rerank
from workos_docs_tools.search.signals import SIGNALS, Evidence, Scores, measured
from workos_docs_tools.search.tuning import TUNED, Tuning
from workos_docs_tools.search.unknown import unknown_names
from workos_docs_tools.text.budget import UNLIMITED
from workos_docs_tools.text.excerpts import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from workos_docs_tools.embeddings import Embedder
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.query import Query
    from workos_docs_tools.search.reranking import Reranker
    from workos_docs_tools.search.signals import Signal
    from workos_docs_tools.storage.tokens import StoredTokens


class Found(NamedTuple):
    """What a search gives."""

    hits: list[Hit]
    low_confidence: bool
    """Whether the nodes probably do not answer the query."""
    ranking: Ranking
    """The order that the hits are cut from."""


@dataclass(frozen=True, repr=False)
class Engine:
    """What searches a catalogue."""

    catalog: Catalog
    embedder: Embedder
    tokens: TokenIndex | None = None
    """Token vectors for late interaction; without them the other signals decide."""
    reranker: Reranker | None = None
    """Cross-encoder that orders the best candidates."""
    tuning: Tuning = TUNED
    signals: Sequence[Signal] = SIGNALS

    @classmethod
    def of(
        cls,
        catalog: Catalog,
        embedder: Embedder,
        stored: StoredTokens | None,
        reranker: Reranker | None,
    ) -> Engine:
        """Make the engine of a catalogue."""
        return cls(catalog, embedder, TokenIndex.of(catalog.searched, stored), reranker)

    @cached_property
    def node_words(self) -> WordIndex:
        """BM25 over nodes."""
        texts = [node.embedded_text for node in self.catalog.searched]
        return WordIndex.of(texts, self.catalog.of_sdks.tolist())

    @cached_property
    def page_words(self) -> WordIndex:
        """BM25 over whole pages, in the order of `by_path`; API references as they are searched."""
        pages = [self.catalog.page_nodes(path, None) for path in self.catalog.by_path]
        texts = ["\n".join(f"{node.also}\n{node.text}" for node in nodes) for nodes in pages]
        return WordIndex.of(texts, [nodes[0].kind == SDK for nodes in pages])

    def search(self, query: Query, k: int) -> Found:
        """Return the `k` best passages; fewer only where the filters leave fewer.

        Raises:
            InvalidArgumentError: `k` is below 1.
            InvalidEmbedderError: The model's vectors have other dimensions than the index.
        """
        if not isinstance(k, int) or k < 1:
            raise InvalidArgumentError("k", k, hint="Ask for at least one result.")
        ranking = self.rank(query, self.catalog.allowed(query.filters, query.language))
        tuning = self.tuning
        least = tuning.min_coverage_unknown if ranking.unknown else tuning.min_coverage
        unsure = ranking.coverage < least and not query.named
        return Found(self.hits(query, ranking, k), unsure, ranking)

    def unknown(self, query: Query) -> tuple[str, ...]:
        """Return the names in a query that stand nowhere."""
        if query.named or query.titled:
            return ()
        return unknown_names(query.text, self.node_words.knows, self.catalog.title_words)

    def score(self, query: Query) -> Scores:
        """Return what everything scores for a query, to be ranked as often as wanted.

        Raises:
            InvalidEmbedderError: The model's vectors have other dimensions than the index.
        """
        vector, token_vectors = self._embed(query.text)
        return Scores(
            token_vectors,
            self.node_words.scores(query.tokens),
            self.page_words.scores(query.tokens),
            np.vecdot(self.catalog.vectors, self._compared(query, vector)),
        )

    def rank(self, query: Query, allowed: NDArray[np.bool_], seen: Scores | None = None) -> Ranking:
        """Return the ranking of the nodes that are allowed: candidates, signals, order.

        Args:
            query: What is asked.
            allowed: Which nodes are ranked: shape `(nodes,)`.
            seen: What everything scores for the query, where that is known.
        """
        seen = seen or self.score(query)
        fused = fuse(seen.words, seen.cosines, allowed, self.tuning)
        entries = entries_asked_for(query, self.catalog, fused, self.tuning.entries)
        sure = {*query.named, *sorted(query.start)[:1], *entries}
        picked = candidates(fused, allowed, sure, self.tuning.candidates)

        evidence = self.evidence(picked, seen)
        signals = measured(evidence, self.signals)
        measures = added(signals)
        # Whoever types a page's title, or a name that it defines, wants that page.
        exact = np.isin(picked, list(query.named | query.titled))
        starting = np.isin(picked, list(query.start))
        known = priors(query, picked.tolist(), self.catalog, self.tuning)
        total = self._rerank(query, picked, measures) + known
        total += np.float32(self.tuning.exact_bonus) * exact
        total += np.float32(self.tuning.start_bonus) * starting
        scores = first(total, picked, fused)

        unknown = self.unknown(query)
        pages = evidence.page_matches
        coverage = pages.coverage(self.tuning) if pages else None
        # Fewer signals say less: as much as all would, if the others agreed.
        standing = measures * np.float32(len(self.signals) / len(signals)) + known
        likely = relevance(standing, coverage, self.tuning, has_unknown=bool(unknown))
        likely[exact | starting] = 1
        told = coverage is not None and not (exact | starting).any()
        return Ranking(
            order(scores, allowed).tolist(),
            scores,
            relevance=dict(zip(picked.tolist(), likely.tolist(), strict=True)),
            coverage=float(coverage[total.argmax()]) if told and coverage is not None else inf,
            unknown=unknown,
            seen=seen,
        )

    def matching(self, query: Query, allowed: NDArray[np.bool_]) -> Sequence[int]:
        """Return the allowed positions that share a word with the query, best first."""
        seen = self.score(query)
        return [i for i in self.rank(query, allowed, seen).positions if seen.words[i] > 0]

    def best(self, ranking: Ranking, k: int | None = None) -> dict[int, float]:
        """Return the positions of the `k` best nodes, with their relevance, best first.

        They are one a page, and one of equal texts. Only where these are fewer than `k`, further
        nodes of the same pages follow.
        """
        ranked = ranking.positions
        count = len(ranked) if k is None else min(k, len(ranked))
        found = list(islice(self._first_of_each(ranked, self._hit_of), count))
        if k is not None and len(found) < count:
            found = list(islice(self._first_of_each([*found, *ranked], int), count))
        likely = ranking.relevance
        relevances = falling(1.0 if likely is None else likely.get(one, 0.0) for one in found)
        return dict(zip(found, relevances, strict=True))

    def hits(self, query: Query, ranking: Ranking, k: int | None = None) -> list[Hit]:
        """Return the `k` best nodes as hits."""
        best = self.best(ranking, k)
        # Beyond the candidates, a page's other nodes would only make its hit longer.
        answering = ranking.positions[: self.tuning.candidates]
        # A page's other nodes are shown by its first hit alone.
        firsts = set({self._hit_of(position): position for position in reversed(best)}.values())
        language = query.language
        passages = [
            Passage.of(self.catalog, one, answering if one in firsts else (), language)
            for one in best
        ]
        compared = passages[: self.tuning.cut_to_query]
        positions = set(chain.from_iterable(passage.ranks for passage in compared))
        scores = self._part_scores(query, ranking, positions)
        found = zip(passages, best.values(), strict=True)
        return [
            self._hit(rank, passage, relevance, scores)
            for rank, (passage, relevance) in enumerate(found, 1)
        ]

    def evidence(self, positions: NDArray[np.intp], seen: Scores) -> Evidence:
        """Return what is known of some nodes.

        Args:
            positions: The nodes.
            seen: What everything scores for the query.
        """
        pages = self.catalog.page_numbers[positions]
        return Evidence(
            seen.words[positions],
            seen.page_words[pages],
            seen.cosines[positions],
            pages,
            self._match(seen, positions),
        )

    def _embed(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        tokens: NDArray[np.float32] | None = None
        if self.tokens is not None and isinstance(self.embedder, TokenEmbedder):
            vector, tokens = self.embedder.embed_query_with_tokens(text)
            tokens = tokens[: self.tuning.query_tokens]
        else:
            vector = self.embedder.embed_query(text)
        dimensions = self.catalog.vectors.shape[1:]
        if vector.shape != dimensions:
            raise InvalidEmbedderError(
                f"{self.embedder.name} returns vectors of {vector.size} dimensions, the index was "
                f"built with {dimensions[0]}. Pass the model that built it as embedder=, "
                "or build it again: refresh(), or workos-docs doctor --repair."
            )
        return vector, tokens

    def _compared(self, query: Query, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what nodes are compared with: the query's own vector, or another one."""
        if not query.similar_to:
            return vector
        if isinstance(query.similar_to[0], str):
            vectors = [self._embed(str(text))[0] for text in query.similar_to]
        else:
            vectors = [np.array(query.similar_to, np.float32)]
        if vectors[0].shape != vector.shape:
            hint = f"The vectors of {self.embedder.name} have {vector.size} dimensions."
            raise InvalidArgumentError("similar_to", f"{vectors[0].size} numbers", hint=hint)
        mean: NDArray[np.float32] = unit_rows(np.mean(vectors, axis=0, keepdims=True))[0]
        return mean

    def _match(self, seen: Scores, positions: NDArray[np.intp]) -> TokenMatches | None:
        """Return how the query's tokens are met in some nodes, where both have token vectors."""
        vectors, wanted = seen.token_vectors, positions.tolist()
        if self.tokens is None or vectors is None or not len(vectors) or not wanted:
            return None
        if missing := [position for position in wanted if position not in seen.matched]:
            found = self.tokens.match(vectors, np.array(missing, np.intp))
            seen.matched.update(
                zip(missing, zip(found.best, found.parts, strict=True), strict=True)
            )
        best, parts = zip(*(seen.matched[position] for position in wanted), strict=True)
        return TokenMatches(np.array(best), parts)

    def _rerank(
        self, query: Query, picked: NDArray[np.intp], total: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        if self.reranker is None:
            return total
        texts = [self.catalog.nodes[position].embedded_text for position in picked]
        return rerank(self.reranker, query.text, texts, total, self.tuning.reranked)

    def _first_of_each(
        self, ranked: Iterable[int], key: Callable[[int], Hashable]
    ) -> Iterator[int]:
        """Yield the positions whose key, and whose text, has not been seen before."""
        seen: set[Hashable] = set()
        for position in ranked:
            text = _wording(self.catalog.nodes[position].text)
            group = key(position)
            if not seen & {text, group}:
                seen.add(group)
                yield position
            seen.add(text)

    def _part_scores(
        self, query: Query, ranking: Ranking, positions: set[int]
    ) -> Mapping[int, Sequence[float]]:
        """Return how well each part of some nodes answers, if some do better than others.

        It is one criterion for whatever is cut.
        """
        if ranking.scores is None:
            return {}
        nodes = self.catalog.nodes
        searched = self.catalog.searched_for(positions)
        in_order = np.array(sorted(searched), np.intp)
        matches = self._match(ranking.seen, in_order) if ranking.seen else None
        if matches is None:
            return word_scores(positions, nodes, query.tokens)
        found = dict(zip(in_order.tolist(), matches.parts, strict=True))
        for position in positions - searched:
            standing = self.catalog.stands_for(position)
            found[position] = alike(nodes[position], nodes[standing], found[standing])
        return found

    def _hit_of(self, position: int) -> str:
        """Return what a hit stands for: a page, or one of many independent things on it."""
        node = self.catalog.nodes[position]
        return node.id if node.kind in INDEPENDENT else node.path

    def _hit(
        self,
        rank: int,
        passage: Passage,
        relevance: float,
        scores: Mapping[int, Sequence[float]],
    ) -> Hit:
        node = passage.node
        parts = passage.parts(self.catalog, scores)
        return Hit(
            rank=rank,
            score=relevance,
            path=node.path,
            url=node.url,
            page_url=node.page_url,
            title=node.title,
            breadcrumb=node.breadcrumb,
            heading_path=node.heading_path,
            kind=node.kind,
            product=node.product,
            language=node.language,
            text=cut(parts, UNLIMITED if passage.whole else self.tuning.passage_size(rank)),
            version=node.version,
            node_id=node.id,
            condition=node.condition,
            date=node.date,
            deprecated=node.deprecated,
            parts=parts,
        )


@lru_cache(maxsize=4096)
def _wording(text: str) -> str:
    """Return what texts that say the same have in common."""
    return re.sub(r"\W+", " ", fold(text)).casefold()
