"""Every kind of damage ends in a working index: by itself, or by one command that is named."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.cli.command import OFFLINE, run
from workos_docs_loaders.errors import SourceError, WorkOSDocsError
from workos_docs_loaders.source.archive import unpack
from workos_docs_loaders.source.cache import cached_snapshot, changed_files, renew_snapshot
from workos_docs_loaders.source.layouts import LAYOUTS
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.storage.chroma import close, persistent_client

if TYPE_CHECKING:
    from collections.abc import Callable

    import chromadb

PAGE = "package/.docs/organized/docs/page-{}.mdx"
PAGES = 12
NAME = "workos-docs-9.9.9"


def make_package(folder: Path) -> None:
    """Write a small documentation package."""
    for number in range(PAGES):
        page = folder / PAGE.format(number)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# Page {number}\n\nAll about the number {number}.\n")
    (folder / "package" / "package.json").write_text('{"version": "9.9.9"}')


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an index of a small package, as it was fetched."""
    home = tmp_path_factory.mktemp("intact") / "home"
    make_package(home / "snapshots" / "9.9.9")
    (home / "snapshots" / "latest").write_text("9.9.9")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WORKOS_DOCS_HOME", str(home))
        WorkOSDocs.open(sdks=(), progress=False).close()
    return home


@pytest.fixture
def home(intact: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(intact, tmp_path / "home")
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def asked() -> str:
    """Return what a new client is answered, or the error that it gets."""
    try:
        with WorkOSDocs.open("9.9.9", sdks=(), progress=False) as docs:
            assert len(docs.index.nodes) == PAGES
            found = docs.search("about the number 7")[0].path
            return found if docs.engine.tokens else "no tokens: refresh()"
    except WorkOSDocsError as error:
        return str(error)


def cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def zero(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 * 2 : 4096 * 30] = bytes(4096 * 28)
    file.write_bytes(content)


def other(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE collections (anything)")
        connection.commit()


def become_directory(file: Path) -> None:
    file.unlink()
    file.mkdir()


def edit(change: Callable[[chromadb.Collection], object]) -> Callable[[Path], None]:
    """Return what changes the collection behind our back."""

    def edited(home: Path) -> None:
        client = persistent_client(home / "index")
        change(client.get_collection(NAME, embedding_function=None))
        close(client)

    return edited


def lose_facts_and_name(collection: chromadb.Collection) -> None:
    collection.modify(metadata={**(collection.metadata or {}), "facts": "0" * 32})


def shorten_vectors(home: Path) -> None:
    client = persistent_client(home / "index")
    collection = client.get_collection(NAME, embedding_function=None)
    found = collection.get(include=["documents", "metadatas"])
    described = collection.metadata
    client.delete_collection(NAME)
    client.create_collection(NAME, embedding_function=None, metadata=described).add(
        ids=found["ids"],
        documents=found["documents"],
        metadatas=found["metadatas"],
        embeddings=np.ones((PAGES, 8), np.float32),
    )
    close(client)


def database(damage: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda home: damage(home / "index" / "chroma.sqlite3")


def tokens(damage: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda home: damage(home / "index" / f"{NAME}.tokens.npz")


def array_file(file: Path) -> None:
    with file.open("wb") as opened:
        np.save(opened, np.zeros(3))


def pickled(file: Path) -> None:
    with file.open("wb") as opened:
        np.savez(opened, hashes=np.array([print], object), sizes=np.array([1]))


def misshapen(**changed: object) -> Callable[[Path], None]:
    def damaged(file: Path) -> None:
        with np.load(file) as stored:
            arrays = {name: stored[name] for name in stored.files}
        with file.open("wb") as opened:
            np.savez(opened, **{**arrays, **changed})  # type: ignore[arg-type]

    return damaged


DAMAGE = {
    "database cut": database(cut),
    "database empty": database(lambda file: file.write_bytes(b"")),
    "database deleted": database(Path.unlink),
    "database is none": database(lambda file: file.write_bytes(b"none" * 4096)),
    "database of another program": database(other),
    "database with lost pages": database(zero),
    "database is a directory": database(become_directory),
    "records deleted": edit(lambda one: one.delete(ids=one.get(limit=2)["ids"])),
    "record changed": edit(
        lambda one: one.update(
            one.get(limit=1)["ids"], documents=["Other."], embeddings=[[0.1] * 384]
        )
    ),
    "records without texts": edit(
        lambda one: one.update(one.get(limit=1)["ids"], metadatas=[{"parts": "x", "day": "y"}])
    ),
    "facts lost": edit(lose_facts_and_name),
    "wrong dimensions": shorten_vectors,
    "tokens deleted": tokens(Path.unlink),
    "tokens cut": tokens(cut),
    "tokens no archive": tokens(lambda file: file.write_bytes(b"none")),
    "tokens a bare array": tokens(array_file),
    "tokens pickled": tokens(pickled),
    "tokens of one axis": tokens(misshapen(bits=np.zeros(5, np.uint8))),
    "tokens too few": tokens(misshapen(sizes=np.full(PAGES, 1))),
    "tokens without axis": tokens(misshapen(hashes=np.array("x"))),
    "tokens of numbers": tokens(misshapen(hashes=np.zeros(PAGES))),
    "tokens negative": tokens(misshapen(sizes=np.full(PAGES, -1))),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_every_damage_ends_in_a_working_index(home: Path, kind: str) -> None:
    DAMAGE[kind](home)
    found = asked()
    if found == "page-7":  # It was built again, by itself.
        return
    assert "workos-docs doctor --repair" in found or "refresh()" in found
    done = run("doctor", "--repair", env=OFFLINE)
    assert done.exit_code == 0, done.stdout
    assert "problem" not in done.stdout
    assert asked() == "page-7"
    assert run("doctor", "--repair", env=OFFLINE).stdout.startswith(f"{NAME}: intact\n")


def test_a_database_that_is_damaged_is_kept(home: Path) -> None:
    file = home / "index" / "chroma.sqlite3"
    cut(file)
    before = file.read_bytes()
    assert "moved to" in run("doctor", "--repair", env=OFFLINE).stdout
    assert (home / "index" / "damaged-1" / file.name).read_bytes() == before


@pytest.mark.parametrize("damage", ["edited", "missing", "half unpacked"])
def test_files_that_are_not_as_they_were_fetched_are_not_indexed(home: Path, damage: str) -> None:
    archive = home / "docs.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(home / "snapshots" / "9.9.9" / "package", "package")
    snapshot = home / "snapshots" / "9.9.9"
    shutil.rmtree(snapshot)
    fetched = cached_snapshot(snapshot, LAYOUTS, "the package", partial(unpack, archive))
    assert not changed_files(snapshot)
    pages = sorted(fetched.docs.rglob("*.mdx"))
    if damage == "edited":
        pages[0].write_text("# Edited\n\nBy hand.\n")
    for page in {"missing": pages[:1], "half unpacked": pages[6:]}.get(damage, []):
        page.unlink()
    assert len(changed_files(snapshot)) == (6 if damage == "half unpacked" else 1)
    assert asked() == "page-7", "what was indexed before answers"
    with (
        WorkOSDocs.open("9.9.9", sdks=(), progress=False) as docs,
        pytest.raises(SourceError, match=r"not as they were fetched.*workos-docs doctor --repair"),
    ):
        docs._serving.origin.open(refresh=False, renew=True, progress=False)
    offline = run("doctor", "--repair", env=OFFLINE)
    assert offline.exit_code == 2
    assert len(offline.stderr.splitlines()) == 1
    assert fetched.docs.is_dir(), "what is left is kept until it is fetched"
    assert asked() == "page-7"
    renew_snapshot(
        snapshot,
        lambda: cached_snapshot(snapshot, LAYOUTS, "the package", partial(unpack, archive)),
    )
    assert not changed_files(snapshot)
    assert run("doctor", "--repair", env=OFFLINE).exit_code == 0
