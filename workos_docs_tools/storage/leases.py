"""One machine at a time builds a collection on a server: the lease that says which one.

A lease is an empty collection, whose metadata say what is leased, and until when by the server's
own clock. It is renewed while the build goes on, and expires where the machine is gone. A machine
that wants one announces its own first and then looks for others: of two machines at least the one
that looks later sees the other, and steps back. So never two of them build.
"""

from __future__ import annotations

import random
import secrets
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from workos_docs_tools.errors import StoreBusyError, StoreError
from workos_docs_tools.storage.chroma import chroma_errors
from workos_docs_tools.storage.collections import PREFIX, drop_collection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

LEASE_SECONDS = 60.0
"""Time for which a lease holds unless it is renewed."""
_RENEWALS = 4
"""How often it is renewed in that time."""
_PAUSE = 1.0
"""Seconds, about, between the looks of a machine that waits."""
_LEASES = f"{PREFIX}lease-"
_WHAT, _UNTIL = "leased", "until"


class Lease:
    """That this machine alone builds a collection."""

    def __init__(self, collection: Collection, client: ClientAPI, what: str) -> None:
        self._collection = collection
        self._client = client
        self._what = what

    def require(self) -> None:
        """Renew the lease.

        Raises:
            StoreBusyError: It expired, and another machine may be building.
            StoreError: Chroma refused.
        """
        with _refused(self._what):
            if not any(one.id == self._collection.id for one in _valid(self._client, self._what)):
                raise StoreBusyError(
                    f"The lease of the collection {self._what!r} expired while this machine was "
                    "building it. Call refresh(), or open it again."
                )
            self._renew()

    def _renew(self) -> None:
        self._collection.modify(metadata=_metadata(self._client, self._what))

    def keep(self, released: Event) -> None:
        """Renew the lease now and then until it is released."""
        while not released.wait(LEASE_SECONDS / _RENEWALS):
            # If it fails for too long the lease expires, and `require` tells the builder.
            with suppress(Exception):
                self._renew()

    def drop(self) -> None:
        """Let others have it."""
        # If this fails it expires.
        with suppress(StoreError), _refused(self._what):
            drop_collection(self._client, self._collection.name)


@contextmanager
def leased(client: ClientAPI, what: str, *, wait: float) -> Iterator[Lease]:
    """Keep other machines from building a collection.

    Args:
        client: A client of the server.
        what: Name of the collection.
        wait: Seconds for which another machine is waited for.

    Raises:
        StoreBusyError: Another machine has been building for so long.
        StoreError: Chroma refused.
    """
    lease = _taken(client, what, monotonic() + wait)
    released = Event()
    renewing = Thread(target=lease.keep, args=(released,), daemon=True)
    renewing.start()
    try:
        yield lease
    finally:
        released.set()
        renewing.join()
        lease.drop()


def _taken(client: ClientAPI, what: str, end: float) -> Lease:
    while True:
        with _refused(what):
            if not _valid(client, what):
                announced = client.create_collection(
                    f"{_LEASES}{secrets.token_hex(8)}",
                    metadata=_metadata(client, what),
                    embedding_function=None,
                )
                lease = Lease(announced, client, what)
                try:
                    if len(_valid(client, what)) == 1:
                        return lease
                except BaseException:
                    lease.drop()
                    raise
                lease.drop()
        if monotonic() >= end:
            raise StoreBusyError(f"Another machine is building the collection {what!r}.")
        # Of machines that stepped back from each other, one comes first the next time.
        Event().wait(_PAUSE * random.uniform(0.5, 1.5))


def _valid(client: ClientAPI, what: str) -> list[Collection]:
    """Return the leases of a collection that hold; those that have expired are removed."""
    now = _now(client)
    valid: list[Collection] = []
    for one in client.list_collections():
        described = one.metadata or {}
        if not one.name.startswith(_LEASES) or described.get(_WHAT) != what:
            continue
        if float(described.get(_UNTIL, 0)) > now:
            valid.append(one)
        else:
            drop_collection(client, one.name)
    return valid


def _metadata(client: ClientAPI, what: str) -> dict[str, str | float]:
    return {_WHAT: what, _UNTIL: _now(client) + LEASE_SECONDS}


def _now(client: ClientAPI) -> float:
    """Return the time of the server, in seconds."""
    return client.heartbeat() / 1e9


@contextmanager
def _refused(what: str) -> Iterator[None]:
    with chroma_errors(f"Chroma refused the lease of the collection {what!r}"):
        yield
