"""The Chroma database in which collections lie: its clients, and one writer at a time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from workos_docs_loaders.source import home
from workos_docs_tools.errors import StoreBusyError, StoreError
from workos_docs_tools.index.chroma import close, persistent_client
from workos_docs_tools.index.store import Store, SyncReport
from workos_docs_tools.index.tokens import SUFFIX, renew_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from chromadb.api import ClientAPI

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder

_LOCK_SECONDS = 900
"""Several times what indexing a version takes."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where collections lie, and the model that embeds them."""

    directory: Path
    """Directory of the Chroma database, if `client` is `None`; always of the writers' lock."""
    client: ClientAPI | None
    """The user's own client."""
    embedder: Embedder

    def connect(self) -> ClientAPI:
        """Return the user's client, or a new one."""
        return self.client or persistent_client(self.directory)

    def close(self, client: ClientAPI) -> None:
        """Close a client, unless it is the user's own."""
        if client is not self.client:
            close(client)

    def find(self, client: ClientAPI, name: str) -> Store | None:
        """Open a collection, if it exists.

        Raises:
            EmbedderMismatchError: It was built with another embedding model.
            StoreError: Chroma refused.
        """
        return Store.find(client, name, self.embedder)

    def ready(self, client: ClientAPI, name: str) -> bool:
        """Whether a collection is complete, and of this version of the loaders.

        Raises:
            EmbedderMismatchError: It was built with another embedding model.
            StoreError: Chroma refused.
        """
        store = self.find(client, name)
        return store is not None and store.is_ready

    def build(
        self,
        name: str,
        nodes: Sequence[Node],
        facts: str,
        *,
        date: str | None = None,
        progress: bool,
    ) -> SyncReport:
        """Make a collection hold some nodes and facts. Clients that are open may not see it.

        Args:
            name: The collection.
            nodes: At least one.
            facts: What else it stores.
            date: ISO date that they are current to; by default that of the newest.
            progress: Show a progress bar while embedding.

        Raises:
            StoreError: Chroma refused, or another process is building for too long.
            EmbedderMismatchError: The collection was built with another embedding model.
        """
        with self._alone():
            # What other processes wrote before this one's turn, older clients may not see.
            client = self.connect()
            store = Store.create(client, name, self.embedder)
            report, tokens = store.sync(nodes, facts, date=date, progress=progress)
            renew_tokens(self.token_file(name), nodes, self.embedder, tokens, progress=progress)
            self.close(client)
        return report

    def token_file(self, collection: str) -> Path:
        """Return the file of a collection's tokens."""
        return self.directory / f"{collection}{SUFFIX}"

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


def index_directory() -> Path:
    """Return the default directory of the Chroma database."""
    return home() / "index"
