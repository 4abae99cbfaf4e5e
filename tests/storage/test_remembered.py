"""What collections say of themselves, without Chroma while the database is the same."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.storage.chroma import close, is_missing, persistent_client
from workos_docs_tools.storage.remembered import (
    FILE,
    RememberedClient,
    connect,
    disconnect,
    real_client,
    real_collection,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ASK = """
import sys
from pathlib import Path
from workos_docs_tools.storage.remembered import connect
client = connect(Path(sys.argv[1]))
print(*sorted(f"{one.name}:{one.metadata['state']}" for one in client.list_collections()))
print(client.get_collection("first").metadata["state"])
print("chromadb" in sys.modules)
"""


def ask(directory: Path) -> Sequence[str]:
    """Return what another process is told, and whether it needed Chroma for that."""
    command = [sys.executable, "-c", ASK, str(directory)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")


def write(directory: Path, collections: Mapping[str, str]) -> None:
    """Make collections with a state, as another process does."""
    client = persistent_client(directory)
    for name, state in collections.items():
        found = client.get_or_create_collection(name, embedding_function=None)
        found.modify(metadata={"state": state})
    close(client)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database that is remembered."""
    write(tmp_path, {"first": "ready", "second": "building"})
    disconnect(connect(tmp_path))
    return tmp_path


def test_names_and_metadata_are_known_without_chroma(database: Path) -> None:
    assert ask(database) == ["first:ready second:building", "ready", "False", ""]


def test_what_another_process_writes_is_seen_at_once(database: Path) -> None:
    client = connect(database)
    assert isinstance(client, RememberedClient)
    write(database, {"first": "building", "third": "ready"})
    assert client.get_collection("first", embedding_function=None).metadata == {"state": "building"}
    assert len(client.list_collections()) == 3
    assert ask(database)[:2] == ["first:building second:building third:ready", "building"]
    disconnect(client)


def test_a_database_is_remembered_again_after_a_change(database: Path) -> None:
    write(database, {"first": "building"})
    assert ask(database)[1:3] == ["building", "True"]
    assert ask(database)[1:3] == ["building", "False"]


def test_a_database_that_was_removed_is_not_remembered(database: Path) -> None:
    (database / "chroma.sqlite3").unlink()
    client = connect(database)
    assert not isinstance(client, RememberedClient)
    assert client.list_collections() == []
    disconnect(client)


def test_what_is_remembered_and_damaged_is_asked_again(database: Path) -> None:
    noted = (database / FILE).read_bytes()
    for place in range(0, len(noted), 61):
        damaged = noted[:place] + bytes([noted[place] ^ 0x10]) + noted[place + 1 :]
        (database / FILE).write_bytes(damaged)
        client = connect(database)
        assert not isinstance(client, RememberedClient), place
        disconnect(client)


def test_a_collection_stays_itself_though_another_has_its_name_by_now(database: Path) -> None:
    client = connect(database)
    collection = client.get_collection("first", embedding_function=None)
    other = persistent_client(database)
    former = other.get_collection("first", embedding_function=None)
    former.add(ids=["former"], embeddings=[[1.0, 0.0]])
    former.modify(name="former")
    write(database, {"first": "ready"})
    assert collection.id == former.id
    assert collection.get()["ids"] == ["former"]
    assert client.get_collection("first", embedding_function=None).count() == 0
    close(other)
    disconnect(client)


def test_all_else_is_answered_by_chroma(database: Path) -> None:
    client = connect(database)
    collection = client.get_collection("first", embedding_function=None)
    collection.add(ids=["1"], documents=["a"], embeddings=[[1.0, 0.0]])
    assert collection.count() == 1
    assert real_collection(collection).name == "first"
    assert real_client(client).get_collection("second", embedding_function=None).count() == 0
    with pytest.raises(Exception, match="nothing") as caught:
        client.get_collection("nothing", embedding_function=None)
    assert is_missing(caught.value)
    disconnect(client)
