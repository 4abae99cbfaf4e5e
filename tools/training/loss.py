"""How badly a model tells the passages of a batch apart, by vector and by late interaction.

The search uses both: the cosine of mean vectors, and MaxSim over the vectors of tokens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp

from training.minilm import token_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from training.minilm import Weights

SCALE = 20.0
"""Inverse temperature of the softmax over passages, as the model was trained with by its makers."""


class Texts(NamedTuple):
    """Texts as the model takes them."""

    ids: NDArray[np.int64]
    """Shape `(texts, tokens)`."""
    mask: NDArray[np.int64]
    """1 for a token and 0 for padding, of the same shape."""


class Batch(NamedTuple):
    """Queries, and passages of which the first ones answer them in order."""

    queries: Texts
    passages: Texts
    allowed: NDArray[np.bool_]
    """Which passages a query is compared with: shape `(queries, passages)`."""


def loss(weights: Weights, batch: Batch) -> jax.Array:
    """Return the sum of two cross-entropies over each query's allowed passages."""
    queries = token_vectors(weights, *batch.queries)
    passages = token_vectors(weights, *batch.passages)
    cosines = _mean(queries, batch.queries.mask) @ _mean(passages, batch.passages.mask).T
    scores = (cosines, _maxsim(queries, passages, batch))
    return sum(
        (_cross_entropy(jnp.where(batch.allowed, SCALE * some, -jnp.inf)) for some in scores),
        start=jnp.zeros(()),
    )


def _maxsim(queries: jax.Array, passages: jax.Array, batch: Batch) -> jax.Array:
    asked, own = _own(batch.queries.mask), _own(batch.passages.mask)
    cosines = jnp.einsum("qid,pjd->qpij", _unit(queries), _unit(passages))
    best = jnp.where(own[None, :, None, :], cosines, -1).max(axis=-1)
    return (best * asked[:, None, :]).sum(axis=-1) / asked.sum(axis=-1)[:, None]


def _own(mask: jax.Array) -> jax.Array:
    """Return which tokens are the text's own: not the model's start and end."""
    followed = jnp.pad(mask[:, 1:], ((0, 0), (0, 1)))
    return (mask * followed).at[:, 0].set(0) > 0


def _mean(vectors: jax.Array, mask: jax.Array) -> jax.Array:
    return _unit((vectors * mask[..., None]).sum(axis=1))


def _unit(vectors: jax.Array) -> jax.Array:
    return vectors / jnp.linalg.norm(vectors, axis=-1, keepdims=True)


def _cross_entropy(logits: jax.Array) -> jax.Array:
    return -jnp.diagonal(jax.nn.log_softmax(logits)).mean()
