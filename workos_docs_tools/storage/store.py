"""Nodes in Chroma: one collection a snapshot, synchronised incrementally."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from workos_docs_tools.embeddings.encoding import encode
from workos_docs_tools.errors import EmbedderMismatchError, IncompleteIndexError, StoreError
from workos_docs_tools.storage.batches import behind, slices
from workos_docs_tools.storage.chroma import chroma_errors
from workos_docs_tools.storage.collections import READ_BATCH, all_records, find_collection
from workos_docs_tools.storage.facts import digest, read_facts, write_facts
from workos_docs_tools.storage.records import from_record, is_node, to_metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from contextlib import AbstractContextManager

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder, TextTokens
    from workos_docs_tools.embeddings.encoding import Encoded

NODE_FORMAT = 8
"""Counted up whenever other records are made of the same files, to renew older indexes."""

Told = Callable[[int, int], None]
"""Takes how many nodes have been embedded, and of how many."""

_WRITE_BATCH = 64
_EVERYTHING: Any = ["documents", "metadatas", "embeddings", "uris"]
"""In the order of the fields of `Foreign`."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a synchronisation did, in nodes."""

    total: int
    embedded: int
    reused: int
    """New or changed nodes whose text had been embedded before."""
    deleted: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many files of the source, which look like pages, are not in the index, by reason."""

    @property
    def is_change(self) -> bool:
        """Whether any node was written or deleted."""
        return bool(self.embedded or self.reused or self.deleted)


class Stored(NamedTuple):
    """A record of a node."""

    text: str
    metadata: Mapping[str, Any]
    vector: NDArray[np.float32]


class Foreign(NamedTuple):
    """A record that a user wrote beside ours."""

    id: str
    text: str | None
    metadata: Mapping[str, Any] | None
    vector: NDArray[np.float32]
    uri: str | None


class Compared(NamedTuple):
    """What tells the records of a collection from those of some nodes."""

    changed: tuple[Node, ...]
    """Nodes that have no such record."""
    vanished: tuple[str, ...]
    """Ids of records that belong to none of them."""
    vectors: Mapping[str, NDArray[np.float32]]
    """Content hash to vector of all records."""


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
    name: str
    """What it is known by; until it serves, the collection has another name."""

    @classmethod
    def find(cls, client: ClientAPI, name: str, embedder: Embedder) -> Store | None:
        """Open a collection, if it exists.

        Raises:
            EmbedderMismatchError: The collection was built with another embedding model.
            StoreError: Chroma refused.
        """
        with _chroma(name):
            collection = find_collection(client, name)
        return None if collection is None else cls._checked(client, collection, embedder)

    @classmethod
    def create(cls, client: ClientAPI, name: str, embedder: Embedder) -> Store:
        """Open a collection, made empty if it does not exist.

        Raises:
            EmbedderMismatchError: The collection was built with another embedding model.
            StoreError: Chroma refused.
        """
        with _chroma(name):
            collection = client.get_or_create_collection(
                name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        return cls._checked(client, collection, embedder)

    @classmethod
    def _checked(cls, client: ClientAPI, collection: Collection, embedder: Embedder) -> Store:
        built_with = (collection.metadata or {}).get("embedder", embedder.name)
        if built_with != embedder.name:
            raise EmbedderMismatchError(
                collection.name, built_with=str(built_with), asked=embedder.name
            )
        return cls(client, collection, embedder, collection.name)

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

    @property
    def has_facts(self) -> bool:
        """Whether anything is stored beside the nodes."""
        return bool(self.metadata.get("facts"))

    def sync(
        self,
        nodes: Sequence[Node],
        facts: str = "",
        *,
        date: str | None = None,
        known: Mapping[str, NDArray[np.float32]] | None = None,
        dimensions: int | None = None,
        keep: Callable[[Mapping[str, TextTokens]], None] | None = None,
        told: Told | None = None,
        progress: bool = True,
    ) -> SyncReport:
        """Make the collection hold exactly these nodes, of which there is at least one.

        Args:
            nodes: The nodes.
            facts: What is stored beside them.
            date: ISO date that they are current to; by default that of the newest.
            known: Vectors by content hash, of texts that need not be embedded.
            dimensions: Of the vectors that other collections may lend; of any if left out.
            keep: Takes the tokens of texts, by content hash, before their vectors are stored.
            told: Told how many nodes are embedded, and of how many, at first and again and again.
            progress: Show a progress bar while embedding.

        Nodes whose content hash is already embedded, here or in another collection of the same
        model, are not embedded again. A run that is cut off leaves the collection marked as
        building; the next one goes on where it stopped.

        Raises:
            StoreError: Chroma refused.
            InvalidEmbedderError: The model returned something other than vectors.
        """
        compared = self.compare(nodes)
        changed, vanished = compared.changed, compared.vanished
        same_facts = self.metadata.get("facts", "") == digest(facts)
        if self.is_ready and same_facts and not vanished and not changed:
            return SyncReport(len(nodes), embedded=0, reused=0, deleted=0)
        if self.is_ready:
            self.describe({**self.metadata, "state": "building"})
        # Before it is described anew: what is ours is told by the version that it describes.
        self.delete(vanished)
        described = self._description(nodes, facts, date)
        self.describe({**described, "state": "building"})
        with _chroma(self.collection.name):
            write_facts(self.client, facts)
        known = {**(known or {}), **compared.vectors}
        unknown = {node.content_hash for node in changed} - known.keys()
        known |= self._known_vectors(unknown, dimensions)
        fresh = [node for node in changed if node.content_hash not in known]
        self._write([node for node in changed if node.content_hash in known], known)
        self._embed(fresh, keep, told or _untold, progress=progress)
        self.describe({**described, "state": "ready"})
        reused = len(changed) - len(fresh)
        return SyncReport(len(nodes), len(fresh), reused, len(vanished))

    def compare(self, nodes: Sequence[Node]) -> Compared:
        """Compare what the collection holds with some nodes.

        Raises:
            StoreError: Chroma refused, or cannot read what it stored.
        """
        wanted = {node.id for node in nodes}
        stored = {record_id: Stored(*record) for record_id, *record in self._records("embeddings")}
        return Compared(
            changed=tuple(
                node
                for node in nodes
                if (record := stored.get(node.id)) is None
                or (record.text, record.metadata) != (node.text, to_metadata(node))
            ),
            vanished=tuple(record_id for record_id in stored if record_id not in wanted),
            vectors={
                record.metadata["content_hash"]: np.asarray(record.vector, np.float32)
                for record in stored.values()
            },
        )

    def read(self) -> Records:
        """Read the whole collection: about half a second for 3,000 nodes.

        Raises:
            IncompleteIndexError: It is not what it was when it was opened, or when it was built.
            StoreError: Chroma refused.
        """
        nodes: list[Node] = []
        vectors: list[NDArray[np.float32]] = []
        for *record, vector in self._records("embeddings"):
            nodes.append(self._node(*record))
            vectors.append(vector)
        if not nodes or fingerprint(nodes) != self.metadata.get("fingerprint"):
            raise self._incomplete()
        order = sorted(range(len(nodes)), key=lambda i: (nodes[i].path, nodes[i].ordinal))
        return Records(
            tuple(nodes[i] for i in order),
            np.array([vectors[i] for i in order], np.float32),
        )

    def facts(self) -> str:
        """Return what is stored beside the nodes.

        Raises:
            IncompleteIndexError: It is not what it was when the collection was opened, or built.
            StoreError: Chroma refused.
        """
        with _chroma(self.collection.name):
            found = read_facts(self.client, self.name, self.metadata.get("facts", ""))
        if digest(found) != self.metadata.get("facts", ""):
            raise self._incomplete()
        return found

    def foreign(self) -> tuple[Foreign, ...]:
        """Return the records that are not ours.

        Raises:
            StoreError: Chroma refused, or cannot read what it stored.
        """
        version = self._version
        records = self._all("metadatas")
        ids = [one for one, metadata in records if not is_node(one, metadata, version)]
        found: list[Foreign] = []
        for batch in slices(ids, READ_BATCH):
            with _chroma(self.collection.name):
                got: Any = self.collection.get(ids=list(batch), include=_EVERYTHING)
            found += map(Foreign, got["ids"], *(got[name] for name in _EVERYTHING))
        return tuple(found)

    def receive(self, records: Sequence[Foreign]) -> None:
        """Store records that are not ours, but those whose ids are here already.

        Raises:
            StoreError: Chroma refused.
        """
        with _chroma(self.collection.name):
            for batch in slices(records, _WRITE_BATCH):
                ids = [record.id for record in batch]
                here = {*self.collection.get(ids=ids, include=[])["ids"]}
                for record in batch:
                    if record.id not in here:
                        # One by one, since a list may not mix values with missing ones.
                        self.collection.add(
                            ids=[record.id],
                            documents=None if record.text is None else [record.text],
                            metadatas=[record.metadata] if record.metadata else None,
                            embeddings=[record.vector.tolist()],
                            uris=None if record.uri is None else [record.uri],
                        )

    def delete(self, ids: Sequence[str]) -> None:
        """Delete records.

        Raises:
            StoreError: Chroma refused.
        """
        for batch in slices(ids, READ_BATCH):
            with _chroma(self.collection.name):
                self.collection.delete(ids=list(batch))

    def is_intact(self, dimensions: int) -> bool:
        """Whether Chroma can read all records, and their vectors have so many dimensions."""
        try:
            return all(len(record[-1]) == dimensions for record in self._records("embeddings"))
        except StoreError:
            return False

    def _node(self, record_id: str, text: str, metadata: Mapping[str, Any]) -> Node:
        try:
            return from_record(record_id, text, metadata)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise self._incomplete() from error

    def _incomplete(self) -> IncompleteIndexError:
        return IncompleteIndexError(
            f"The collection {self.collection.name!r} is damaged, or was changed by another "
            "process. Call refresh(), or open the documentation again."
        )

    def _embed(
        self,
        nodes: Sequence[Node],
        keep: Callable[[Mapping[str, TextTokens]], None] | None,
        told: Told,
        *,
        progress: bool,
    ) -> None:
        """Write nodes with new vectors."""
        told(0, len(nodes))
        by_content: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            by_content[node.content_hash].append(node)
        # Texts of like length share a batch, which many models fill up to the longest.
        groups = sorted(by_content.values(), key=lambda group: len(group[0].embedded_text))
        embedded = 0

        def store(made: tuple[Sequence[list[Node]], Encoded]) -> None:
            batch, encoded = made
            hashes = [group[0].content_hash for group in batch]
            if keep and encoded.tokens is not None:
                keep(dict(zip(hashes, encoded.tokens, strict=True)))
            self._write(list(chain(*batch)), dict(zip(hashes, encoded.vectors, strict=True)))

        encoded = (
            (batch, encode(self.embedder, [group[0].embedded_text for group in batch]))
            for batch in slices(groups, _WRITE_BATCH)
        )
        from tqdm.auto import tqdm  # Late: it imports asyncio.

        silent = not (progress and nodes)
        with tqdm(total=len(nodes), desc="Embedding", unit="node", disable=silent) as bar:
            for batch, _ in behind(encoded, store):
                bar.update(sum(map(len, batch)))
                embedded += sum(map(len, batch))
                told(embedded, len(nodes))

    def _write(self, nodes: Sequence[Node], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        for batch in slices(nodes, _WRITE_BATCH):
            with _chroma(self.collection.name):
                self.collection.upsert(
                    ids=[node.id for node in batch],
                    documents=[node.text for node in batch],
                    metadatas=[to_metadata(node) for node in batch],
                    embeddings=np.stack([vectors[node.content_hash] for node in batch]),
                )

    def _description(
        self, nodes: Sequence[Node], facts: str, date: str | None
    ) -> Mapping[str, str | int]:
        return {
            "format": NODE_FORMAT,
            "version": nodes[0].version,
            "embedder": self.embedder.name,
            "fingerprint": fingerprint(nodes),
            "facts": digest(facts),
            "date": max(node.date for node in nodes) if date is None else date,
            "pages": len({node.path for node in nodes if node.kind != "changelog"}),
            "nodes": len(nodes),
            "indexed_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }

    def describe(self, description: Mapping[str, Any]) -> None:
        """Let the collection say this of itself.

        Raises:
            StoreError: Chroma refused.
        """
        with _chroma(self.collection.name):
            self.collection.modify(metadata=dict(description))

    def _known_vectors(
        self, hashes: AbstractSet[str], dimensions: int | None
    ) -> Mapping[str, NDArray[np.float32]]:
        """Return vectors by content hash, from every collection that the same model built."""
        known: dict[str, NDArray[np.float32]] = {}
        if not hashes:
            return known
        with _chroma(self.collection.name):
            collections = self.client.list_collections()
        for listed in collections:
            described = listed.metadata or {}
            if described.get("embedder") != self.embedder.name:
                continue
            for wanted in slices(sorted(hashes - known.keys()), _WRITE_BATCH):
                where: Any = {"content_hash": {"$in": list(wanted)}}
                try:
                    with _chroma(listed.name):
                        found: Any = listed.get(where=where, include=["metadatas", "embeddings"])
                except StoreError:
                    break  # It is damaged, or another process has just removed it.
                for record_id, metadata, vector in zip(
                    found["ids"], found["metadatas"], found["embeddings"], strict=True
                ):
                    ours = is_node(record_id, metadata, str(described.get("version", "")))
                    if ours and dimensions in (None, len(vector)):
                        known[metadata["content_hash"]] = np.asarray(vector, np.float32)
        return known

    @property
    def _version(self) -> str:
        return str(self.metadata.get("version", ""))

    def _records(self, *more: str) -> Iterator[tuple[Any, ...]]:
        """Yield id, text, metadata, and what else is asked for, of every record of ours."""
        version = self._version
        for record in self._all("documents", "metadatas", *more):
            if is_node(record[0], record[2], version):
                yield record

    def _all(self, *what: str) -> Iterator[tuple[Any, ...]]:
        """Yield id, and what is asked for, of every record."""
        with _chroma(self.collection.name):
            yield from all_records(self.collection, *what)


def fingerprint(nodes: Sequence[Node]) -> str:
    """Return a hash of all that is stored of nodes; what is derived from them carries it."""
    contents = sorted(repr((node.id, node.text, to_metadata(node))) for node in nodes)
    return blake2b("\n".join(contents).encode(), digest_size=16).hexdigest()


def _untold(_embedded: int, _of: int, /) -> None:
    """Nobody is told."""


def _chroma(collection: str) -> AbstractContextManager[None]:
    return chroma_errors(f"Chroma refused the collection {collection!r}")
