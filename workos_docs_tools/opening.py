"""From what the user asks for to a collection that is ready: fetch, read, synchronise."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.source import home, open_source
from workos_docs_tools.errors import StoreBusyError
from workos_docs_tools.store import Store, SyncReport

if TYPE_CHECKING:
    from pathlib import Path

    from chromadb.api import ClientAPI

    from workos_docs_loaders.models import Snapshot
    from workos_docs_tools.embeddings import Embedder

_LOCK_SECONDS = 900
"""Several times what indexing a version takes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What documentation is asked for, and where its index lives."""

    version: str | None
    source: str | Path | None
    directory: Path
    """Directory of the Chroma database, if `client` is `None`; always of the writers' lock."""
    client: ClientAPI | None
    embedder: Embedder

    def open(self, *, refresh: bool, progress: bool) -> tuple[Store, SyncReport | None]:
        """Return the collection, and what synchronising it did if that was needed.

        Args:
            refresh: Read the source and synchronise, even if the collection is complete; without
                a pinned version, also ask for a newer one.
            progress: Show a progress bar while embedding.
        """
        client = self.client or _persistent_client(self.directory)
        if self.version and self.source is None and not refresh:
            # A version that is indexed needs neither its files nor the network.
            store = Store.find(client, collection_name(self.version), self.embedder)
            if store and store.is_ready:
                return store, None
        snapshot = open_source(self.source, version=self.version, refresh=refresh)
        name = collection_name(_identity(snapshot))
        store = Store.find(client, name, self.embedder)
        # A published version never changes; the files of a directory may have.
        if store and store.is_ready and self.source is None and not refresh:
            return store, None
        nodes = tuple(Corpus.read(snapshot).nodes())
        self.directory.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.directory / ".lock", timeout=_LOCK_SECONDS):
                store = Store.create(client, name, self.embedder)
                return store, store.sync(nodes, progress=progress)
        except Timeout as error:
            raise StoreBusyError(
                f"Another process has been writing to {self.directory} for over "
                f"{_LOCK_SECONDS // 60} minutes. End it, or pass another persist_directory=."
            ) from error


def collection_name(version: str) -> str:
    """Return the name of the Chroma collection that holds a version."""
    return f"workos-docs-{version}"


def index_directory() -> Path:
    """Return the default directory of the Chroma database."""
    return home() / "index"


def _identity(snapshot: Snapshot) -> str:
    if snapshot.version != "local":
        return snapshot.version
    place = blake2b(str(snapshot.docs.resolve()).encode(), digest_size=4).hexdigest()
    return f"local-{place}"


def _persistent_client(directory: Path) -> ClientAPI:
    import chromadb

    directory.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(directory)
