"""A Chroma server that goes away and comes back, while machines have copies of what it holds."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Event, Thread
from typing import TYPE_CHECKING

import chromadb
import pytest

from tests.conftest import run_chroma, until
from workos_docs_loaders.errors import LoaderWarning
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.answers import serving
from workos_docs_tools.errors import ServerAwayError, StoreError
from workos_docs_tools.index.listing import indexed_versions
from workos_docs_tools.storage import servers
from workos_docs_tools.storage.servers import Server, named_server
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chromadb.api import ClientAPI

QUESTION = "when does a session end"


class KilledServer:
    """A server that can be killed and started again, on one port, with one database."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._running = ExitStack()
        self.port: int | None = None
        self.start()

    def start(self) -> None:
        running = run_chroma(self._directory, self.port)
        self.port, self._process = self._running.enter_context(running)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._running.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> ClientAPI:
        assert self.port is not None
        return chromadb.HttpClient("127.0.0.1", self.port)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[KilledServer]:
    running = KilledServer(tmp_path / "server")
    yield running
    running.kill()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "sessions.md").write_text("# Sessions\n\nA session ends after a while.\n")
    (source / "sso.md").write_text("# Single Sign-On\n\nA connection has a provider.\n")
    return source


def opened(machine: Path, source: Path, client: ClientAPI | None) -> WorkOSDocs:
    return WorkOSDocs.open(
        source=source, client=client, persist_directory=machine, sdks=(), progress=False
    )


def test_what_is_copied_goes_on_answering_and_says_its_age(
    server: KilledServer, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_LOOK_SECONDS", 0.0)
    client = server.client()
    before = opened(tmp_path / "one", archive, client).search(QUESTION)
    assert not before.notice
    server.kill()
    with pytest.warns(LoaderWarning, match="answers as it was copied"):
        docs = opened(tmp_path / "one", archive, client)
    during = docs.search(QUESTION)
    assert during.hits == before.hits
    assert f"{server.url} does not answer: this is its copy of 20" in during.notice
    tools = DocsTools(docs)
    for reply in (
        tools.workos_search(QUESTION),
        tools.workos_docs(during[0].path),
        tools.workos_api("Sessions"),
        tools.workos_examples(QUESTION),
    ):
        assert during.notice in reply.text.partition("\n")[0]
    for found in (docs.page(during[0].path), docs.examples(QUESTION), docs.lookup("Sessions")):
        assert during.notice in str(found.view())
    assert docs.status().nodes
    # What only the server has is asked of the server.
    with pytest.raises(ServerAwayError, match=server.url):
        docs.refresh(progress=False)
    with pytest.raises(ServerAwayError, match=server.url):
        docs.collection.count()
    server.start()
    until(lambda: not docs.search(QUESTION).notice)
    assert docs.collection.count()


def test_without_a_copy_there_is_one_error_that_names_the_server(
    server: KilledServer, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = server.client()
    opened(tmp_path / "one", archive, client).search(QUESTION)
    server.kill()
    with pytest.raises(ServerAwayError, match=rf"{server.url} does not answer.*no copy") as raised:
        opened(tmp_path / "two", archive, client)
    assert raised.value.url == server.url
    # Nor of another source, though the machine has copies.
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "scim.md").write_text("# Directory Sync\n\nGroups are provisioned.\n")
    with pytest.raises(ServerAwayError, match=server.url):
        opened(tmp_path / "one", tmp_path / "other", client)
    monkeypatch.setenv("WORKOS_DOCS_CHROMA_URL", server.url)
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    with pytest.raises(ServerAwayError, match=server.url):
        WorkOSDocs.open(source=archive, sdks=())
    with pytest.raises(ServerAwayError, match=server.url):
        indexed_versions(tmp_path / "home" / "index", named_server())


def test_the_server_of_the_environment_may_be_away_too(
    server: KilledServer, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKOS_DOCS_CHROMA_URL", server.url)
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    before = WorkOSDocs.open(source=archive, sdks=(), progress=False).search(QUESTION)
    server.kill()
    with pytest.warns(LoaderWarning, match="copied"):
        during = WorkOSDocs.open(source=archive, sdks=(), progress=False).search(QUESTION)
    assert during.hits == before.hits
    assert during.notice
    [state] = indexed_versions(tmp_path / "home" / "index", named_server())
    assert (state.state, state.nodes) == ("ready", 2)


def test_a_machine_answers_anew_when_another_has_indexed_anew(
    server: KilledServer, archive: Path, tmp_path: Path
) -> None:
    first = opened(tmp_path / "one", archive, server.client())
    assert (
        "after a while" in opened(tmp_path / "two", archive, server.client()).search("end")[0].text
    )
    (archive / "sessions.md").write_text("# Sessions\n\nA session ends at midnight.\n")
    assert first.refresh(progress=False).embedded == 1
    second = opened(tmp_path / "two", archive, server.client())
    assert "at midnight" in second.search(QUESTION)[0].text
    assert second.report is not None
    assert not second.report.embedded


def test_readers_stand_kills_of_the_server(
    server: KilledServer, archive: Path, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    client = server.client()
    expected = opened(tmp_path / "one", archive, client).search(QUESTION).hits
    stop, seen = Event(), list[object]()

    def read() -> None:
        while not stop.is_set():
            try:
                results = opened(tmp_path / "one", archive, client).search(QUESTION)
                seen.append((results.hits == expected, bool(results.notice)))
            except StoreError as error:
                seen.append(error)

    reader = Thread(target=read)
    reader.start()
    for _ in range(3):
        for act in (server.kill, server.start):
            answered = len(seen)
            while len(seen) < answered + 3:
                stop.wait(0.05)
            act()
    stop.set()
    reader.join()
    assert {*map(str, seen)} == {str((True, False)), str((True, True))}


def test_a_server_that_says_nothing_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_PATIENCE", 0.05)
    asked = Event()

    def make() -> ClientAPI:
        asked.wait(60)
        raise AssertionError

    with pytest.raises(ServerAwayError, match=r"http://silent:8000 .*nothing for"):
        _ = Server("http://silent:8000", make).client
    asked.set()


def test_a_server_that_refuses_is_not_away(tmp_path: Path) -> None:
    def make() -> ClientAPI:
        raise ValueError("Unauthorized")

    with pytest.raises(
        StoreError, match=r"refuses: Unauthorized.*WORKOS_DOCS_CHROMA_TOKEN"
    ) as raised:
        Server("http://closed:8000", make).reached(tmp_path)
    assert not isinstance(raised.value, ServerAwayError)
