"""What SDKs have on a question that names their language: calls first, then README sections.

It stands beside the passages of the documentation and takes no place of theirs.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from workos_docs_tools.search.catalog import SDK
from workos_docs_tools.search.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from workos_docs_tools.answers.contents import Contents
    from workos_docs_tools.results import Hit
    from workos_docs_tools.search.catalog import Filters
    from workos_docs_tools.search.engine import Engine
    from workos_docs_tools.search.query import Query
    from workos_docs_tools.search.signals import Scores


def beside(contents: Contents, query: Query, ranking: Ranking, k: int) -> tuple[Hit, ...]:
    """Return what the SDKs of the language that is asked for have on a question.

    Args:
        contents: What answers.
        query: What is asked.
        ranking: How the documentation answers it.
        k: Number of the documentation's passages; a README section must be among as many to count.
    """
    language = query.language or _language_of(contents, query.named)
    table = contents.calls.get(language)
    if table is None or query.filters.kind is not None:
        return ()
    engine, tuning = contents.engine, contents.engine.tuning
    calls = (
        position
        for position in table.ranked(engine, query, ranking)
        if _is_of(contents, position, query.filters)
    )
    chosen = {call: _relevance(contents, call, ranking) for call in islice(calls, tuning.calls)}
    if not query.filters.product:  # No section is about one product alone.
        chosen |= _readme(engine, query, ranking.seen, table.sections, k)
    hits = engine.hits(query, Ranking([*chosen], relevance=chosen))
    return tuple(replace(hit, rank=k + number) for number, hit in enumerate(hits, 1))


def _readme(
    engine: Engine, query: Query, seen: Scores | None, sections: NDArray[np.bool_], k: int
) -> Iterator[tuple[int, float]]:
    """Yield the README sections, and clients, that are among the `k` best nodes of everything.

    Each comes with its relevance.
    """
    catalog = engine.catalog
    allowed = catalog.allowed(query.filters) | sections
    best = engine.best(engine.rank(query, allowed, seen), k)
    found = ((catalog.nodes[position], relevance) for position, relevance in best.items())
    of_sdks = ((node.path, relevance) for node, relevance in found if node.kind == SDK)
    for path, relevance in islice(of_sdks, engine.tuning.readme_hits):
        yield catalog.by_path[path][0], relevance


def _relevance(contents: Contents, position: int, ranking: Ranking) -> float:
    """Return the relevance of a method: that of the page that documents it, or none."""
    positions = contents.catalog.by_path[_page(contents, position)]
    return max((ranking.relevance or {}).get(one, 0.0) for one in positions)


def _page(contents: Contents, position: int) -> str:
    """Return the path of the page that documents a method, or of its own."""
    path = contents.catalog.nodes[position].path
    return contents.catalog.documented.get(path, path)


def _language_of(contents: Contents, named: Collection[int]) -> str:
    """Return the language of the SDK that defines what is asked for, if one does."""
    nodes = (contents.catalog.nodes[position] for position in sorted(named))
    return next((node.language for node in nodes if node.kind == SDK), "")


def _is_of(contents: Contents, position: int, filters: Filters) -> bool:
    """Return whether a method, or the page that documents it, is of a product asked for."""
    catalog = contents.catalog
    first = catalog.by_path[_page(contents, position)][0]
    return filters.admit(catalog.nodes[first].product)
