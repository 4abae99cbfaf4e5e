"""The second step: what is known of each candidate. A row of `SIGNALS` is a signal."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from workos_docs_tools.search.late_interaction import GroupMatches, TokenMatches


@dataclass(frozen=True, slots=True)
class Scores:
    """What everything there is scores for one query, in whatever order it is put."""

    token_vectors: NDArray[np.float32] | None
    """The query's tokens, where there is late interaction."""
    words: NDArray[np.float32]
    """BM25 of every node."""
    page_words: NDArray[np.float32]
    """BM25 of every page, in the order of `Catalog.by_path`."""
    cosines: NDArray[np.float32]
    """Similarity of every node."""
    matched: dict[int, tuple[NDArray[np.float32], Sequence[float]]] = field(default_factory=dict)
    """What late interaction has found so far: a node's row of `TokenMatches`, and its parts."""


@dataclass(frozen=True)
class Evidence:
    """What the signals are computed from; everything is in the order of the candidates."""

    words: NDArray[np.float32]
    """BM25 of each candidate."""
    page_words: NDArray[np.float32]
    """BM25 of its page."""
    cosines: NDArray[np.float32]
    """Similarity to the query."""
    pages: NDArray[np.intp]
    """Number of its page."""
    matches: TokenMatches | None
    """How the query's tokens are met, where there are token vectors."""

    @cached_property
    def page_matches(self) -> GroupMatches | None:
        """How all candidates of a page meet them together."""
        return self.matches.grouped(self.pages) if self.matches else None


def node_words(seen: Evidence) -> NDArray[np.float32]:
    """Return BM25 of the node."""
    return seen.words


def node_similarity(seen: Evidence) -> NDArray[np.float32]:
    """Return the cosine similarity of the node."""
    return seen.cosines


def page_words(seen: Evidence) -> NDArray[np.float32]:
    """Return BM25 of the node's page: a good page's other nodes speak for it."""
    return seen.page_words


def node_tokens(seen: Evidence) -> NDArray[np.float32] | None:
    """Return MaxSim of the node."""
    return seen.matches.nodes() if seen.matches else None


def page_tokens(seen: Evidence) -> NDArray[np.float32] | None:
    """Return MaxSim of all candidates of the node's page together."""
    return seen.page_matches.scores() if seen.page_matches else None


def part_tokens(seen: Evidence) -> NDArray[np.float32] | None:
    """Return MaxSim of the node's best part: one paragraph that says it all."""
    return seen.matches.best_parts() if seen.matches else None


if TYPE_CHECKING:
    Signal = Callable[[Evidence], NDArray[np.float32] | None]
    """A score of each candidate, if it can be known."""

SIGNALS: tuple[Signal, ...] = (
    node_words,
    node_similarity,
    page_words,
    node_tokens,
    page_tokens,
    part_tokens,
)
"""Whatever is added up, each standardised. Without any one of them, some score of
`python -m benchmarks.retrieval` is lower."""

CALL_SIGNALS: tuple[Signal, ...] = (node_words, node_similarity, node_tokens, part_tokens)
"""What is added up for a method of an SDK, beside what the documentation says of it; its page is
mostly one node. Without any one of them, fewer tasks of `python -m benchmarks.tasks` have their
call among six: .93 in place of .95."""


def measured(seen: Evidence, signals: Iterable[Signal]) -> list[NDArray[np.float32]]:
    """Return the scores of all signals that can be known."""
    found = (signal(seen) for signal in signals)
    return [scores for scores in found if scores is not None]
