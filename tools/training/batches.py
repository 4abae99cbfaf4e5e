"""Batches of pairs, each pair with a passage that is like its query and does not answer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from training.loss import Batch, Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from training.pairs import Pair
    from workos_docs_loaders.models import Node

QUERY_TOKENS = 32
PASSAGE_TOKENS = 112
"""As long as the median section with its titles; the search reads 256."""
HARD = 12
"""Negatives are drawn from so many passages that the untrained model takes for the best."""
ALIKE = 0.75
"""Cosine from which a passage may answer as well as the right one, so that it is no negative."""
_COMPARED = 400
"""Characters of a node that are embedded to find what is like it."""


class Example(NamedTuple):
    """A pair and its negative."""

    pair: Pair
    negative: Node


class Embeds(Protocol):
    """The model as it is before training."""

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length 1 a text, as rows."""


def draw(
    kinds: Sequence[tuple[Sequence[Pair], int]], count: int, random: Random
) -> Iterator[list[Pair]]:
    """Yield batches in which no page occurs twice.

    Args:
        kinds: Pairs, and how many of them each batch takes; all are taken once before any again.
        count: Number of batches.
        random: What draws.
    """
    piles: list[list[Pair]] = [[] for _ in kinds]
    for _ in range(count):
        batch: dict[str, Pair] = {}
        for pile, (pairs, share) in zip(piles, kinds, strict=True):
            later: list[Pair] = []
            full = len(batch) + share
            while len(batch) < full:
                pile.extend([] if pile else random.sample(pairs, len(pairs)))
                pair = pile.pop()
                if pair.node.path in batch:
                    later.append(pair)
                batch.setdefault(pair.node.path, pair)
            pile.extend(later)
        yield list(batch.values())


@dataclass(frozen=True, slots=True)
class Miner:
    """Finds what the untrained model confuses."""

    nodes: Sequence[Node]
    vectors: NDArray[np.float32]
    places: dict[str, int]
    """Node ids to rows of the vectors."""

    @classmethod
    def of(cls, nodes: Sequence[Node], embedder: Embeds) -> Miner:
        """Embed the nodes."""
        vectors = embedder.embed_documents([node.embedded_text[:_COMPARED] for node in nodes])
        return cls(nodes, vectors, {node.id: place for place, node in enumerate(nodes)})

    def alike(self, one: Node, other: Node) -> bool:
        """Return whether what one node answers, the other may answer as well.

        What only one version says, the other may say in different words.
        """
        if one.version != other.version or one.path == other.path or _title(one) == _title(other):
            return True
        cosine = self.vectors[self.places[one.id]] @ self.vectors[self.places[other.id]]
        return bool(cosine > ALIKE)

    def examples(
        self, pairs: Sequence[Pair], embedder: Embeds, random: Random
    ) -> Iterator[Example]:
        """Yield each pair with a negative."""
        for pair, query in zip(
            pairs, embedder.embed_documents([pair.query for pair in pairs]), strict=True
        ):
            hard: list[Node] = []
            for place in np.argsort(-(self.vectors @ query)):
                if not self.alike(pair.node, self.nodes[place]):
                    hard.append(self.nodes[place])
                if len(hard) == HARD:
                    break
            yield Example(pair, random.choice(hard))

    def batch(self, examples: Sequence[Example], tokenizer: Tokenizer) -> Batch:
        """Return examples as arrays: the passages are all answers, then all negatives."""
        passages = [
            *((one.pair.passage, one.pair.node) for one in examples),
            *((one.negative.embedded_text, one.negative) for one in examples),
        ]
        allowed = [
            [
                row == place or not self.alike(one.pair.node, node)
                for place, (_, node) in enumerate(passages)
            ]
            for row, one in enumerate(examples)
        ]
        return Batch(
            _texts(tokenizer, [one.pair.query for one in examples], QUERY_TOKENS),
            _texts(tokenizer, [text for text, _ in passages], PASSAGE_TOKENS),
            np.array(allowed),
        )


def _texts(tokenizer: Tokenizer, texts: list[str], length: int) -> Texts:
    tokenizer.enable_truncation(length)
    tokenizer.enable_padding(length=length)
    encoded: Any = tokenizer.encode_batch(texts)
    return Texts(
        np.array([one.ids for one in encoded]), np.array([one.attention_mask for one in encoded])
    )


def _title(node: Node) -> str:
    return (node.heading_path[-1] if node.heading_path else node.title).lower()
