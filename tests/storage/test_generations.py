"""Collections that are renewed while others serve: on disk, in memory and on a server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import chromadb
import numpy as np
import pytest

from tests.storage.hashing import HashEmbedder, OutOfPowerError, node
from workos_docs_tools.errors import InvalidEmbedderError, StoreError
from workos_docs_tools.storage.database import Database
from workos_docs_tools.storage.generations import Generations, served
from workos_docs_tools.storage.store import Store, SyncReport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from chromadb.api import ClientAPI
    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node

OLD = [node("a", number, f"Old text number {number}") for number in range(150)]
NEW = [*OLD[:20], *(node("b", number, f"New text number {number}") for number in range(150))]


class KilledError(Exception):
    """What ends a process in the middle."""


@pytest.fixture(params=["persistent", "ephemeral", "http"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database of its own, with a model that no other test has used."""
    embedder = HashEmbedder(name=uuid4().hex)
    if request.param == "persistent":
        return Database(tmp_path / "index", None, embedder)
    if request.param == "ephemeral":
        return Database(tmp_path / "index", chromadb.EphemeralClient(), embedder)
    port = request.getfixturevalue("chroma_port")
    return Database(tmp_path / "index", chromadb.HttpClient("127.0.0.1", port), embedder)


@pytest.fixture
def disk(tmp_path: Path) -> Database:
    return Database(tmp_path / "index", None, HashEmbedder())


@pytest.fixture
def name() -> str:
    """A name that no other test has used on a shared client."""
    return f"workos-docs-{uuid4().hex}"


def build(database: Database, name: str, nodes: Sequence[Node], facts: str = "") -> SyncReport:
    return database.build(name, nodes, facts, progress=False)


def held(database: Database, name: str) -> tuple[Node, ...]:
    """Return what a process that comes now reads."""
    store = database.find(database.connect(), name)
    assert store is not None
    assert store.is_ready
    return store.read().nodes


def names(database: Database, name: str) -> set[str]:
    """Return the names of the collections there are of one name."""
    known = name.removeprefix("workos-")
    listed = (collection.name for collection in database.connect().list_collections())
    return {one.removesuffix(known) for one in listed if one.endswith(known)}


def test_a_renewed_collection_has_its_name_and_the_former_one_stays_for_its_readers(
    database: Database, name: str
) -> None:
    assert build(database, name, OLD) == SyncReport(150, embedded=150, reused=0, deleted=0)
    assert names(database, name) == {"workos-"}
    reader = database.find(database.connect(), name)
    assert build(database, name, NEW) == SyncReport(170, embedded=150, reused=0, deleted=130)
    assert names(database, name) == {"workos-", "workos-former-"}
    assert held(database, name) == tuple(NEW)
    assert reader is not None
    assert reader.read().nodes == tuple(OLD)
    assert build(database, name, OLD).embedded == 0
    with pytest.raises(StoreError):
        reader.read()
    assert held(database, name) == tuple(OLD)


def test_what_is_the_same_is_not_written_again(database: Database, name: str) -> None:
    build(database, name, OLD, "facts")
    before = database.find(database.connect(), name)
    assert build(database, name, OLD, "facts") == SyncReport(150, 0, 0, 0)
    after = database.find(database.connect(), name)
    assert before is not None
    assert after is not None
    assert before.collection.id == after.collection.id


@pytest.mark.parametrize("batches", [0, 1, 2])
def test_a_build_that_fails_changes_nothing_and_its_work_is_reused(
    database: Database, name: str, batches: int
) -> None:
    build(database, name, OLD, "old facts")
    embedder = database.embedder
    assert isinstance(embedder, HashEmbedder)
    embedder.batches_left = batches
    with pytest.raises(OutOfPowerError):
        build(database, name, NEW, "new facts")
    store = database.find(database.connect(), name)
    assert store is not None
    assert (store.is_ready, store.facts()) == (True, "old facts")
    assert held(database, name) == tuple(OLD)
    embedder.batches_left = 1000
    build(database, name, NEW, "new facts")
    assert held(database, name) == tuple(NEW)
    assert len(embedder.asked) == len({*embedder.asked}) == len({*OLD, *NEW})


def test_a_first_build_that_fails_serves_nothing_and_goes_on_where_it_stopped(
    database: Database, name: str
) -> None:
    embedder = database.embedder
    assert isinstance(embedder, HashEmbedder)
    embedder.batches_left = 2
    with pytest.raises(OutOfPowerError):
        build(database, name, OLD)
    assert not database.ready(database.connect(), name)
    assert served(database.connect())[name]["state"] == "building"
    embedder.batches_left = 1000
    assert build(database, name, OLD) == SyncReport(150, embedded=22, reused=128, deleted=0)
    assert len(embedder.asked) == len(OLD)


STEPS = ("following", "settle", "receive", "_drop", "_rename", "describe", "sync")


@pytest.mark.parametrize("nth", range(9))
def test_whatever_step_of_a_renewal_is_the_last_a_complete_collection_serves(
    disk: Database, name: str, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every step that writes is one after which the process may be gone."""
    build(disk, name, NEW[:5], "first facts")
    build(disk, name, OLD, "old facts")
    left = [nth]

    def counted(method: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            if not left[0]:
                raise KilledError
            left[0] -= 1
            return method(*arguments, **options)

        return run

    with monkeypatch.context() as patched:
        for kind in (Generations, Store):
            for step in STEPS:
                if hasattr(kind, step):
                    patched.setattr(kind, step, counted(getattr(kind, step)))
        with pytest.raises(KilledError):
            build(disk, name, NEW, "new facts")
    seen = held(disk, name)
    assert seen in (tuple(OLD), tuple(NEW))
    store = disk.find(disk.connect(), name)
    assert store is not None
    assert store.facts() == ("old facts" if seen == tuple(OLD) else "new facts")
    assert disk.ready(disk.connect(), name)
    assert "workos-" in names(disk, name), "an opening finishes the switch"
    build(disk, name, NEW, "new facts")
    assert held(disk, name) == tuple(NEW)
    embedder = disk.embedder
    assert isinstance(embedder, HashEmbedder)
    assert len(embedder.asked) == len({*embedder.asked})


def test_between_the_two_renamings_the_next_collection_serves(
    database: Database, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(database, name, OLD)
    renamed: list[str] = []

    def once(self: Generations, store: Store, new: str) -> None:
        if renamed:
            raise KilledError
        renamed.append(new)
        store.collection.modify(name=new)

    with monkeypatch.context() as patched:
        patched.setattr(Generations, "_rename", once)
        with pytest.raises(KilledError):
            build(database, name, NEW)
    assert names(database, name) == {"workos-next-", "workos-former-"}
    store = database.find(database.connect(), name)
    assert store is not None
    assert store.name == name
    assert held(database, name) == tuple(NEW)
    assert served(database.connect())[name]["nodes"] == len(NEW)
    assert build(database, name, NEW).embedded == 0
    assert names(database, name) == {"workos-", "workos-former-"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows * np.nan,
        lambda rows: rows * np.inf,
        lambda rows: rows[:-1],
        lambda rows: rows[:, 0],
        lambda rows: [["no number"] for _ in rows],
        lambda rows: rows[:, :0],
    ],
    ids=["NaN", "infinity", "too few", "one axis", "text", "nothing"],
)
def test_a_model_that_returns_no_vectors_is_refused_and_changes_nothing(
    disk: Database, name: str, spoil: Callable[[NDArray[np.float32]], Any]
) -> None:
    class Spoiled(HashEmbedder):
        def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
            rows: NDArray[np.float32] = spoil(super().embed_documents(texts))
            return rows

    build(disk, name, OLD)
    with pytest.raises(InvalidEmbedderError, match="hashes returned"), np.errstate(all="ignore"):
        build(replace(disk, embedder=Spoiled()), name, NEW)
    assert held(disk, name) == tuple(OLD)


def test_vectors_of_another_length_are_made_anew(disk: Database, name: str) -> None:
    """As when a model is replaced by one of the same name."""

    class Longer(HashEmbedder):
        def embed_query(self, text: str) -> NDArray[np.float32]:
            return np.repeat(super().embed_query(text), 2) / np.sqrt(np.float32(2))

    build(disk, name, OLD)
    disk.embedder.batches_left = 1  # type: ignore[attr-defined]
    with pytest.raises(OutOfPowerError):
        build(disk, name, NEW)
    longer = replace(disk, embedder=Longer())
    assert build(longer, name, NEW).embedded == len(NEW)
    store = longer.find(longer.connect(), name)
    assert store is not None
    assert store.read().vectors.shape == (len(NEW), 32)


def test_facts_of_an_index_without_generations_are_found_and_taken_over(
    disk: Database, name: str
) -> None:
    build(disk, name, OLD, "facts")
    client: ClientAPI = disk.connect()
    (facts,) = (one for one in client.list_collections() if "-facts-" in one.name)
    facts.modify(name=f"workos-facts-{name.removeprefix('workos-')}")
    store = disk.find(client, name)
    assert store is not None
    assert store.facts() == "facts"
    build(disk, name, NEW, "facts")
    assert [one.name for one in client.list_collections() if "-facts-" in one.name] == [
        f"workos-facts-{store.metadata['facts']}"
    ]
    assert store.facts() == "facts"


# What users write


def write(store: Store, record_id: str, text: str = "Mine.") -> None:
    store.collection.add(
        ids=[record_id], documents=[text], metadatas=[{"author": "me"}], embeddings=[[0.5] * 16]
    )


def mine(database: Database, name: str) -> dict[str, str | None]:
    """Return the texts that are not ours by id."""
    store = database.find(database.connect(), name)
    assert store is not None
    return {record.id: record.text for record in store.foreign()}


def opened(database: Database, name: str) -> Store:
    store = database.find(database.connect(), name)
    assert store is not None
    return store


def test_records_of_users_are_neither_read_nor_compared_nor_deleted(
    database: Database, name: str
) -> None:
    build(database, name, OLD)
    store = opened(database, name)
    write(store, "mine")
    copied = store.collection.get(ids=[OLD[0].id], include=["documents", "metadatas"])
    store.collection.add(
        ids=["a copy of yours"],
        documents=copied["documents"],
        metadatas=copied["metadatas"],
        embeddings=[[0.25] * 16],
    )
    store.collection.add(ids=["bare"], embeddings=[[1.0] * 16])
    assert held(database, name) == tuple(OLD)
    assert build(database, name, OLD) == SyncReport(150, 0, 0, 0)
    before = store.collection.get(
        ids=["mine", "a copy of yours", "bare"], include=["documents", "metadatas", "embeddings"]
    )
    build(database, name, NEW)
    assert held(database, name) == tuple(NEW)
    after = opened(database, name).collection.get(
        ids=["mine", "a copy of yours", "bare"], include=["documents", "metadatas", "embeddings"]
    )
    for key in ("ids", "documents", "metadatas"):
        assert after[key] == before[key]  # type: ignore[literal-required]
    np.testing.assert_array_equal(after["embeddings"], before["embeddings"])
    # Whoever copied a record of ours has not given it another vector.
    vectors = opened(database, name).read().vectors
    np.testing.assert_allclose(
        vectors, [database.embedder.embed_query(one.embedded_text) for one in NEW], atol=1e-6
    )


def test_records_that_users_write_while_it_is_renewed_are_not_lost(
    disk: Database, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(disk, name, OLD)
    reader = opened(disk, name)
    write(reader, "before")
    rename = Generations._rename

    def renaming(self: Generations, store: Store, new: str) -> None:
        write(reader, f"while it becomes {new.split('-')[1]}")
        rename(self, store, new)

    with monkeypatch.context() as patched:
        patched.setattr(Generations, "_rename", renaming)
        build(disk, name, NEW)
    written = {"before", "while it becomes former", "while it becomes docs"}
    assert mine(disk, name).keys() == written
    write(reader, "after")  # With what was opened before.
    opened(disk, name).collection.delete(ids=["before"])
    build(disk, name, OLD)
    assert mine(disk, name).keys() >= {"after", *written} - {"before"}


def test_records_that_users_delete_stay_deleted(disk: Database, name: str) -> None:
    build(disk, name, OLD)
    for record_id in ("one", "two"):
        write(opened(disk, name), record_id)
    build(disk, name, NEW)
    opened(disk, name).collection.delete(ids=["one"])
    for nodes in (OLD, NEW, OLD):
        build(disk, name, nodes)
        assert mine(disk, name).keys() == {"two"}


def test_what_an_interrupted_build_copied_of_users_is_copied_again(
    disk: Database, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(disk, name, OLD)
    write(opened(disk, name), "mine", "The first text.")
    write(opened(disk, name), "gone")

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(Generations, "_rename", killed)
        with pytest.raises(KilledError):
            build(disk, name, NEW)
    collection = opened(disk, name).collection
    collection.update(ids=["mine"], documents=["The second text."], embeddings=[[0.5] * 16])
    collection.delete(ids=["gone"])
    build(disk, name, NEW)
    assert mine(disk, name) == {"mine": "The second text."}


def test_a_collection_that_a_user_made_under_the_name_is_kept(disk: Database, name: str) -> None:
    """As a vector store does that finds none of this name."""
    disk.connect().create_collection(name, embedding_function=None).add(
        ids=["mine"], documents=["Mine."], embeddings=[[0.5] * 16]
    )
    build(disk, name, OLD)
    assert held(disk, name) == tuple(OLD)
    assert mine(disk, name) == {"mine": "Mine."}
