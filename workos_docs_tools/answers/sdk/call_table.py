"""The methods of SDKs, to be found by what they are for."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_loaders.sdk import method_path
from workos_docs_loaders.sdk.joining.names import words
from workos_docs_tools.answers.spelling import normalise
from workos_docs_tools.search.bm25 import WordIndex
from workos_docs_tools.search.ranking import Ranking, added
from workos_docs_tools.search.signals import CALL_SIGNALS, measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_loaders.sdk import SdkMethod
    from workos_docs_tools.answers.sdk.loaded import Sdks
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.engine import Engine
    from workos_docs_tools.search.query import Query

_CALLED = re.compile(r"([A-Za-z_][\w.]*)\(")
_LINK = re.compile(r"\]\((https?://[^)#\s]+)")


@dataclass(frozen=True)
class CallTable:
    """The methods that SDKs have in one language, to be found by what they are for."""

    heads: NDArray[np.intp]
    """Position of the first node of each method's own page."""
    sections: NDArray[np.bool_]
    """Which nodes are of these SDKs and of no method: READMEs, clients. Shape `(nodes,)`."""
    pages: Sequence[Sequence[int]]
    """Positions of the searched nodes of the page that documents each; none where none does."""
    names: WordIndex
    """The words of their names."""
    named: Mapping[str, frozenset[int]]
    """Numbers of methods by what a passage can call them: a name, or the URL of their page."""

    @classmethod
    def of(cls, catalog: Catalog, sdks: Sdks, language: str) -> CallTable | None:
        """Return the table of a language; None where no SDK is in it."""
        found = [
            (method, catalog.by_path[method_path(sdk.package.snapshot, method)][0], sdk)
            for sdk in sdks
            if sdk.language == language
            for method in sdk.package.methods
        ]
        if not found:
            return None
        pages = [
            catalog.by_path.get(sdk.pages.get(method.name, ""), ()) for method, _, sdk in found
        ]
        named: dict[str, set[int]] = defaultdict(set)
        for number, ((method, _, _), page) in enumerate(zip(found, pages, strict=True)):
            for key in _keys(method, [catalog.nodes[position] for position in page]):
                named[key].add(number)
        heads = np.array([head for _, head, _ in found], np.intp)
        of_methods = np.isin(catalog.page_numbers, catalog.page_numbers[heads])
        return cls(
            heads,
            catalog.spoken(language) & ~of_methods,
            [sorted(catalog.searched_for(page)) for page in pages],
            WordIndex.of([method.name for method, _, _ in found]),
            {key: frozenset(numbers) for key, numbers in named.items()},
        )

    def ranked(self, engine: Engine, query: Query, ranking: Ranking) -> list[int]:
        """Return the positions of the methods, best first.

        A method is what its own page says, what the page that documents it says, and what the
        passages that answer say of it.

        Args:
            engine: What searches the nodes.
            query: What is asked.
            ranking: How the documentation answers it.
        """
        scores = ranking.seen or engine.score(query)
        seen = engine.evidence(self.heads, scores)
        signals = [
            *measured(seen, CALL_SIGNALS),
            self.names.scores(query.tokens),
            self._of_pages(scores.words),
            self._of_pages(scores.cosines),
            self._mentioned(engine, ranking),
        ]
        total = added(signals)
        total[np.isin(self.heads, list(query.named))] = np.inf
        return [int(position) for position in self.heads[np.argsort(-total, kind="stable")]]

    def _of_pages(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the best score of the page that documents each; where none does, their mean."""
        best = np.array([scores[[*page]].max() if page else np.nan for page in self.pages])
        mean = np.nanmean(best) if not np.isnan(best).all() else 0.0
        return np.asarray(np.nan_to_num(best, nan=mean), np.float32)

    def _mentioned(self, engine: Engine, ranking: Ranking) -> NDArray[np.float32]:
        """Return how early the passages that answer mention each: 1 the first, 1/2 the second."""
        found = np.zeros(len(self.heads), np.float32)
        leading = ranking.positions[: engine.tuning.mentioning]
        for rank, position in reversed([*enumerate(leading, 1)]):
            for key in _mentions(engine.catalog.nodes[position]):
                found[[*self.named.get(key, ())]] = 1 / rank
        return found


def _keys(method: SdkMethod, page: Sequence[Node]) -> Iterator[str]:
    """Yield what a passage can call a method; a single word without its service is too little."""
    names = [method.name, *method.aliases, *chain.from_iterable(node.names for node in page)]
    for name in names:
        owner, _, called = name.rpartition(".")
        if owner:
            yield normalise(name)
            if len([*words(called)]) > 1:
                yield normalise(called)
    yield from (node.page_url for node in page[:1])


def _mentions(node: Node) -> Iterator[str]:
    """Yield what a passage calls, what it links to, and the page that it is of."""
    yield node.page_url
    yield from _LINK.findall(node.text)
    for name in _CALLED.findall(node.text):
        yield normalise(name)
        owner, _, called = name.rpartition(".")
        if owner:
            # `workos.portal.generateLink` as `portal.generateLink` and `generateLink`.
            yield normalise(name.partition(".")[2])
            yield normalise(called)
