"""Our own search, whole or with a part of it left out."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from benchmarks.retrieval.systems import Answer, Passage, System
from workos_docs_tools.answers.provisional import LexicalEngine
from workos_docs_tools.answers.serving import Answering, Serving
from workos_docs_tools.docs import WorkOSDocs
from workos_docs_tools.search.engine import Engine
from workos_docs_tools.search.ranking import Ranking, order
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    import numpy as np
    from numpy.typing import NDArray

    from workos_docs_tools.search.query import Query
    from workos_docs_tools.search.signals import Scores


class _WordsOnly(Engine):
    def rank(self, query: Query, allowed: NDArray[np.bool_], seen: Scores | None = None) -> Ranking:
        scores = self.node_words.scores(query.tokens)
        return Ranking(order(scores, allowed).tolist(), scores)


class _VectorsOnly(Engine):
    def rank(self, query: Query, allowed: NDArray[np.bool_], seen: Scores | None = None) -> Ranking:
        scores = self.catalog.vectors @ self.embedder.embed_query(query.text)
        return Ranking(order(scores, allowed).tolist(), scores)


def _made(kind: type[Engine]) -> Callable[[Engine], Engine]:
    """Return what makes another kind of engine of the same parts."""
    return lambda engine: kind(**{part.name: getattr(engine, part.name) for part in fields(engine)})


ABLATIONS: Mapping[str, Callable[[Engine], Engine]] = {
    "lexical": _made(_WordsOnly),
    "dense": _made(_VectorsOnly),
    "provisional": _made(LexicalEngine),
    "no-exact-bonus": lambda engine: replace(
        engine, tuning=replace(engine.tuning, exact_bonus=0.0)
    ),
    "no-late-interaction": lambda engine: replace(engine, tokens=None),
}
"""By variant: the whole engine to one that ranks with less."""


WITH_SDKS = "with-sdks"
"""The variant that has these SDKs beside the documentation; all others have none."""
SDKS = ("python@10.8.0", "node@11.0.0", "authkit-nextjs@4.3.2")


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
    """Open the documentation; `variant` names an ablation, is `with-sdks`, or empty."""
    if variant == WITH_SDKS:
        return nullcontext(OurSearch(WorkOSDocs.open(version, sdks=SDKS)))
    if variant and variant not in ABLATIONS:
        raise SystemExit(f"No variant {variant!r}; known: {', '.join([*ABLATIONS, WITH_SDKS])}.")
    docs = WorkOSDocs.open(version, sdks=())
    if variant:
        docs = WorkOSDocs(_Ablated(docs._serving, ABLATIONS[variant]))
    return nullcontext(OurSearch(docs))


class _Ablated(Serving):
    """What answers with a part of its engine left out: no user can, so nothing else takes it."""

    def __init__(self, whole: Serving, ablation: Callable[[Engine], Engine]) -> None:
        super().__init__(whole.origin, None, opened=whole.opened)
        engine = ablation(whole.contents.engine)
        self._ablated = Answering(replace(whole.contents, engine=engine), "")

    def answering(self) -> Answering:
        return self._ablated
