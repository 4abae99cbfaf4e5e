"""Nodes in Chroma: on disk, in memory and on a server, synchronised incrementally."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import chromadb
import numpy as np
import pytest

from tests.storage.hashing import HashEmbedder, OutOfPowerError, node
from workos_docs_tools.errors import (
    EmbedderMismatchError,
    IncompleteIndexError,
    ServerAwayError,
)
from workos_docs_tools.storage import store as store_module
from workos_docs_tools.storage.store import Store, SyncReport

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from chromadb.api import ClientAPI


NODES = [node("a", 0, "Alpha"), node("a", 1, "Beta"), node("b", 0, "Gamma")]


@pytest.fixture(params=["persistent", "ephemeral", "http"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> ClientAPI:
    if request.param == "persistent":
        return chromadb.PersistentClient(tmp_path)
    if request.param == "ephemeral":
        return chromadb.EphemeralClient()
    return chromadb.HttpClient("127.0.0.1", request.getfixturevalue("chroma_port"))


@pytest.fixture
def disk(tmp_path: Path) -> ClientAPI:
    return chromadb.PersistentClient(tmp_path)


@pytest.fixture
def name() -> str:
    """A name that no other test has used on a shared client."""
    return f"docs-{uuid4().hex}"


@pytest.fixture
def embedder() -> HashEmbedder:
    """An embedder of a name that no other test has used, so that no vectors are found."""
    return HashEmbedder(name=uuid4().hex)


def test_what_was_stored_is_read_back_in_page_order(
    client: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    store = Store.create(client, name, embedder)
    report = store.sync(NODES[::-1], progress=False)
    assert report == SyncReport(total=3, embedded=3, reused=0, deleted=0)
    records = store.read()
    assert records.nodes == tuple(NODES)
    expected = [embedder.embed_query(item.embedded_text) for item in NODES]
    np.testing.assert_allclose(records.vectors, expected, atol=1e-6)


def test_a_second_run_embeds_nothing(client: ClientAPI, name: str, embedder: HashEmbedder) -> None:
    store = Store.create(client, name, embedder)
    store.sync(NODES, progress=False)
    described = {**store.metadata, "indexed_at": "long ago"}
    store.collection.modify(metadata=described)
    embedder.batches_left = 0
    report = Store.create(client, name, embedder).sync(NODES, progress=False)
    assert report == SyncReport(total=3, embedded=0, reused=0, deleted=0)
    assert dict(Store.create(client, name, embedder).metadata) == described


def test_only_what_changed_is_embedded_and_what_vanished_deleted(
    client: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    store = Store.create(client, name, embedder)
    store.sync(NODES, progress=False)
    embedder.asked.clear()
    changed = replace(NODES[0], text="Alpha, but new")
    report = store.sync([changed, NODES[1]], progress=False)
    assert report == SyncReport(total=2, embedded=1, reused=0, deleted=1)
    assert embedder.asked == [changed.embedded_text]
    assert store.read().nodes == (changed, NODES[1])


def test_a_moved_node_is_stored_again_but_not_embedded(
    client: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    store = Store.create(client, name, embedder)
    store.sync(NODES, progress=False)
    embedder.batches_left = 0
    moved = [
        replace(NODES[0], ordinal=1),
        replace(NODES[1], ordinal=0, id="1.0.0/elsewhere"),
        NODES[2],
    ]
    report = store.sync(moved, progress=False)
    assert report == SyncReport(total=3, embedded=0, reused=2, deleted=1)
    assert store.read().nodes == (moved[1], moved[0], moved[2])


def test_a_changed_link_target_is_stored_though_it_is_not_embedded(
    disk: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    """The embedded text leaves link targets out; the text shown must not keep an old one."""
    store = Store.create(disk, name, embedder)
    store.sync([node("a", 0, "See [this](https://old).")], progress=False)
    embedder.batches_left = 0
    new = replace(node("a", 0, "See [this](https://old)."), text="See [this](https://new).")
    assert store.sync([new], progress=False).reused == 1
    assert store.read().nodes == (new,)


def test_equal_texts_are_embedded_once(disk: ClientAPI, name: str, embedder: HashEmbedder) -> None:
    twins = [replace(NODES[0], id=f"1.0.0/twin {number}", ordinal=number) for number in range(200)]
    report = Store.create(disk, name, embedder).sync(twins, progress=False)
    assert report.embedded == 200
    assert len(embedder.asked) == 1


def test_a_run_that_was_cut_off_is_not_ready_and_goes_on_where_it_stopped(
    client: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    nodes = [node("long", number, f"Text number {number}") for number in range(200)]
    embedder.batches_left = 2
    store = Store.create(client, name, embedder)
    with pytest.raises(OutOfPowerError):
        store.sync(nodes, progress=False)
    again = Store.find(client, name, embedder)
    assert again is not None
    assert not again.is_ready
    with pytest.raises(IncompleteIndexError, match="refresh"):
        again.read()
    done = set(embedder.asked)
    assert len(done) == 128
    embedder.batches_left = 1000
    embedder.asked.clear()
    report = again.sync(nodes, progress=False)
    assert report == SyncReport(total=200, embedded=72, reused=0, deleted=0)
    assert not done & set(embedder.asked)
    assert again.metadata["state"] == "ready"
    assert again.read().nodes == tuple(nodes)


def test_a_renewal_that_was_cut_off_leaves_the_collection_not_ready(
    disk: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    store = Store.create(disk, name, embedder)
    store.sync(NODES, progress=False)
    assert store.is_ready
    embedder.batches_left = 0
    with pytest.raises(OutOfPowerError):
        store.sync([*NODES, node("c", 0, "New")], progress=False)
    again = Store.find(disk, name, embedder)
    assert again is not None
    assert not again.is_ready


def test_another_snapshot_reuses_the_vectors_of_equal_texts(
    client: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    Store.create(client, name, embedder).sync(NODES, progress=False)
    embedder.asked.clear()
    newer = [replace(item, id=item.id.replace("1", "2", 1), version="2.0.0") for item in NODES]
    newer[2] = replace(newer[2], text="Delta")
    store = Store.create(client, f"{name}-2", embedder)
    assert store.sync(newer, progress=False) == SyncReport(3, embedded=1, reused=2, deleted=0)
    assert embedder.asked == [newer[2].embedded_text]
    vectors = [embedder.embed_query(item.embedded_text) for item in newer]
    np.testing.assert_allclose(store.read().vectors, vectors, atol=1e-6)


def test_vectors_of_another_model_are_not_reused(
    disk: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    Store.create(disk, name, embedder).sync(NODES, progress=False)
    other = HashEmbedder(name="other")
    assert Store.create(disk, f"{name}-2", other).sync(NODES, progress=False).embedded == 3


def test_a_collection_of_another_model_is_refused_by_name(
    client: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    Store.create(client, name, embedder).sync(NODES, progress=False)
    other = HashEmbedder(name="other")
    for opening in (Store.find, Store.create):
        with pytest.raises(EmbedderMismatchError, match=f"{embedder.name}.*'other'.*embedder="):
            opening(client, name, other)


def test_looking_for_a_collection_does_not_make_one(
    client: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    assert Store.find(client, name, embedder) is None
    assert name not in {listed.name for listed in client.list_collections()}


def test_a_collection_that_lost_a_record_is_not_served_and_can_be_repaired(
    disk: ClientAPI, name: str, embedder: HashEmbedder
) -> None:
    store = Store.create(disk, name, embedder)
    store.sync(NODES, progress=False)
    store.collection.delete(ids=[NODES[1].id])
    with pytest.raises(IncompleteIndexError):
        store.read()
    embedder.asked.clear()
    store.sync(NODES, progress=False)
    assert embedder.asked == [NODES[1].embedded_text]
    assert store.read().nodes == tuple(NODES)


def test_an_index_of_another_format_is_not_ready_but_needs_no_new_vectors(
    disk: ClientAPI, name: str, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(disk, name, embedder)
    store.sync(NODES, progress=False)
    monkeypatch.setattr(store_module, "NODE_FORMAT", store_module.NODE_FORMAT + 1)
    assert not store.is_ready
    assert store.sync(NODES, progress=False).embedded == 0
    assert store.is_ready


def test_progress_is_shown_while_embedding_and_only_then(
    disk: ClientAPI, name: str, embedder: HashEmbedder, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store.create(disk, name, embedder)
    store.sync(NODES, progress=False)
    assert capsys.readouterr().err == ""
    store.sync([*NODES, node("c", 0, "New")])
    assert "Embedding" in capsys.readouterr().err
    for moved in (node("c", 0, "New"), replace(node("c", 0, "New"), ordinal=1)):
        store.sync([*NODES, moved])
        assert capsys.readouterr().err == ""


def test_a_server_that_went_away_is_an_error_of_ours(
    chroma_server: tuple[int, subprocess.Popen[bytes]], name: str, embedder: HashEmbedder
) -> None:
    port, process = chroma_server
    client = chromadb.HttpClient("127.0.0.1", port)
    store = Store.create(client, name, embedder)
    store.sync(NODES, progress=False)
    process.terminate()
    process.wait()
    for call in (
        store.read,
        lambda: store.sync(NODES[:1], progress=False),
        lambda: Store.find(client, name, embedder),
        lambda: Store.create(client, name, embedder),
    ):
        with pytest.raises(ServerAwayError, match=rf"http://127.0.0.1:{port} .*client="):
            call()
