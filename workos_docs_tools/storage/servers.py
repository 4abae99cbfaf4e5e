"""A Chroma server, and what its collections said of themselves when they were last copied.

Search runs over a copy on this machine, so a server that does not answer is missed only by whoever
has no copy. What a copy is found by is noted beside it, with the time; while the server is away, a
client that has nothing but these notes stands in for it.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import blake2b
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from workos_docs_tools.errors import InvalidArgumentError, ServerAwayError, StoreError
from workos_docs_tools.storage.chroma import unreachable
from workos_docs_tools.storage.remembered import (
    Noted,
    RememberedCollection,
    StandIn,
    read_notes,
    write_notes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

URL_VARIABLE = "WORKOS_DOCS_CHROMA_URL"
TOKEN_VARIABLE = "WORKOS_DOCS_CHROMA_TOKEN"
_DIRECTORY = "servers"
"""Directory of the notes, beside the copies."""
_PATIENCE = 5.0
"""Seconds in which a server must answer; Chroma's client would wait for ever."""


class Server:
    """A Chroma server, whether it answers or not. It may be used from several threads."""

    def __init__(self, url: str, make: Callable[[], ClientAPI], database: str = "") -> None:
        """Name a server.

        Args:
            url: Its address.
            make: Returns a client of it; called until it does.
            database: Which of its databases is meant, if not the one that Chroma takes unasked.
        """
        self.url = url
        self._key = f"{url} {database}".strip()
        self._make = make
        self._made: ClientAPI | None = None
        self._lock = Lock()

    @property
    def client(self) -> ClientAPI:
        """A client of the server, which answers.

        Raises:
            ServerAwayError: It does not.
            StoreError: It refuses.
        """
        answer: SimpleQueue[ClientAPI | Exception] = SimpleQueue()
        Thread(target=lambda: answer.put(self._asked()), daemon=True).start()
        try:
            client = answer.get(timeout=_PATIENCE)
        except Empty:
            raise ServerAwayError(self.url, f"nothing for {_PATIENCE:.0f} seconds") from None
        if not isinstance(client, Exception):
            return client
        if unreachable(client):
            raise ServerAwayError(self.url, client) from client
        raise StoreError(
            f"The Chroma server at {self.url} refuses: {client}. Check {URL_VARIABLE}, or "
            f"{TOKEN_VARIABLE} where the server asks for a token."
        ) from client

    def reached(self, directory: Path) -> ClientAPI:
        """Return a client of the server; while it does not answer, one that has our notes.

        Args:
            directory: Where the copies lie.

        Raises:
            ServerAwayError: It does not answer, and nothing of it was copied.
            StoreError: It refuses.
        """
        try:
            return self.client
        except ServerAwayError as error:
            notes = [read_notes(file) for file in self._notes(directory).glob("*.noted")]
            if not any(notes):
                raise
            return cast("ClientAPI", AwayClient([one for one in notes if one], error))

    def note(self, directory: Path, name: str, collection: Collection) -> None:
        """Note what a collection, which was copied now, says of itself.

        Args:
            directory: Where the copies lie.
            name: What the collection is known by.
            collection: The one that answers now.
        """
        if notice_of(collection):  # The server is away: it was noted before.
            return
        noted = Noted(str(collection.id), collection.metadata or {})
        seen = datetime.now(UTC).isoformat(" ", "minutes").removesuffix("+00:00")
        # A collection that is about to get its name is known by it already.
        notes = {"name": name, "own": collection.name, "noted": noted, "seen": f"{seen} UTC"}
        directory = self._notes(directory)
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError:  # As where it is read-only.
            return
        write_notes(directory / f"{name}.noted", notes)

    def _asked(self) -> ClientAPI | Exception:
        try:
            with self._lock:
                if self._made is None:
                    self._made = self._make()
                self._made.heartbeat()
                return self._made
        except Exception as error:  # Chroma raises ValueError, KeyError and others.
            return error

    def _notes(self, directory: Path) -> Path:
        return directory / _DIRECTORY / blake2b(self._key.encode(), digest_size=8).hexdigest()


class AwayCollection(RememberedCollection):
    """What a collection of a server that is away said of itself."""

    def __init__(self, name: str, noted: Noted, client: AwayClient, notice: str) -> None:
        super().__init__(name, noted, client)
        self.notice = notice
        """What is to be known of answers that are given from its copy."""


class AwayClient(StandIn):
    """A client of a server that is away: it knows what was copied, and raises at all else."""

    def __init__(self, notes: Sequence[Mapping[str, Any]], error: ServerAwayError) -> None:
        self._error = error
        self._known = {
            one["name"]: AwayCollection(
                one["own"],
                Noted(*one["noted"]),
                self,
                f"The Chroma server at {error.url} does not answer: this is its copy of "
                f"{one['seen']}.",
            )
            for one in notes
        }

    def get_collection(self, name: str, **_: Any) -> Collection:
        """Return what was noted of a collection."""
        if name not in self._known:
            from chromadb.errors import NotFoundError

            raise NotFoundError(f"Nothing of {name} was copied.")
        return cast("Collection", self._known[name])

    def list_collections(self) -> Sequence[Collection]:
        """Return what was noted of all collections."""
        return cast("Sequence[Collection]", list(self._known.values()))

    @property
    def real(self) -> ClientAPI:
        """Nothing: the server is away."""
        raise ServerAwayError(self._error.url) from self._error


def named_server() -> Server | None:
    """Return the server that the environment names, if it names one.

    `WORKOS_DOCS_CHROMA_URL` is its address, `https://chroma.example.com:8000`; with
    `WORKOS_DOCS_CHROMA_TOKEN` the token is sent that it asks for.

    Raises:
        InvalidArgumentError: It is no address of a server.
    """
    address = os.environ.get(URL_VARIABLE, "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in ("http", "https") or parts.path.strip("/"):
        raise InvalidArgumentError(URL_VARIABLE, address, hint="One is like http://localhost:8000.")
    token = os.environ.get(TOKEN_VARIABLE, "")
    headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {}
    is_safe = parts.scheme == "https"
    port = port or (443 if is_safe else 80)

    def make() -> ClientAPI:
        import chromadb

        return chromadb.HttpClient(host, port, ssl=is_safe, headers=headers)

    return Server(_url(is_safe, host, port), make)


def server_of(client: ClientAPI) -> Server | None:
    """Return the server that a user's client asks, if it asks one."""
    from chromadb.api.client import Client

    if not isinstance(client, Client):
        return None
    settings = client.get_settings()
    host, port = settings.chroma_server_host, settings.chroma_server_http_port
    if not host:
        return None
    url = _url(settings.chroma_server_ssl_enabled, host, port)
    return Server(url, lambda: client, f"{client.tenant}/{client.database}")


def notice_of(collection: Collection) -> str:
    """Return what is to be known of answers from a collection; empty while its server answers."""
    found: object = collection
    return found.notice if isinstance(found, AwayCollection) else ""


def _url(is_safe: bool | None, host: str, port: int | None) -> str:
    if host.startswith("http"):  # Chroma takes a whole address too.
        return host
    return f"{'https' if is_safe else 'http'}://{host}:{port}"
