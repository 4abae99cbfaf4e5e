"""The file of a collection's tokens: made in one pass with the vectors, found again by content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from workos_docs_tools.embeddings.minilm import MODEL_NAME, MiniLMEmbedder, TextTokens
from workos_docs_tools.errors import StoreError
from workos_docs_tools.index.tokens import StoredTokens, recording, renew_tokens
from workos_docs_tools.search.late_interaction import TokenIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node


@pytest.fixture
def some_nodes(corpus_nodes: Mapping[str, tuple[Node, ...]]) -> tuple[Node, ...]:
    return corpus_nodes["0.2.0"][:6]


def test_one_pass_of_the_model_gives_vectors_and_tokens(
    some_nodes: tuple[Node, ...], tmp_path: Path
) -> None:
    model = MiniLMEmbedder()
    recorder = recording(model)
    texts = [node.embedded_text for node in some_nodes]
    assert np.array_equal(recorder.embed_documents(texts), model.embed_documents(texts))
    path = tmp_path / "a.tokens.npz"
    renew_tokens(path, some_nodes, recorder)
    stored = StoredTokens.load(path, MODEL_NAME)
    assert stored is not None
    _, tokens = model.embed_documents_with_tokens(texts)
    for node, expected in zip(some_nodes, tokens, strict=True):
        found = stored.find(node.content_hash)
        assert found is not None
        assert np.array_equal(found.bits, expected.bits)
        assert np.array_equal(found.starts, expected.starts)


def test_tokens_in_another_file_of_the_directory_are_not_computed_again(
    some_nodes: tuple[Node, ...], tmp_path: Path
) -> None:
    recorder = recording(MiniLMEmbedder())
    renew_tokens(tmp_path / "a.tokens.npz", some_nodes, recorder)
    embedded: list[str] = []

    class Counting(MiniLMEmbedder):
        def embed_documents_with_tokens(
            self, texts: Sequence[str]
        ) -> tuple[NDArray[np.float32], list[TextTokens]]:
            embedded.extend(texts)
            return super().embed_documents_with_tokens(texts)

    changed = replace(some_nodes[0], text="Something new.")
    path = tmp_path / "b.tokens.npz"
    renew_tokens(path, (changed, *some_nodes[1:]), recording(Counting()))
    assert embedded == [changed.embedded_text]
    assert (
        TokenIndex.of((changed, *some_nodes[1:]), StoredTokens.load(path, MODEL_NAME)) is not None
    )
    assert TokenIndex.of(some_nodes, StoredTokens.load(path, MODEL_NAME)) is None


def test_a_missing_or_damaged_file_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "x.tokens.npz"
    assert StoredTokens.load(path, MODEL_NAME) is None
    np.savez(path, hashes=np.zeros(1))
    entry = path.read_bytes()
    place = entry.index(b"PK\x01\x02")
    encrypted, unknown = bytearray(entry), bytearray(entry)
    encrypted[place + 8] |= 1
    unknown[place + 10] = 99
    for content in (b"", b"not an archive", encrypted, unknown):
        path.write_bytes(content)
        assert StoredTokens.load(path, MODEL_NAME) is None


def test_tokens_of_another_model_are_not_taken(
    some_nodes: tuple[Node, ...], tmp_path: Path
) -> None:
    path = tmp_path / "a.tokens.npz"
    renew_tokens(path, some_nodes, recording(MiniLMEmbedder()))
    assert StoredTokens.load(path, "another-model") is None


def test_a_file_that_cannot_be_written_leaves_what_was_there(
    some_nodes: tuple[Node, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.tokens.npz"
    renew_tokens(path, some_nodes[:2], recording(MiniLMEmbedder()))
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(StoreError, match="persist_directory"):
        renew_tokens(path, some_nodes, recording(MiniLMEmbedder()))
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == before
