"""The file of a collection's tokens: made in one pass with the vectors, found again by content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

import chromadb
import numpy as np
import pytest

from workos_docs_tools.embeddings import MiniLMEmbedder, TextTokens
from workos_docs_tools.embeddings.encoding import encode
from workos_docs_tools.embeddings.model_files import MODEL_NAME
from workos_docs_tools.errors import StoreError
from workos_docs_tools.search.late_interaction import TokenIndex
from workos_docs_tools.storage.store import Store
from workos_docs_tools.storage.tokens import StoredTokens, TokenFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node


@pytest.fixture
def some_nodes(corpus_nodes: Mapping[str, tuple[Node, ...]]) -> tuple[Node, ...]:
    return corpus_nodes["0.2.0"][:6]


class CountingEmbedder(MiniLMEmbedder):
    """Remembers what it was asked to embed."""

    asked: ClassVar[list[str]] = []

    def embed_documents_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TextTokens]]:
        self.asked.extend(texts)
        return super().embed_documents_with_tokens(texts)


@pytest.fixture
def counting() -> CountingEmbedder:
    CountingEmbedder.asked.clear()
    return CountingEmbedder()


def test_one_pass_of_the_model_gives_vectors_and_tokens(
    some_nodes: tuple[Node, ...], tmp_path: Path, counting: CountingEmbedder
) -> None:
    client = chromadb.EphemeralClient()
    path = tmp_path / "a.tokens.npz"
    file = TokenFile(path, counting)
    store = Store.create(client, uuid4().hex, counting)
    report = store.sync(some_nodes, keep=file.keep, progress=False)
    assert report.embedded == len(counting.asked) == len(some_nodes)
    file.renew(some_nodes)
    assert len(counting.asked) == len(some_nodes)
    assert list(tmp_path.iterdir()) == [path]
    stored = StoredTokens.load(path, MODEL_NAME)
    assert stored is not None
    assert stored.rows.keys() == {node.content_hash for node in some_nodes}
    for node in some_nodes:
        (expected,) = encode(MiniLMEmbedder(), [node.embedded_text]).tokens or ()
        found = stored.text(node.content_hash)
        assert np.array_equal(found.bits, expected.bits)
        assert np.array_equal(found.starts, expected.starts)


def test_a_model_without_tokens_makes_no_file(some_nodes: tuple[Node, ...], tmp_path: Path) -> None:
    class Vectors:
        name = "vectors only"

        def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return np.ones((len(texts), 1), np.float32)

        def embed_query(self, text: str) -> NDArray[np.float32]:
            return np.ones(1, np.float32)

    store = Store.create(chromadb.EphemeralClient(), uuid4().hex, Vectors())
    file = TokenFile(tmp_path / "a.tokens.npz", Vectors())
    store.sync(some_nodes, keep=file.keep, progress=False)
    file.renew(some_nodes)
    assert file.hold(some_nodes)
    assert not list(tmp_path.iterdir())


def test_tokens_in_another_file_of_the_directory_are_not_computed_again(
    some_nodes: tuple[Node, ...], tmp_path: Path, counting: CountingEmbedder
) -> None:
    TokenFile(tmp_path / "a.tokens.npz", counting).renew(some_nodes)
    counting.asked.clear()
    changed = replace(some_nodes[0], text="Something new.")
    path = tmp_path / "b.tokens.npz"
    TokenFile(path, counting).renew((changed, *some_nodes[1:]))
    assert counting.asked == [changed.embedded_text]
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
    TokenFile(path, MiniLMEmbedder()).renew(some_nodes)
    assert StoredTokens.load(path, "another-model") is None


def test_a_file_that_cannot_be_written_leaves_what_was_there(
    some_nodes: tuple[Node, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.tokens.npz"
    TokenFile(path, MiniLMEmbedder()).renew(some_nodes[:2])
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(StoreError, match="persist_directory"):
        TokenFile(path, MiniLMEmbedder()).renew(some_nodes)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == before
