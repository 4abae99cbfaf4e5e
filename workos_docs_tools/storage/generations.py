"""The generations of a collection: the one that serves, the next and the former one.

The next is built under a name of its own. When it is complete, the one that serves is renamed and
the next takes its name, so that the collection of that name is a complete one at any moment but
one: between the two renamings there is none, and whoever finds none takes the next, which is
complete by then. The former is kept until the one after it is complete, for those that are reading.

Records that users wrote into a collection move with its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from workos_docs_tools.storage.chroma import chroma_errors
from workos_docs_tools.storage.collections import PREFIX, beside, drop_collection, find_collection
from workos_docs_tools.storage.facts import adopt_facts, drop_unused_facts
from workos_docs_tools.storage.remembered import real_collection
from workos_docs_tools.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from workos_docs_tools.embeddings import Embedder
    from workos_docs_tools.storage.store import Foreign

_NEXT, _FORMER = "next", "former"
"""What stands in the names of the generations beside the one that serves."""


@dataclass(frozen=True, slots=True)
class Generations:
    """The collections that are, will be and were of one name."""

    client: ClientAPI
    name: str
    embedder: Embedder

    def serving(self) -> Store | None:
        """Return the collection that answers; one that is not ready if there is no other.

        Raises:
            EmbedderMismatchError: It was built with another embedding model.
            StoreError: Chroma refused.
        """
        named = Store.find(self.client, self.name, self.embedder)
        if named and named.is_ready:
            return named
        for name in _beside(self.name):
            other = self._own(name)
            if other and other.is_ready:
                return replace(other, name=self.name)
        # Where the switch came to its end in between, the collection of the name is there now.
        return Store.find(self.client, self.name, self.embedder)

    # What follows is for the one process that may write.

    def settle(self) -> None:
        """Finish a switch that was interrupted.

        Raises:
            StoreError: Chroma refused.
        """
        next_name, _ = _beside(self.name)
        named, following = self._raw(self.name), self._own(next_name)
        if following and following.is_ready and not named:
            self._rename(following, self.name)
        with chroma_errors(_refused(self.name)):
            adopt_facts(self.client, self.name)

    def following(self, dimensions: int) -> Store:
        """Return the next collection, with what an interrupted build has left in it.

        Args:
            dimensions: Of the vectors that it is to hold.

        Raises:
            StoreError: Chroma refused.
        """
        next_name, _ = _beside(self.name)
        left = self._own(next_name)
        if not left or not left.is_intact(dimensions):
            self._drop(next_name)
        store = replace(Store.create(self.client, next_name, self.embedder), name=self.name)
        # Copies, of records that may be others by now.
        store.delete([record.id for record in store.foreign()])
        return store

    def switch(self) -> None:
        """Let the next collection, which is complete, take the place of the one that serves.

        Raises:
            StoreError: Chroma refused.
        """
        next_name, former_name = _beside(self.name)
        following, former, named = map(self._raw, (next_name, former_name, self.name))
        if following is None:  # Somebody deleted it; it is built again next time.
            return
        if named:
            following.receive(named.foreign())
        if former:
            written = former.foreign()
            # What was written into it after it had been replaced; all else moved on then.
            if former.metadata.get("carried") != _digest(written):
                following.receive(written)
        self._drop(former_name)
        if named and named.metadata.get("state") == "ready":
            self._rename(named, former_name)
        elif named:
            self._drop(self.name)
        self._rename(following, self.name)
        with chroma_errors(_refused(self.name)):
            drop_unused_facts(self.client)

    def catch_up(self) -> None:
        """Move what users wrote into the former collection while the next took its place.

        Raises:
            StoreError: Chroma refused.
        """
        former, named = self._raw(_beside(self.name)[1]), self._raw(self.name)
        if former and named and "carried" not in former.metadata:
            written = former.foreign()
            named.receive(written)
            former.describe({**former.metadata, "carried": _digest(written)})

    def _own(self, name: str) -> Store | None:
        """Return a collection, if it is there and of our embedding model."""
        found = self._raw(name)
        return found if found and found.metadata.get("embedder") == self.embedder.name else None

    def _raw(self, name: str) -> Store | None:
        """Return a collection of whatever embedding model, if it is there."""
        with chroma_errors(_refused(name)):
            collection = find_collection(self.client, name)
        if collection is None:
            return None
        return Store(self.client, collection, self.embedder, self.name)

    def _rename(self, store: Store, name: str) -> None:
        with chroma_errors(_refused(store.collection.name)):
            store.collection.modify(name=name)

    def _drop(self, name: str) -> None:
        with chroma_errors(_refused(name)):
            drop_collection(self.client, name)


def answering(store: Store) -> Collection:
    """Return the collection that answers now under the name of a store.

    Raises:
        StoreError: Chroma refused.
    """
    now = Generations(store.client, store.name, store.embedder).serving()
    return real_collection((now or store).collection)


def served(client: ClientAPI) -> Mapping[str, Mapping[str, Any]]:
    """Return the metadata of the collection that answers under each name.

    Raises:
        StoreError: Chroma refused.
    """
    with chroma_errors("Chroma refused to list the collections"):
        listed = {found.name: found.metadata or {} for found in client.list_collections()}
    names = {_known_by(name) for name in listed}
    found: dict[str, Mapping[str, Any]] = {}
    for name in sorted(names):
        candidates = [listed[one] for one in (name, *_beside(name)) if one in listed]
        ready = (one for one in candidates if one.get("state") == "ready")
        found[name] = next(ready, candidates[0])
    return found


def _known_by(name: str) -> str:
    """Return the name for which a collection is, was or will be."""
    return re.sub(rf"^{PREFIX}({_NEXT}|{_FORMER})-", PREFIX, name)


def _beside(name: str) -> tuple[str, str]:
    """Return the names of the next and the former collection of a name."""
    return beside(name, _NEXT), beside(name, _FORMER)


def _digest(records: Sequence[Foreign]) -> str:
    """Return what changes when users write records into a collection."""
    found = sorted(repr(record[:3]) for record in records)
    return blake2b("\n".join(found).encode(), digest_size=16).hexdigest()


def _refused(collection: str) -> str:
    return f"Chroma refused the collection {collection!r}"
