"""The real documentation, fetched and indexed once a run; `WORKOS_DOCS_HOME` says where."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from time import monotonic, sleep
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import settings

from benchmarks.site.feed import feed
from benchmarks.site.server import Site
from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.source import open_source
from workos_docs_tools import WorkOSDocs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from workos_docs_loaders.models import Document, Node, Snapshot, SourceFile

VERSIONS = ("0.1.0", "0.2.0")
SERVED = (
    "events",
    "events/data-syncing",
    "glossary",
    "reference/organization",
    "reference/organization/create",
    "reference/organization/get",
    "reference/organization/get-by-external-id",
    "reference/organization/list",
    "sso",
    "sso/login-flows",
)
"""Pages that a site on loopback has."""
SDKS = ("python@10.8.0", "node@11.0.0", "authkit-nextjs@4.3.2")

# How long an example takes depends on what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def snapshots() -> Mapping[str, Snapshot]:
    """The published snapshots by version."""
    return {version: open_source(version=version) for version in VERSIONS}


@pytest.fixture(scope="session")
def corpora(snapshots: Mapping[str, Snapshot]) -> Mapping[str, Corpus]:
    """The corpora by version, read in strict mode: the published files have no problem."""
    return {version: Corpus.read(snapshot, strict=True) for version, snapshot in snapshots.items()}


@pytest.fixture(scope="session")
def source_files(corpora: Mapping[str, Corpus]) -> Mapping[str, tuple[SourceFile, ...]]:
    """All files of each version."""
    return {version: corpus.files for version, corpus in corpora.items()}


@pytest.fixture(scope="session")
def corpus_nodes(corpora: Mapping[str, Corpus]) -> Mapping[str, tuple[Node, ...]]:
    """All nodes of each version."""
    return {version: tuple(corpus.nodes()) for version, corpus in corpora.items()}


@pytest.fixture(scope="session")
def docs() -> WorkOSDocs:
    """The documentation 0.2.0 alone, indexed with the bundled model."""
    return WorkOSDocs.open("0.2.0", sdks=(), progress=False)


@pytest.fixture(scope="session")
def docs_010() -> WorkOSDocs:
    """The documentation 0.1.0 alone, indexed with the bundled model."""
    return WorkOSDocs.open("0.1.0", sdks=(), progress=False)


@pytest.fixture(scope="session")
def sdk_docs() -> WorkOSDocs:
    """The documentation 0.2.0 with three SDKs."""
    return WorkOSDocs.open("0.2.0", sdks=SDKS, progress=False)


@pytest.fixture(scope="session")
def served_documents(corpora: Mapping[str, Corpus]) -> Sequence[Document]:
    """Some pages of the documentation 0.2.0."""
    corpus = corpora["0.2.0"]
    return [corpus.document(file) for file in corpus.content_files if file.path in SERVED]


@pytest.fixture
def site(served_documents: Sequence[Document], corpora: Mapping[str, Corpus]) -> Iterator[Site]:
    """A server of these pages, and of the changelog as a feed."""
    with Site() as server:
        server.serve(served_documents)
        (releases,) = corpora["0.2.0"].changelogs().values()
        server.files["/changelog/rss.xml"] = feed(releases, "https://workos.com").encode()
        yield server


def until(is_so: Callable[[], object], seconds: float = 60) -> None:
    """Wait for what a thread or another process does."""
    end = monotonic() + seconds
    while not is_so():
        assert monotonic() < end
        sleep(0.05)


@pytest.fixture
def open_tree(tmp_path: Path) -> Callable[..., WorkOSDocs]:
    """Write pages below `source`, and open them with their index in `index`."""

    def opened(files: Mapping[str, str], **arguments: object) -> WorkOSDocs:
        for name, text in files.items():
            file = tmp_path / "source" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        options = {"persist_directory": tmp_path / "index", "progress": False, **arguments}
        return WorkOSDocs.open(source=tmp_path / "source", **options)  # type: ignore[arg-type]

    return opened


@contextmanager
def run_chroma(
    directory: Path, port: int | None = None
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run a Chroma server as its own process; yield its port, a free one if None, and it."""
    if port is None:
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [program, "run", "--path", directory, "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{port}/api/v2/heartbeat").raise_for_status()
                break
            except httpx.HTTPError:
                sleep(0.1)
        yield port, process
        process.terminate()


@pytest.fixture(scope="session")
def chroma_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of a Chroma server that all tests share."""
    with run_chroma(tmp_path_factory.mktemp("chroma")) as (port, _):
        yield port


@pytest.fixture
def chroma_server(tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Port and process of a Chroma server that a test may end."""
    with run_chroma(tmp_path) as server:
        yield server
