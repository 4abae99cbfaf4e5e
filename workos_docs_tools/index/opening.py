"""From what the user asks for to a collection that is ready: fetch, read, synchronise."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.errors import SourceNotFoundError
from workos_docs_loaders.source import LOCAL_VERSION, home, open_source
from workos_docs_tools.errors import StoreBusyError, StoreError
from workos_docs_tools.index.chroma import close, persistent_client
from workos_docs_tools.index.store import Store, SyncReport
from workos_docs_tools.index.tokens import SUFFIX, renew_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

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

        Raises:
            SourceError: The documentation cannot be read or fetched.
            StoreError: Chroma refused, or another process is building for too long.
            EmbedderMismatchError: The collection was built with another embedding model.
        """
        client = self._connect()
        published = self.source is None and not refresh
        if published and self.version:
            # A version that is indexed needs neither its files nor the network.
            store = Store.find(client, collection_name(self.version), self.embedder)
            if store and store.is_ready:
                return store, None
        snapshot = open_source(self.source, version=self.version, refresh=refresh)
        name = collection_name(self._identity(snapshot))
        store = Store.find(client, name, self.embedder)
        # A published version never changes; the files of a directory may have.
        if published and store and store.is_ready:
            return store, None
        nodes = tuple(Corpus.read(snapshot).nodes())
        if not nodes:
            raise SourceNotFoundError(f"The pages in {snapshot.docs} hold no text.")
        with self._alone():
            # What other processes wrote before this one's turn, a client that is open may not see.
            self._close(client)
            client = self._connect()
            store = Store.create(client, name, self.embedder)
            report, tokens = store.sync(nodes, progress=progress)
            renew_tokens(self.token_file(name), nodes, self.embedder, tokens, progress=progress)
        store = Store.find(client, name, self.embedder)
        assert store is not None
        return store, report

    def reopen(self, store: Store) -> Store:
        """Return a store's collection as it is now, after what other processes have written."""
        return Store.find(self._connect(), store.collection.name, self.embedder) or store

    def release(self, store: Store) -> None:
        """Close a store's client, unless it is the user's own."""
        self._close(store.client)

    def token_file(self, collection: str) -> Path:
        """Return the file of a collection's tokens."""
        return self.directory / f"{collection}{SUFFIX}"

    def _connect(self) -> ClientAPI:
        return self.client or persistent_client(self.directory)

    def _close(self, client: ClientAPI) -> None:
        if client is not self.client:
            close(client)

    def _identity(self, snapshot: Snapshot) -> str:
        is_archive = self.source is not None and Path(self.source).expanduser().is_file()
        if self.source is None or (is_archive and snapshot.version != LOCAL_VERSION):
            return snapshot.version
        # The files of a directory may have been edited: they must not pass for a version.
        directory = blake2b(str(snapshot.docs.resolve()).encode(), digest_size=4).hexdigest()
        return f"{snapshot.version}-{directory}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from writing."""
        lock = FileLock(self.directory / ".lock", timeout=_LOCK_SECONDS)
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise StoreBusyError(
                f"Another process has been writing to {self.directory} for over "
                f"{_LOCK_SECONDS // 60} minutes. End it, or pass another persist_directory=."
            ) from error
        except OSError as error:
            raise StoreError(
                f"The directory {self.directory} cannot hold the lock of the index: {error}. Pass "
                "another persist_directory=, or set WORKOS_DOCS_HOME."
            ) from error
        try:
            yield
        finally:
            lock.release()


def collection_name(version: str) -> str:
    """Return the name of the Chroma collection that holds a version."""
    return f"workos-docs-{re.sub(r'[^A-Za-z0-9.-]', '_', version)}"


def index_directory() -> Path:
    """Return the default directory of the Chroma database."""
    return home() / "index"
