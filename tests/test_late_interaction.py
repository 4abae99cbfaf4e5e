"""Late interaction: MaxSim over sign bits, and the file that keeps them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from workos_docs_tools.late_interaction import (
    TokenBits,
    TokenIndex,
    recording,
    renew_token_bits,
)
from workos_docs_tools.minilm import MiniLMEmbedder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node


@pytest.fixture
def some_nodes(corpus_nodes: Mapping[str, tuple[Node, ...]]) -> tuple[Node, ...]:
    return corpus_nodes["0.2.0"][:6]


def test_scores_are_the_mean_of_each_query_tokens_best_product_with_signs() -> None:
    generator = np.random.default_rng(0)
    query = generator.normal(size=(3, 16)).astype(np.float32)
    texts = [generator.normal(size=(size, 16)) for size in (2, 5)]
    bits = TokenBits.gather({str(i): np.packbits(text > 0, axis=1) for i, text in enumerate(texts)})
    index = TokenIndex(bits.bits, [bits.rows["0"], bits.rows["1"]])
    expected = [(query @ np.where(text > 0, 1, -1).T).max(axis=1).mean() for text in texts]
    assert index.scores(query, np.array([1, 0])) == pytest.approx(expected[::-1], rel=1e-5)


def test_one_pass_of_the_model_gives_vectors_and_bits(
    some_nodes: tuple[Node, ...], tmp_path: Path
) -> None:
    model = MiniLMEmbedder()
    recorder = recording(model)
    texts = [node.embedded_text for node in some_nodes]
    assert np.array_equal(recorder.embed_documents(texts), model.embed_documents(texts))
    path = tmp_path / "a.tokens.npz"
    renew_token_bits(path, some_nodes, recorder)
    stored = TokenBits.load(path)
    assert stored is not None
    _, bits = model.embed_documents_with_tokens(texts)
    found = stored.find(some_nodes[0].content_hash)
    assert found is not None
    assert np.array_equal(found, bits[0])


def test_bits_in_another_file_of_the_directory_are_not_computed_again(
    some_nodes: tuple[Node, ...], tmp_path: Path
) -> None:
    recorder = recording(MiniLMEmbedder())
    renew_token_bits(tmp_path / "a.tokens.npz", some_nodes, recorder)
    embedded: list[str] = []

    class Counting(MiniLMEmbedder):
        def embed_documents_with_tokens(
            self, texts: Sequence[str]
        ) -> tuple[NDArray[np.float32], list[NDArray[np.uint8]]]:
            embedded.extend(texts)
            return super().embed_documents_with_tokens(texts)

    changed = replace(some_nodes[0], text="Something new.")
    path = tmp_path / "b.tokens.npz"
    renew_token_bits(path, (changed, *some_nodes[1:]), recording(Counting()))
    assert embedded == [changed.embedded_text]
    assert TokenIndex.of((changed, *some_nodes[1:]), TokenBits.load(path)) is not None
    assert TokenIndex.of(some_nodes, TokenBits.load(path)) is None


def test_a_missing_or_damaged_file_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "x.tokens.npz"
    assert TokenBits.load(path) is None
    path.write_bytes(b"not an archive")
    assert TokenBits.load(path) is None
