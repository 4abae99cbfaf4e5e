"""Two machines that would build on one server at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import chain
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

import chromadb
import pytest

from tests.storage.hashing import HashEmbedder, node
from workos_docs_loaders.errors import LoaderWarning
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.errors import StoreBusyError
from workos_docs_tools.storage import leases
from workos_docs_tools.storage.database import Database
from workos_docs_tools.storage.leases import leased

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

MACHINE = """
import json, sys
import chromadb
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.embeddings import MiniLMEmbedder

class Noting(MiniLMEmbedder):
    asked = []
    def embed_documents_with_tokens(self, texts):
        self.asked.extend(texts)
        return super().embed_documents_with_tokens(texts)

source, machine, port = sys.argv[1:]
client = chromadb.HttpClient("127.0.0.1", int(port))
print("ready", flush=True)
sys.stdin.readline()
docs = WorkOSDocs.open(
    source=source, persist_directory=machine, client=client, embedder=Noting(), sdks=(),
    progress=False,
)
hits = docs.search("page of the other number", k=5)
print(json.dumps([Noting.asked, [[hit.node_id, hit.score] for hit in hits]]))
"""


@pytest.fixture
def client(chroma_port: int) -> ClientAPI:
    return chromadb.HttpClient("127.0.0.1", chroma_port)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> float:
    """Leases that hold for a second."""
    monkeypatch.setattr(leases, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(leases, "_PAUSE", 0.02)
    return 1.0


def leases_on(client: ClientAPI) -> list[str]:
    return [one.name for one in client.list_collections() if "lease" in one.name]


def test_two_machines_that_begin_at_once_embed_nothing_twice(
    chroma_port: int, client: ClientAPI, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number in range(150):
        (source / f"page-{number}.md").write_text(f"# Page {number}\n\nIt has the {number}.\n")
    root = Path(__file__).parents[2]
    machines = [
        subprocess.Popen(
            [sys.executable, "-c", MACHINE, source, tmp_path / name, str(chroma_port)],
            env={**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'loaders'}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for machine in machines:
        assert machine.stdout is not None
        assert machine.stdout.readline() == "ready\n"
    for machine in machines:
        assert machine.stdin is not None
        machine.stdin.write("\n")
        machine.stdin.flush()
    replies = [machine.communicate(timeout=200)[0] for machine in machines]
    asked, found = zip(*map(json.loads, replies), strict=True)
    embedded = list(chain(*asked))
    assert len(embedded) == len({*embedded}) == 150
    assert found[0] == found[1]
    assert not leases_on(client)


def test_who_need_not_wait_answers_as_before(client: ClientAPI, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.md").write_text("# Page\n\nIt says one thing.\n")

    def opened() -> WorkOSDocs:
        return WorkOSDocs.open(
            source=source, client=client, persist_directory=tmp_path, sdks=(), progress=False
        )

    name = opened().status().collection
    (source / "page.md").write_text("# Page\n\nIt says another thing.\n")
    with leased(client, name, wait=0):
        with pytest.warns(LoaderWarning, match="as it was before"):
            docs = opened()
        assert "one thing" in docs.search("what it says")[0].text
    assert "another thing" in opened().search("what it says")[0].text


def test_of_many_one_has_the_lease_at_a_time(chroma_port: int, brief: float) -> None:
    guard, held = Lock(), []

    def build() -> None:
        client = chromadb.HttpClient("127.0.0.1", chroma_port)
        for _ in range(2):
            with leased(client, "workos-docs-many", wait=60):
                alone = guard.acquire(blocking=False)
                held.append(alone)
                sleep(0.05)
                if alone:
                    guard.release()

    machines = [Thread(target=build) for _ in range(4)]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()
    assert held == [True] * 8


def test_a_lease_is_renewed_while_its_machine_builds(client: ClientAPI, brief: float) -> None:
    with leased(client, "workos-docs-long", wait=0) as lease:
        sleep(2 * brief)
        with (
            pytest.raises(StoreBusyError, match=r"Another machine .*workos-docs-long"),
            leased(client, "workos-docs-long", wait=0),
        ):
            pass
        # Another collection is another matter.
        with leased(client, "workos-docs-other", wait=0):
            pass
        lease.require()
    assert not leases_on(client)


def test_the_lease_of_a_machine_that_is_gone_expires(client: ClientAPI, brief: float) -> None:
    gone = leases._taken(client, "workos-docs-gone", 0)
    started = monotonic()
    with leased(client, "workos-docs-gone", wait=60) as lease:
        assert monotonic() - started > brief / 2
        lease.require()
        with pytest.raises(StoreBusyError, match="expired while"):
            gone.require()
    assert not leases_on(client)


def test_what_was_built_without_the_lease_does_not_serve(
    client: ClientAPI, tmp_path: Path, brief: float
) -> None:
    class Slow(HashEmbedder):
        def embed_documents(self, texts):  # type: ignore[no-untyped-def]
            for name in leases_on(client):  # As another machine does that finds it expired.
                client.delete_collection(name)
            return super().embed_documents(texts)

    database = Database(tmp_path, client, Slow())
    with pytest.raises(StoreBusyError, match="expired while"):
        database.build("workos-docs-late", [node("a", 0, "text")], "", progress=False)
    assert not database.ready(client, "workos-docs-late")
