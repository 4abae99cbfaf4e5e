"""Late interaction: how well each word of a query is met in a page, a node, a paragraph.

The default model's own token vectors, reduced to their sign bits (48 bytes a token), serve; no
further model is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log1p, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.search.tuning import Tuning
    from workos_docs_tools.storage.tokens import StoredTokens

_UNPACKED = 512
"""Rows of bits that are numbers at once: few enough for the processor's cache, which takes half the
time, and for the memory of a process."""
_ROWS = 32
_PRODUCT = 1 << 18
"""Rows of a matrix product, and most multiplications in one. OpenBLAS computes small products
faster than their whole, and up to this size without its threads, which wait for each other by
spinning: on two busy cores that takes twenty times as long as the product."""


@dataclass(frozen=True, slots=True)
class TokenMatches:
    """How well the tokens of a query are met in some nodes."""

    best: NDArray[np.float32]
    """Each query token's best cosine in each node: shape `(nodes, query tokens)`."""
    parts: Sequence[Sequence[float]]
    """MaxSim of each node's parts, in their order."""

    def nodes(self) -> NDArray[np.float32]:
        """Return the MaxSim of each node."""
        return _mean(self.best)

    def best_parts(self) -> NDArray[np.float32]:
        """Return the MaxSim of each node's best part."""
        return np.array([max(scores) for scores in self.parts], np.float32)

    def grouped(self, groups: NDArray[np.intp]) -> GroupMatches:
        """Return how well they are met in groups of the nodes.

        Args:
            groups: Number of each node's group, shape `(nodes,)`.
        """
        names, members = np.unique(groups, return_inverse=True)
        together = np.full((len(names), self.best.shape[1]), -np.inf, np.float32)
        np.maximum.at(together, members, self.best)
        return GroupMatches(together, members)


@dataclass(frozen=True, slots=True)
class GroupMatches:
    """How well the tokens of a query are met in groups of nodes."""

    best: NDArray[np.float32]
    """Each query token's best cosine in each group: shape `(groups, query tokens)`."""
    members: NDArray[np.intp]
    """The row of each node's group, shape `(nodes,)`."""

    def scores(self) -> NDArray[np.float32]:
        """Return for each node the MaxSim of its group's nodes together."""
        return _mean(self.best)[self.members]

    def coverage(self, tuning: Tuning) -> NDArray[np.float32]:
        """Return for each node how well its group meets the words that it meets worst.

        Args:
            tuning: How many words, and what a long query gets for them.
        """
        met = np.sort(self.best, axis=1)
        count = met.shape[1]
        worst = met[:, : ceil(count * tuning.unmet_share)]
        covered = _mean(worst)[self.members] + tuning.length_weight * log1p(count)
        return np.asarray(covered, np.float32)


@dataclass(frozen=True, slots=True)
class TokenIndex:
    """The token bits of a fixed list of nodes."""

    bits: NDArray[np.uint8]
    rows: Sequence[slice]
    """Each node's rows of `bits`."""
    parts: Sequence[NDArray[np.intp]]
    """Places in each node's rows at which its parts begin, before them 0 for its titles."""

    @classmethod
    def of(cls, nodes: Sequence[Node], stored: StoredTokens | None) -> TokenIndex | None:
        """Return the index of these nodes; `None` unless each has tokens, and they are stored."""
        nothing = slice(0, 0)
        rows = [stored.rows.get(node.content_hash, nothing) for node in nodes] if stored else []
        if stored is None or any(row.start == row.stop for row in rows):
            return None
        starts = (stored.tokens.starts[row] for row in rows)
        parts = list(map(_part_rows, nodes, starts))
        return cls(stored.tokens.bits, rows, parts)

    def match(self, query: NDArray[np.float32], positions: NDArray[np.intp]) -> TokenMatches:
        """Return how well a query's tokens are met in some nodes.

        MaxSim is the mean over query tokens of the best token's cosine: Khattab and Zaharia,
        "ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction over
        BERT", SIGIR 2020; with signs in place of the passage's vectors.

        Args:
            query: Unit vectors of the query's tokens, shape `(tokens, dimensions)`.
            positions: The nodes, at least one.
        """
        rows = [self.rows[position] for position in positions]
        cosines = _cosines(query, np.concatenate([self.bits[one] for one in rows]))
        starts = _offsets([one.stop - one.start for one in rows])
        parts = [self.parts[position] for position in positions]
        pieces = np.concatenate([start + part for start, part in zip(starts, parts, strict=True)])
        by_part = np.maximum.reduceat(cosines, pieces, axis=1)
        firsts = _offsets([len(part) for part in parts])
        return TokenMatches(
            np.maximum.reduceat(by_part, firsts, axis=1).T,
            [scores[1:].tolist() for scores in np.split(_mean(by_part.T), firsts[1:])],
        )


def _cosines(query: NDArray[np.float32], bits: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the cosines of query tokens and signs: shape `(query tokens, rows of bits)`."""
    dimensions = query.shape[1]
    step = max(_PRODUCT // (_ROWS * dimensions), 1)
    products = np.empty((len(bits), len(query)), np.float32)
    for first in range(0, len(bits), _UNPACKED):
        some = bits[first : first + _UNPACKED]
        padded = np.concatenate([some, np.zeros((-len(some) % _ROWS, bits.shape[1]), np.uint8)])
        signs = np.unpackbits(padded, axis=1, count=dimensions).astype(np.float32)
        batches = signs.reshape(-1, _ROWS, dimensions)
        for start in range(0, len(query), step):
            tokens = query[start : start + step]
            found = (batches @ tokens.T).reshape(len(padded), len(tokens))
            products[first : first + len(some), start : start + step] = found[: len(some)]
    # A bit b stands for the sign 2b - 1, and a vector of signs has the length of a root.
    signed = 2 * products.T - query.sum(axis=1, keepdims=True)
    return np.asarray(signed / sqrt(dimensions), np.float32)


def _mean(best: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return MaxSim from the best cosines, shape `(texts, query tokens)`."""
    return np.asarray(best.mean(axis=1), np.float32)


def _part_rows(node: Node, starts: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Return the first token of the titles, which come before the text, and of each part."""
    first_tokens = np.searchsorted(starts, [0, *(part.embedded_start for part in node.parts)])
    return np.minimum(first_tokens, len(starts) - 1)


def _offsets(sizes: Sequence[int]) -> NDArray[np.intp]:
    """Return where each of several pieces begins when they stand one after the other."""
    return np.cumsum([0, *sizes[:-1]])
