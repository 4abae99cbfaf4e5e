"""What another process puts in place, taken over by those that have the documentation open."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock, Timeout

from tests.conftest import until
from workos_docs_tools import WorkOSDocs, langchain, llama_index
from workos_docs_tools.answers import serving
from workos_docs_tools.answers.copied import copies
from workos_docs_tools.storage.remembered import FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workos_docs_tools import SearchResults
    from workos_docs_tools.answers.contents import Contents

QUESTION = "when does a session end"
BEFORE, AFTER = "A session ends after a while.", "A session ends at midnight."
REFRESH = """
import sys
from workos_docs_tools import WorkOSDocs
with WorkOSDocs.open(source=sys.argv[1], sdks=(), progress=False) as docs:
    docs.refresh(progress=False)
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(serving, "_LOOK_SECONDS", 0.0)
    directory = tmp_path / "source"
    directory.mkdir()
    write(directory, BEFORE)
    return directory


@pytest.fixture
def held(source: Path) -> WorkOSDocs:
    """Documentation that is held open, and has answered."""
    docs = WorkOSDocs.open(source=source, sdks=(), progress=False)
    assert answer(docs) == BEFORE
    return docs


def write(source: Path, text: str) -> None:
    (source / "sessions.md").write_text(f"# Sessions\n\n{text}\n")
    (source / "sso.md").write_text("# Single Sign-On\n\nA connection has a provider.\n")


def refresh(source: Path) -> None:
    """Refresh in another process."""
    subprocess.run([sys.executable, "-c", REFRESH, str(source)], check=True)


def answer(docs: WorkOSDocs) -> str:
    return docs.search(QUESTION, k=1)[0].text.splitlines()[-1]


def test_what_another_process_has_refreshed_answers_soon(source: Path, held: WorkOSDocs) -> None:
    for text in (AFTER, BEFORE):
        write(source, text)
        refresh(source)
        until(lambda text=text: answer(held) == text)  # type: ignore[misc]
    # What is read of the collection itself is of the same edition.
    assert held.collection.count() == len(held.index.nodes)


def test_what_answers_does_so_while_it_cannot_be_told_what_is_in_place(
    tmp_path: Path, source: Path, held: WorkOSDocs
) -> None:
    write(source, AFTER)
    refresh(source)
    notes = tmp_path / "home" / "index" / FILE
    known = notes.read_bytes()
    notes.unlink()
    engine = held.engine
    for _ in range(5):
        assert answer(held) == BEFORE
    assert held.engine is engine
    notes.write_bytes(known)
    until(lambda: answer(held) == AFTER)


def test_it_is_looked_now_and_then_only(
    source: Path, held: WorkOSDocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_LOOK_SECONDS", 600.0)
    write(source, AFTER)
    refresh(source)
    for _ in range(5):
        assert answer(held) == BEFORE


def test_a_refresh_ends_with_what_answers_in_memory(source: Path, held: WorkOSDocs) -> None:
    write(source, AFTER)
    held.refresh(progress=False)
    assert held._serving._contents is not None
    assert answer(held) == AFTER


def test_what_is_pinned_answers_until_the_end_of_the_block(source: Path, held: WorkOSDocs) -> None:
    with held.pinned():
        write(source, AFTER)
        refresh_here(held)
        with held.pinned():
            assert answer(held) == BEFORE
        assert answer(held) == BEFORE
        with ThreadPoolExecutor(1) as other:  # Another thread has not asked for it.
            assert other.submit(answer, held).result() == AFTER
    assert answer(held) == AFTER


@pytest.mark.parametrize(
    "ask",
    [
        lambda docs: langchain.WorkOSDocsRetriever(docs=docs).invoke(QUESTION),
        lambda docs: langchain.WorkOSDocsRetriever(docs=docs, returns="pages").invoke(QUESTION),
        lambda docs: llama_index.WorkOSDocsRetriever(docs).retrieve(QUESTION),
    ],
)
def test_a_retriever_returns_what_was_found_though_it_is_replaced_meanwhile(
    source: Path,
    held: WorkOSDocs,
    ask: Callable[[WorkOSDocs], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search = WorkOSDocs.search

    def search_before_a_refresh(docs: WorkOSDocs, query: str, **asked: Any) -> SearchResults:
        found = search(docs, query, **asked)
        (source / "sessions.md").rename(source / "lifetime.md")
        refresh_here(docs)
        return found

    monkeypatch.setattr(WorkOSDocs, "search", search_before_a_refresh)
    assert BEFORE in str(ask(held))


def refresh_here(docs: WorkOSDocs) -> None:
    """Refresh in another thread."""
    with ThreadPoolExecutor(1) as other:
        other.submit(docs.refresh, progress=False).result()


def test_closing_waits_for_what_is_being_taken_over(
    source: Path, held: WorkOSDocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_contents = serving.load_contents

    def slowly(*asked: Any) -> Contents:
        sleep(1)
        return load_contents(*asked)

    monkeypatch.setattr(serving, "load_contents", slowly)
    write(source, AFTER)
    refresh(source)
    assert answer(held) == BEFORE  # It begins.
    held.close()
    assert held._serving._follower is None
    assert held._serving._contents is None


def test_one_process_at_a_time_makes_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = FileLock(tmp_path / ".copying.lock", timeout=0)
    with copies.copying(tmp_path), pytest.raises(Timeout):
        other.acquire()
    monkeypatch.setattr(copies, "_PATIENCE", 0.0)
    began = False
    with other, copies.copying(tmp_path):
        began = True  # Another that takes too long is not waited for.
    assert began
    (tmp_path / "file").touch()
    with copies.copying(tmp_path / "file"):  # Nor is a place that holds no lock needed.
        pass
