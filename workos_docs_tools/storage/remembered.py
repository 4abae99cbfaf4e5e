"""What the collections of a database say of themselves, remembered while its files are the same.

Chroma takes a second to import and to open a database. Whoever only asks which collections there
are, and what their metadata says, is answered from a small file beside the database, if the files
of the database are as they were when that was written. All else is Chroma's, once it is asked for.
"""

from __future__ import annotations

import json
import os
from abc import ABC, abstractmethod
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import UUID

from workos_docs_loaders.site.kept import write_whole
from workos_docs_tools.storage.chroma import chroma_errors, close, persistent_client

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    Remembered = Mapping[str, "Noted"]
    """Collections by name."""

FILE = "collections.noted"
_DATABASE = ("chroma.sqlite3", "chroma.sqlite3-journal", "chroma.sqlite3-wal")
_DIGEST = 16
_FORMAT = b"2"
"""Part of the digest, so that what was written in another format is asked again."""
_HEADER = 100
"""Bytes at the beginning of an SQLite database, or of its log, in which changes are counted."""


class Noted(NamedTuple):
    """What is remembered of a collection."""

    id: str
    metadata: Mapping[str, Any]


def connect(directory: Path) -> ClientAPI:
    """Return a client of the database in a directory, which is made if it does not exist.

    If the database is as remembered, Chroma is neither imported nor opened before it is needed.

    Raises:
        StoreError: It cannot be made or written, or holds something else.
    """
    return known(directory) or _opened(directory)


def known(directory: Path) -> ClientAPI | None:
    """Return a client of the database as it is remembered; `None` if it has changed since."""
    return cast("ClientAPI", RememberedClient(directory)) if _remembered(directory) else None


def disconnect(client: ClientAPI) -> None:
    """Close the files of a client that `connect` returned."""
    opened: object = client
    if isinstance(opened, RememberedClient):
        opened.close()
    else:
        close(client)


class StandIn(ABC):
    """What stands in for a client, as far as is known what that would answer."""

    @property
    @abstractmethod
    def real(self) -> ClientAPI:
        """The client."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


class RememberedClient(StandIn):
    """A client that knows collections by name, and opens the database for whatever else is asked.

    It may be used from several threads.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = RLock()
        self._opened: ClientAPI | None = None

    def get_collection(self, name: str, **options: Any) -> Collection:
        """Return a collection, as Chroma does."""
        noted = self._known.get(name)
        if noted is None:
            return self.real.get_collection(name, **options)
        return cast("Collection", RememberedCollection(name, noted, self))

    def list_collections(self) -> Sequence[Collection]:
        """Return all collections, as Chroma does."""
        known = self._known
        if not known:
            return self.real.list_collections()
        found = [RememberedCollection(name, noted, self) for name, noted in known.items()]
        return cast("Sequence[Collection]", found)

    def close(self) -> None:
        """Close the database, if it was opened."""
        with self._lock:
            if self._opened is not None:
                close(self._opened)

    @property
    def real(self) -> ClientAPI:
        """A client of the database, opened now if it was not before."""
        with self._lock:
            if self._opened is None:
                self._opened = _opened(self._directory)
            return self._opened

    @property
    def _known(self) -> Remembered:
        return {} if self._opened else _remembered(self._directory)


class RememberedCollection:
    """What is remembered of a collection; the database is opened for whatever else."""

    def __init__(self, name: str, noted: Noted, client: StandIn) -> None:
        self.name = name
        self.id = UUID(noted.id)
        self.metadata = noted.metadata
        self._client = client

    @cached_property
    def real(self) -> Collection:
        """The collection itself, whatever has been given its name since."""
        return self._client.real.get_collection_by_id(self.id, embedding_function=None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def real_client(client: ClientAPI) -> ClientAPI:
    """Return the client that Chroma made."""
    opened: object = client
    return opened.real if isinstance(opened, StandIn) else client


def real_collection(collection: Collection) -> Collection:
    """Return the collection that Chroma made."""
    found: object = collection
    return found.real if isinstance(found, RememberedCollection) else collection


def _opened(directory: Path) -> ClientAPI:
    """Open the database, and remember what is there: opening alone counts as a change of it."""
    client = persistent_client(directory)
    state = _state(directory)
    with chroma_errors(f"Chroma refused the database in {directory}"):
        found = {
            listed.name: Noted(str(listed.id), listed.metadata or {})
            for listed in client.list_collections()
        }
    if found and state == _state(directory):
        write_notes(directory / FILE, {"state": state, "collections": found})
    return client


def _remembered(directory: Path) -> Remembered:
    """Return what was written down; nothing if that is damaged, or the database has changed."""
    read = read_notes(directory / FILE)
    if not read or read["state"] != _state(directory):
        return {}
    return {name: Noted(*noted) for name, noted in read["collections"].items()}


def write_notes(file: Path, notes: Mapping[str, Any]) -> None:
    """Write notes to a file, if it can be written."""
    text = json.dumps(notes).encode()
    with suppress(OSError):  # As where the directory is read-only.
        write_whole(file, _digest(text) + text)


def read_notes(file: Path) -> Mapping[str, Any]:
    """Return the notes of a file; none if it is missing or damaged."""
    try:
        written = file.read_bytes()
    except OSError:
        return {}
    notes = written[_DIGEST:]
    if written[:_DIGEST] != _digest(notes):
        return {}
    found: Mapping[str, Any] = json.loads(notes)
    return found


def _digest(notes: bytes) -> bytes:
    return blake2b(notes, digest_size=_DIGEST, person=_FORMAT).digest()


def _state(directory: Path) -> list[list[Any]]:
    """Return what is another after every change of the database."""
    found: list[list[Any]] = []
    for name in _DATABASE:
        with suppress(OSError), (directory / name).open("rb") as file:
            header = file.read(_HEADER).hex()
            status = os.fstat(file.fileno())
            found.append([name, status.st_ino, status.st_size, status.st_mtime_ns, header])
    return found
