"""What an index holds, as its collections describe themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workos_docs_tools.index.opening import collection_name
from workos_docs_tools.index.sdks import PREFIX
from workos_docs_tools.storage.generations import served
from workos_docs_tools.storage.remembered import connect, disconnect
from workos_docs_tools.storage.servers import Server
from workos_docs_tools.storage.store import NODE_FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from chromadb.api import ClientAPI


@dataclass(frozen=True, slots=True)
class IndexState:
    """A version of the documentation or of an SDK, as its collection describes itself."""

    version: str
    collection: str
    state: str
    """`ready`; `building` if that is going on or was interrupted; `outdated` if another version of
    the loaders built it, so that it is renewed when it is opened."""
    nodes: int
    embedder: str
    indexed_at: str
    date: str = ""
    """ISO date that it is current to."""

    @property
    def is_sdk(self) -> bool:
        """Whether it is an SDK rather than the documentation."""
        return self.collection.startswith(PREFIX)

    @property
    def edition(self) -> str:
        """Version of the documentation; name and version of an SDK; both of a folder with more."""
        return self.collection.removeprefix(PREFIX).removeprefix(collection_name(""))


def indexed_versions(
    directory: Path, client: ClientAPI | Server | None = None
) -> tuple[IndexState, ...]:
    """Return what an index holds; creates nothing where there is no index.

    Args:
        directory: Of the database.
        client: The user's own client, or a server, in its place; of one that is away what was
            copied.

    Raises:
        StoreError: The directory holds something that Chroma cannot read.
        ServerAwayError: The server does not answer, and nothing of it was copied.
    """
    if client is None and not (directory / "chroma.sqlite3").is_file():
        return ()
    if isinstance(client, Server):
        return _states(served(client.reached(directory)))
    asked = client or connect(directory)
    try:
        return _states(served(asked))
    finally:
        if asked is not client:
            disconnect(asked)


def _states(found: Mapping[str, Mapping[str, Any]]) -> tuple[IndexState, ...]:
    prefixes = (collection_name(""), PREFIX)
    return tuple(_state(name, found[name]) for name in found if name.startswith(prefixes))


def _state(collection: str, described: Mapping[str, Any]) -> IndexState:
    state = str(described.get("state", "building"))
    current = described.get("format") == NODE_FORMAT
    return IndexState(
        version=str(described.get("version", "")),
        collection=collection,
        state="outdated" if state == "ready" and not current else state,
        nodes=int(described.get("nodes", 0)),
        embedder=str(described.get("embedder", "")),
        indexed_at=str(described.get("indexed_at", "")),
        date=str(described.get("date", "")),
    )
