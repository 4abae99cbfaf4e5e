"""MiniLM in JAX: the weights of an ONNX export, their forward pass, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
from onnx import numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping

    import onnx

    Weights = Mapping[str, jax.Array]
    """By their names in the ONNX export."""

LAYERS = 6
HEADS = 12
EPSILON = 1e-12
_EMBEDDINGS = ".model.embeddings.{}_embeddings.weight"


def read_weights(model: onnx.ModelProto) -> dict[str, jax.Array]:
    """Return the floating-point weights of the ONNX export."""
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    return {name: jnp.asarray(a) for name, a in arrays.items() if a.dtype == np.float32}


def write_weights(model: onnx.ModelProto, weights: Weights) -> None:
    """Put weights in the place of the model's own."""
    for tensor in model.graph.initializer:
        if tensor.name in weights:
            tensor.CopyFrom(numpy_helper.from_array(np.asarray(weights[tensor.name]), tensor.name))


def token_vectors(weights: Weights, ids: jax.Array, mask: jax.Array) -> jax.Array:
    """Return the model's output, shape `(texts, tokens, dimensions)`.

    Args:
        weights: As `read_weights` returns them.
        ids: Token ids, shape `(texts, tokens)`.
        mask: 1 for a token and 0 for padding, of the same shape.
    """
    hidden = weights[_EMBEDDINGS.format("word")][ids]
    hidden += weights[_EMBEDDINGS.format("position")][: ids.shape[1]]
    hidden += weights[_EMBEDDINGS.format("token_type")][0]
    hidden = _normalise(weights, "model.layers.-1.embeddings_norm_layernorm", hidden)
    unseen = jnp.where(mask[:, None, None, :] > 0, 0, -jnp.inf)
    for number in range(LAYERS):
        layer = f"model.layers.{number}"
        hidden += _attention(weights, f"{layer}.attn", hidden, unseen)
        hidden = _normalise(weights, f"{layer}.attention_output_norm_layernorm", hidden)
        inner = jax.nn.gelu(_linear(weights, f"{layer}.mlp.fc1", hidden), approximate=False)
        hidden += _linear(weights, f"{layer}.mlp.fc2", inner)
        hidden = _normalise(weights, f"{layer}.mlp_output_norm_layernorm", hidden)
    return hidden


def _attention(weights: Weights, name: str, hidden: jax.Array, unseen: jax.Array) -> jax.Array:
    texts, tokens, dimensions = hidden.shape
    queries, keys, values = (
        _linear(weights, f"{name}.{part}_proj", hidden).reshape(texts, tokens, HEADS, -1)
        for part in "qkv"
    )
    logits = jnp.einsum("tqhd,tkhd->thqk", queries, keys) / np.sqrt(dimensions // HEADS)
    seen = jnp.einsum("thqk,tkhd->tqhd", jax.nn.softmax(logits + unseen), values)
    return _linear(weights, f"{name}.o_proj", seen.reshape(hidden.shape))


def _linear(weights: Weights, name: str, hidden: jax.Array) -> jax.Array:
    return hidden @ weights[f"{name}.MatMul.weight"] + weights[f"{name}.Add.bias"]


def _normalise(weights: Weights, name: str, hidden: jax.Array) -> jax.Array:
    centred = hidden - hidden.mean(axis=-1, keepdims=True)
    variance = (centred**2).mean(axis=-1, keepdims=True)
    scaled = centred * jax.lax.rsqrt(variance + EPSILON)
    return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]
