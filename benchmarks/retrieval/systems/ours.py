"""Our own search, whole or with a part of it left out."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from benchmarks.retrieval.systems import Answer, Passage, System
from workos_docs_tools.docs import Contents, WorkOSDocs
from workos_docs_tools.search.engine import Ranking, SearchIndex
from workos_docs_tools.search.ranking import order
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from contextlib import AbstractContextManager

    import numpy as np
    from numpy.typing import NDArray


class _LexicalOnly(SearchIndex):
    def rank(self, query: str, allowed: NDArray[np.bool_], named: Collection[int] = ()) -> Ranking:
        scores = self.lexical.scores(query)
        return Ranking(order(scores, allowed).tolist(), scores)


class _DenseOnly(SearchIndex):
    def rank(self, query: str, allowed: NDArray[np.bool_], named: Collection[int] = ()) -> Ranking:
        scores = self.vectors @ self.embedder.embed_query(query)
        return Ranking(order(scores, allowed).tolist(), scores)


class _NoUnderstanding(SearchIndex):
    @cached_property
    def titles(self) -> Sequence[frozenset[str]]:
        return [frozenset({""})] * len(self.nodes)

    def rank(self, query: str, allowed: NDArray[np.bool_], named: Collection[int] = ()) -> Ranking:
        return super().rank(query, allowed)


def _made(kind: type[SearchIndex]) -> Callable[[SearchIndex], SearchIndex]:
    """Return what makes another kind of index of the same parts."""
    return lambda index: kind(**{p.name: getattr(index, p.name) for p in fields(index) if p.init})


ABLATIONS: Mapping[str, Callable[[SearchIndex], SearchIndex]] = {
    "lexical": _made(_LexicalOnly),
    "dense": _made(_DenseOnly),
    "no-query-understanding": _made(_NoUnderstanding),
    "no-late-interaction": lambda index: replace(index, tokens=None),
}
"""By variant: the whole index to the same index that ranks with less."""


@dataclass(frozen=True, slots=True)
class OurSearch(System):
    """`WorkOSDocs.search` and the search tool."""

    docs: WorkOSDocs

    def search(self, query: str, k: int, language: str | None) -> Answer:
        """Return the façade's results."""
        results = self.docs.search(query, k=k, language=language)
        passages = tuple(Passage(hit.path, hit.text) for hit in results)
        return Answer(passages, results.low_confidence)

    def reply(self, query: str, language: str | None) -> str:
        """Return the search tool's reply with its default budget."""
        return DocsTools(self.docs).workos_search(query, language=language).text


def open_system(version: str, variant: str = "") -> AbstractContextManager[System]:
    """Open the documentation; `variant` names an ablation, or is empty."""
    if variant and variant not in ABLATIONS:
        raise SystemExit(f"No ablation {variant!r}; known: {', '.join(ABLATIONS)}.")
    docs = _facade(variant).open(version)
    return nullcontext(OurSearch(docs))


def _facade(variant: str) -> type[WorkOSDocs]:
    """Return the façade, over an ablated index if asked: no user can, so it has no argument."""
    if not variant:
        return WorkOSDocs

    class AblatedDocs(WorkOSDocs):
        @cached_property
        def _ablated(self) -> Contents:
            contents = super()._read()
            return replace(contents, index=ABLATIONS[variant](contents.index))

        def _read(self) -> Contents:
            return self._ablated

    return AblatedDocs
