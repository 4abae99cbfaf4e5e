"""The Chroma database in which collections lie: its clients, and one writer at a time."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.source import home
from workos_docs_tools.embeddings import TokenEmbedder
from workos_docs_tools.errors import StoreBusyError, StoreError
from workos_docs_tools.storage.generations import Generations
from workos_docs_tools.storage.leases import leased
from workos_docs_tools.storage.remembered import connect, disconnect, known, real_client
from workos_docs_tools.storage.repair import set_aside
from workos_docs_tools.storage.servers import Server, server_of
from workos_docs_tools.storage.shared_tokens import pull_tokens, push_tokens
from workos_docs_tools.storage.store import Compared, SyncReport
from workos_docs_tools.storage.tokens import SUFFIX, StoredTokens, TokenFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from chromadb.api import ClientAPI

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder
    from workos_docs_tools.storage.leases import Lease
    from workos_docs_tools.storage.store import Store, Told

_LOCK_SECONDS = 900
"""Several times what indexing a version takes."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where collections lie, and the model that embeds them."""

    directory: Path
    """Directory of the Chroma database, if `client` is `None`; always of the writers' lock."""
    client: ClientAPI | Server | None
    """The user's own client, or the server that is asked in place of a directory."""
    embedder: Embedder

    @property
    def server(self) -> Server | None:
        """The server that has the collections; `None` where they lie on this machine."""
        if self.client is None or isinstance(self.client, Server):
            return self.client
        return server_of(self.client)

    def connect(self) -> ClientAPI:
        """Return the user's client, or a new one; of a server that is away what was copied.

        Raises:
            StoreError: The database cannot be opened.
            ServerAwayError: The server does not answer, and nothing of it was copied.
        """
        if self.client is None:
            return connect(self.directory)
        if server := self.server:
            return server.reached(self.directory)
        assert not isinstance(self.client, Server)
        return self.client

    def glance(self) -> ClientAPI | None:
        """Return what `connect` does, or nothing while the database must be opened to tell.

        Raises:
            StoreError: The server refuses, or does not answer and nothing of it was copied.
        """
        return known(self.directory) if self.client is None else self.connect()

    def close(self, client: ClientAPI) -> None:
        """Close a client, unless it is the user's own, or of a server."""
        if self.client is None:
            disconnect(client)

    def note(self, stores: Iterable[Store]) -> None:
        """Note which collections of a server were copied to this machine, if they are of one."""
        if server := self.server:
            for store in stores:
                server.note(self.directory, store.name, store.collection)

    def find(self, client: ClientAPI, name: str) -> Store | None:
        """Return the collection that answers under a name, if there is any.

        Raises:
            EmbedderMismatchError: It was built with another embedding model.
            StoreError: Chroma refused.
        """
        return self._generations(client, name).serving()

    def ready(self, client: ClientAPI, name: str) -> bool:
        """Whether a complete collection, of this version of the loaders, answers under a name.

        Raises:
            EmbedderMismatchError: It was built with another embedding model.
            StoreError: Chroma refused.
        """
        store = self.find(client, name)
        if store is None or not store.is_ready:
            return False
        self._settle(store)
        return True

    def build(
        self,
        name: str,
        nodes: Sequence[Node],
        facts: str,
        *,
        date: str | None = None,
        wait: bool = True,
        check: bool = False,
        told: Told | None = None,
        progress: bool,
    ) -> SyncReport:
        """Make a collection hold some nodes and facts. Until it does, the former one serves.

        Args:
            name: The collection.
            nodes: At least one.
            facts: What else it stores.
            date: ISO date that they are current to; by default that of the newest.
            wait: Wait for another process, or another machine, that is writing.
            check: Ask the model how long its vectors are, and build anew what has others.
            told: Told how many nodes are embedded, and of how many, if any need be.
            progress: Show a progress bar while embedding.

        Raises:
            StoreError: Chroma refused.
            StoreBusyError: Another process, or machine, is writing, or has been for too long.
            EmbedderMismatchError: The collection was built with another embedding model.
            InvalidEmbedderError: The model returned something other than vectors.
        """
        dimensions = len(self.embedder.embed_query("dimensions")) if check else None
        with self._connected() as client:
            served = self.find(client, name)
            if served and self.client:
                self.tokens(served, {node.content_hash for node in nodes})
            is_same = served and _is_same(served, _compare(served, nodes, dimensions), facts)
            if served and is_same and self._tokens(name).hold(nodes):
                self._settle(served)
                return SyncReport(len(nodes), embedded=0, reused=0, deleted=0)
        # What other processes wrote before this one's turn, older clients may not see.
        with self._alone(wait=wait), self._leased(name, wait=wait) as lease:
            with self._connected() as client:
                tell = _held(lease, told)
                report, is_new = self._build(
                    client, name, nodes, facts, date, dimensions, tell, progress=progress
                )
            # Each with a client of its own: users may write meanwhile, and an older one cannot
            # read what they wrote.
            if is_new:
                if lease:
                    lease.require()
                with self._connected() as client:
                    self._generations(client, name).switch()
                with suppress(StoreError), self._connected() as client:
                    self._generations(client, name).catch_up()
            return report

    def tokens(self, store: Store, hashes: AbstractSet[str]) -> StoredTokens | None:
        """Return the tokens of a collection's texts, if they are here or can be fetched.

        Through the user's own client other machines may use the database: what one of them has
        computed is beside the collection, and is kept here once it was fetched.

        Args:
            store: The collection.
            hashes: Content hashes of the texts.

        Raises:
            StoreError: Chroma refused.
        """
        name, file = self.embedder.name, self.token_file(store.name)
        found = StoredTokens.load(file, name)
        is_whole = found is not None and hashes <= found.rows.keys()
        if is_whole or self.client is None or not isinstance(self.embedder, TokenEmbedder):
            return found
        fetched = pull_tokens(store.client, store.name, name, hashes)
        if fetched:
            with suppress(OSError, StoreError):  # As where the directory is read-only.
                self.directory.mkdir(parents=True, exist_ok=True)
                fetched.save(file)
        return fetched or found

    def set_aside(self) -> Path:
        """Move the database, which is damaged, where nobody looks for it; return that place.

        Raises:
            StoreError: It cannot be moved.
            StoreBusyError: Another process has been writing for too long.
        """
        with self._alone():
            return set_aside(self.directory)

    def token_file(self, collection: str) -> Path:
        """Return the file of a collection's tokens."""
        return self.directory / f"{collection}{SUFFIX}"

    def _build(
        self,
        client: ClientAPI,
        name: str,
        nodes: Sequence[Node],
        facts: str,
        date: str | None,
        dimensions: int | None,
        told: Told | None,
        *,
        progress: bool,
    ) -> tuple[SyncReport, bool]:
        """Build the next collection, if one is needed; say so."""
        generations, tokens = self._generations(client, name), self._tokens(name)
        generations.settle()
        served = generations.serving()
        before = _compare(served, nodes, dimensions)
        is_new, embedded = served is None or not _is_same(served, before, facts), 0
        if is_new:
            dimensions = dimensions or len(self.embedder.embed_query("dimensions"))
            following = generations.following(dimensions)
            report = following.sync(
                nodes,
                facts,
                date=date,
                known={
                    content: vector
                    for content, vector in before.vectors.items()
                    if len(vector) == dimensions
                },
                dimensions=dimensions,
                keep=tokens.keep,
                told=told,
                progress=progress,
            )
            embedded = report.embedded
        if served and self.client:
            # What another machine computed while it was waited for.
            self.tokens(served, {node.content_hash for node in nodes})
        # Before the switch and for both of them: the former one has its readers still.
        tokens.renew(nodes, also=before.vectors.keys(), progress=progress)
        held = StoredTokens.load(tokens.path, self.embedder.name) if self.client else None
        if held:
            push_tokens(client, name, held)
        reused = max(len(before.changed) - embedded, 0)
        return SyncReport(len(nodes), embedded, reused, len(before.vanished)), is_new

    def _settle(self, served: Store) -> None:
        """Give the collection that serves its name, if an interrupted build has not.

        Users who open the collection themselves look for it there.
        """
        if served.collection.name != served.name:
            name = served.name
            with (
                suppress(StoreError),
                self._alone(wait=False),
                self._leased(name, wait=False),
            ):
                self._generations(served.client, served.name).settle()

    def _generations(self, client: ClientAPI, name: str) -> Generations:
        return Generations(client, name, self.embedder)

    def _tokens(self, name: str) -> TokenFile:
        return TokenFile(self.token_file(name), self.embedder)

    @contextmanager
    def _connected(self) -> Iterator[ClientAPI]:
        """Open the database itself: more than what is remembered of it will be asked."""
        client = self.connect()
        try:
            yield real_client(client)
        finally:
            self.close(client)

    @contextmanager
    def _alone(self, *, wait: bool = True) -> Iterator[None]:
        """Keep other processes from writing."""
        from filelock import FileLock, Timeout  # Late: only writers need a lock.

        lock = FileLock(self.directory / ".lock", timeout=_LOCK_SECONDS if wait else 0)
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            long = f" for over {_LOCK_SECONDS // 60} minutes" if wait else ""
            raise StoreBusyError(
                f"Another process has been writing to {self.directory}{long}. End it, or pass "
                "another persist_directory=."
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

    @contextmanager
    def _leased(self, name: str, *, wait: bool) -> Iterator[Lease | None]:
        """Keep other machines from building a collection, if it lies on a server."""
        server = self.server
        if server is None:
            yield None
            return
        with leased(server.client, name, wait=_LOCK_SECONDS if wait else 0) as lease:
            yield lease


def _held(lease: Lease | None, told: Told | None) -> Told | None:
    """Return what is told how far a build is, and ends it where its lease has expired."""
    if lease is None:
        return told

    def tell(embedded: int, of: int) -> None:
        lease.require()
        if told:
            told(embedded, of)

    return tell


def _compare(served: Store | None, nodes: Sequence[Node], dimensions: int | None) -> Compared:
    """Compare what serves with some nodes; nothing serves where it cannot be read or searched."""
    if served:
        with suppress(StoreError):
            compared = served.compare(nodes)
            if {len(vector) for vector in compared.vectors.values()} <= {
                dimensions
            } or not dimensions:
                return compared
    return Compared(tuple(nodes), (), {})


def _is_same(served: Store, compared: Compared, facts: str) -> bool:
    """Whether a collection holds the nodes that it was compared with, and some facts."""
    if not served.is_ready or compared.changed or compared.vanished:
        return False
    try:
        return served.facts() == facts
    except StoreError:
        return False


def index_directory() -> Path:
    """Return the default directory of the Chroma database."""
    return home() / "index"
