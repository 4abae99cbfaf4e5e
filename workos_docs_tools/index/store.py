"""Nodes in Chroma: one collection a snapshot, synchronised incrementally."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from tqdm.auto import tqdm

from workos_docs_tools.embeddings.encoding import encode
from workos_docs_tools.errors import EmbedderMismatchError, IncompleteIndexError
from workos_docs_tools.index.batches import slices
from workos_docs_tools.index.chroma import chroma_errors
from workos_docs_tools.index.facts import digest, read_facts, write_facts
from workos_docs_tools.index.records import from_record, to_metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from contextlib import AbstractContextManager

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder, TextTokens

NODE_FORMAT = 5
"""Counted up whenever other records are made of the same files, to renew older indexes."""

_READ_BATCH = 300
"""Chroma Cloud returns at most 300 records."""
_WRITE_BATCH = 64


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


class Synced(NamedTuple):
    """What a synchronisation gives."""

    report: SyncReport
    tokens: Mapping[str, TextTokens]
    """Tokens of the texts that were embedded, by content hash; none from a model without any."""


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
            StoreError: Chroma refused.
        """
        from chromadb.errors import NotFoundError

        with _chroma(name):
            try:
                collection = client.get_collection(name, embedding_function=None)
            except NotFoundError:
                return None
        return cls._checked(client, collection, embedder)

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
        progress: bool = True,
    ) -> Synced:
        """Make the collection hold exactly these nodes, of which there is at least one.

        Args:
            nodes: The nodes.
            facts: What is stored beside them.
            date: ISO date that they are current to; by default that of the newest.
            progress: Show a progress bar while embedding.

        Nodes whose content hash is already embedded, here or in another collection of the same
        model, are not embedded again. A run that is cut off leaves the collection marked as
        building; the next one goes on where it stopped.

        Raises:
            StoreError: Chroma refused.
        """
        wanted = {node.id for node in nodes}
        stored = {record_id: content for record_id, *content in self._records()}
        vanished = [record_id for record_id in stored if record_id not in wanted]
        changed = [node for node in nodes if stored.get(node.id) != [node.text, to_metadata(node)]]
        same_facts = self.metadata.get("facts", "") == digest(facts)
        if self.is_ready and same_facts and not vanished and not changed:
            return Synced(SyncReport(len(nodes), embedded=0, reused=0, deleted=0), {})
        date = max(node.date for node in nodes) if date is None else date
        self._describe("building", nodes, facts, date)
        with _chroma(self.collection.name):
            write_facts(self.client, self.collection.name, facts)
        known = self._known_vectors({node.content_hash for node in changed})
        fresh = [node for node in changed if node.content_hash not in known]
        self._write([node for node in changed if node.content_hash in known], known)
        tokens = self._embed(fresh, progress=progress)
        for ids in slices(vanished, _READ_BATCH):
            with _chroma(self.collection.name):
                self.collection.delete(ids=list(ids))
        self._describe("ready", nodes, facts, date)
        reused = len(changed) - len(fresh)
        return Synced(SyncReport(len(nodes), len(fresh), reused, len(vanished)), tokens)

    def read(self) -> Records:
        """Read the whole collection: about half a second for 3,000 nodes.

        Raises:
            IncompleteIndexError: It is not what it was when it was opened, or when it was built.
            StoreError: Chroma refused.
        """
        nodes: list[Node] = []
        vectors: list[NDArray[np.float32]] = []
        for *record, vector in self._records("embeddings"):
            nodes.append(from_record(*record))
            vectors.append(vector)
        if fingerprint(nodes) != self.metadata.get("fingerprint"):
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
            found = read_facts(self.client, self.collection.name)
        if digest(found) != self.metadata.get("facts", ""):
            raise self._incomplete()
        return found

    def _incomplete(self) -> IncompleteIndexError:
        return IncompleteIndexError(
            f"The collection {self.collection.name!r} is being rebuilt by another process, or "
            "is damaged. Call refresh(), or open the documentation again."
        )

    def _embed(self, nodes: Sequence[Node], *, progress: bool) -> Mapping[str, TextTokens]:
        """Write nodes with new vectors; return the tokens that came with these."""
        tokens: dict[str, TextTokens] = {}
        by_content: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            by_content[node.content_hash].append(node)
        # Texts of like length share a batch, so that little of it is padding.
        groups = sorted(by_content.values(), key=lambda group: len(group[0].embedded_text))
        silent = not (progress and nodes)
        with tqdm(total=len(nodes), desc="Embedding", unit="node", disable=silent) as bar:
            for batch in slices(groups, _WRITE_BATCH):
                hashes = [group[0].content_hash for group in batch]
                encoded = encode(self.embedder, [group[0].embedded_text for group in batch])
                self._write(list(chain(*batch)), dict(zip(hashes, encoded.vectors, strict=True)))
                if encoded.tokens is not None:
                    tokens.update(zip(hashes, encoded.tokens, strict=True))
                bar.update(sum(map(len, batch)))
        return tokens

    def _write(self, nodes: Sequence[Node], vectors: Mapping[str, NDArray[np.float32]]) -> None:
        for batch in slices(nodes, _WRITE_BATCH):
            with _chroma(self.collection.name):
                self.collection.upsert(
                    ids=[node.id for node in batch],
                    documents=[node.text for node in batch],
                    metadatas=[to_metadata(node) for node in batch],
                    embeddings=np.stack([vectors[node.content_hash] for node in batch]),
                )

    def _describe(
        self, state: Literal["building", "ready"], nodes: Sequence[Node], facts: str, date: str
    ) -> None:
        with _chroma(self.collection.name):
            self.collection.modify(
                metadata={
                    "state": state,
                    "format": NODE_FORMAT,
                    "version": nodes[0].version,
                    "embedder": self.embedder.name,
                    "fingerprint": fingerprint(nodes),
                    "facts": digest(facts),
                    "date": date,
                    "pages": len({node.path for node in nodes if node.kind != "changelog"}),
                    "nodes": len(nodes),
                    "indexed_at": datetime.now(UTC).isoformat(timespec="seconds"),
                }
            )

    def _known_vectors(self, hashes: AbstractSet[str]) -> Mapping[str, NDArray[np.float32]]:
        """Return vectors by content hash, from every collection that the same model built."""
        known: dict[str, NDArray[np.float32]] = {}
        with _chroma(self.collection.name):
            collections = self.client.list_collections()
        for listed in collections:
            if (listed.metadata or {}).get("embedder") != self.embedder.name:
                continue
            for wanted in slices(sorted(hashes - known.keys()), _WRITE_BATCH):
                where: Any = {"content_hash": {"$in": list(wanted)}}
                with _chroma(listed.name):
                    found: Any = listed.get(where=where, include=["metadatas", "embeddings"])
                for metadata, vector in zip(found["metadatas"], found["embeddings"], strict=True):
                    known[metadata["content_hash"]] = np.asarray(vector, np.float32)
        return known

    def _records(self, *more: str) -> Iterator[tuple[Any, ...]]:
        """Yield id, text, metadata, and what else is asked for, of every record."""
        include: Any = ["documents", "metadatas", *more]
        with _chroma(self.collection.name):
            for offset in range(0, self.collection.count(), _READ_BATCH):
                batch: Any = self.collection.get(include=include, limit=_READ_BATCH, offset=offset)
                yield from zip(batch["ids"], *(batch[name] for name in include), strict=True)


def fingerprint(nodes: Sequence[Node]) -> str:
    """Return a hash of all nodes' ids and contents; what is derived from them carries it."""
    contents = sorted(f"{node.id} {node.content_hash}" for node in nodes)
    return blake2b("\n".join(contents).encode(), digest_size=16).hexdigest()


def _chroma(collection: str) -> AbstractContextManager[None]:
    return chroma_errors(f"Chroma refused the collection {collection!r}")
