"""Nodes in Chroma: one collection a snapshot, synchronised incrementally."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import numpy as np
from tqdm.auto import tqdm

from workos_docs_tools.errors import EmbedderMismatchError
from workos_docs_tools.records import from_record, to_metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder

NODE_FORMAT = 1
"""Counted up whenever the loaders make other nodes of the same files, to renew older indexes."""

_READ_BATCH = 300
"""Chroma Cloud returns at most 300 records."""
_WRITE_BATCH = 64

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a synchronisation did, in nodes."""

    total: int
    embedded: int
    reused: int
    """New or moved nodes whose text had been embedded before."""
    deleted: int


@dataclass(frozen=True, slots=True)
class Records:
    """Everything a collection holds, in page order."""

    nodes: tuple[Node, ...]
    vectors: NDArray[np.float32]
    """Shape `(len(nodes), dimensions)`, L2-normalised."""


@dataclass(frozen=True, slots=True)
class Store:
    """A Chroma collection that holds the nodes of one snapshot."""

    client: ClientAPI
    collection: Collection
    embedder: Embedder

    @classmethod
    def find(cls, client: ClientAPI, name: str, embedder: Embedder) -> Store | None:
        """Open a collection, if it exists.

        Raises:
            EmbedderMismatchError: The collection was built with another embedding model.
        """
        if name not in {listed.name for listed in client.list_collections()}:
            return None
        return cls.create(client, name, embedder)

    @classmethod
    def create(cls, client: ClientAPI, name: str, embedder: Embedder) -> Store:
        """Open a collection, made empty if it does not exist.

        Raises:
            EmbedderMismatchError: The collection was built with another embedding model.
        """
        collection = client.get_or_create_collection(
            name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        built_with = (collection.metadata or {}).get("embedder", embedder.name)
        if built_with != embedder.name:
            raise EmbedderMismatchError(name, built_with=str(built_with), asked=embedder.name)
        return cls(client, collection, embedder)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the collection says of itself: state, embedder, counts, dates."""
        return self.collection.metadata or {}

    @property
    def is_ready(self) -> bool:
        """Whether the collection was completely built by this version of the loaders."""
        return self.metadata.get("state") == "ready" and (
            self.metadata.get("format") == NODE_FORMAT
        )

    def sync(self, nodes: Sequence[Node], *, progress: bool = True) -> SyncReport:
        """Make the collection hold exactly these nodes.

        Nodes whose content hash is already embedded, here or in another collection of the same
        model, are not embedded again. A run that is cut off leaves the collection marked as
        building; the next one goes on where it stopped.
        """
        wanted = {node.id: node for node in nodes}
        stored = dict(self._stored_metadata())
        vanished = [record_id for record_id in stored if record_id not in wanted]
        changed = [node for node in nodes if stored.get(node.id) != to_metadata(node)]
        embedded = reused = 0
        if vanished or changed or not self.is_ready:
            self._describe("building", nodes)
            known = self._known_vectors({node.content_hash for node in changed})
            fresh = [node for node in changed if node.content_hash not in known]
            embedded, reused = len(fresh), len(changed) - len(fresh)
            self._write([node for node in changed if node.content_hash in known], known)
            self._embed(fresh, progress=progress)
            for ids in _slices(vanished, _READ_BATCH):
                self.collection.delete(ids=list(ids))
            self._describe("ready", nodes)
        return SyncReport(len(nodes), embedded, reused, len(vanished))

    def read(self) -> Records:
        """Read the whole collection: about half a second for 3,000 nodes."""
        nodes: list[Node] = []
        vectors: list[NDArray[np.float32]] = []
        for batch in self._batches(["documents", "metadatas", "embeddings"]):
            nodes += map(from_record, batch["ids"], batch["documents"], batch["metadatas"])
            vectors += [np.asarray(vector, np.float32) for vector in batch["embeddings"]]
        order = sorted(range(len(nodes)), key=lambda i: (nodes[i].path, nodes[i].ordinal))
        return Records(tuple(nodes[i] for i in order), np.stack([vectors[i] for i in order]))

    def _embed(self, nodes: Sequence[Node], *, progress: bool) -> None:
        silent = not (progress and nodes)
        with tqdm(total=len(nodes), desc="Embedding", unit="node", disable=silent) as bar:
            # Texts of like length share a batch, so that little of it is padding.
            by_length = sorted(nodes, key=lambda node: len(node.embedded_text))
            for batch in _slices(by_length, _WRITE_BATCH):
                texts = list(dict.fromkeys(node.embedded_text for node in batch))
                vectors = dict(zip(texts, self.embedder.embed_documents(texts), strict=True))
                self._write(batch, {n.content_hash: vectors[n.embedded_text] for n in batch})
                bar.update(len(batch))

    def _write(self, nodes: Sequence[Node], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        for batch in _slices(nodes, _WRITE_BATCH):
            self.collection.upsert(
                ids=[node.id for node in batch],
                documents=[node.text for node in batch],
                metadatas=[dict(to_metadata(node)) for node in batch],
                embeddings=np.stack([vectors[node.content_hash] for node in batch]),
            )

    def _describe(self, state: Literal["building", "ready"], nodes: Sequence[Node]) -> None:
        self.collection.modify(
            metadata={
                "state": state,
                "format": NODE_FORMAT,
                "version": nodes[0].version if nodes else "",
                "embedder": self.embedder.name,
                "fingerprint": fingerprint(nodes),
                "date": max((node.date for node in nodes), default=""),
                "pages": len({node.path for node in nodes if node.kind != "changelog"}),
                "nodes": len(nodes),
                "indexed_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        )

    def _known_vectors(self, hashes: set[str]) -> dict[str, NDArray[np.float32]]:
        """Return vectors by content hash, from every collection that the same model built."""
        known: dict[str, NDArray[np.float32]] = {}
        if not hashes:
            return known
        for listed in self.client.list_collections():
            if (listed.metadata or {}).get("embedder") != self.embedder.name:
                continue
            collection = self.client.get_collection(listed.name, embedding_function=None)
            store = Store(self.client, collection, self.embedder)
            for batch in store._batches(["metadatas", "embeddings"]):
                for metadata, vector in zip(batch["metadatas"], batch["embeddings"], strict=True):
                    content_hash = metadata.get("content_hash")
                    if content_hash in hashes:
                        known[content_hash] = np.asarray(vector, np.float32)
        return known

    def _stored_metadata(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for batch in self._batches(["metadatas"]):
            yield from zip(batch["ids"], batch["metadatas"], strict=True)

    def _batches(self, include: list[str]) -> Iterator[Mapping[str, Any]]:
        for offset in range(0, self.collection.count(), _READ_BATCH):
            yield cast(
                "Mapping[str, Any]",
                self.collection.get(include=cast("Any", include), limit=_READ_BATCH, offset=offset),
            )


def fingerprint(nodes: Sequence[Node]) -> str:
    """Return a hash of all nodes' places and contents; what is derived from them carries it."""
    places = sorted(f"{node.id} {node.content_hash}" for node in nodes)
    return blake2b("\n".join(places).encode(), digest_size=16).hexdigest()


def _slices(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
