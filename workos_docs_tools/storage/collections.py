"""Chroma's collections: what ours are called, found where they may be missing, read whole.

Some are never searched, and hold long texts in pieces, as documents that every Chroma takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from workos_docs_tools.storage.batches import slices
from workos_docs_tools.storage.chroma import is_missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

PREFIX = "workos-"
"""Begins the name of every collection of ours."""
READ_BATCH = 300
"""Chroma Cloud returns at most 300 records."""
_PIECE = 16_000
"""Chroma Cloud takes documents of less than 16,384 bytes."""


def beside(collection: str, what: str) -> str:
    """Return the name of something beside a collection: `workos-docs-1`, `workos-what-docs-1`."""
    return f"{PREFIX}{what}-{collection.removeprefix(PREFIX)}"


def find_collection(client: ClientAPI, name: str) -> Collection | None:
    """Return a collection, if it is there."""
    try:
        return client.get_collection(name, embedding_function=None)
    except Exception as error:
        if is_missing(error):
            return None
        raise


def drop_collection(client: ClientAPI, name: str) -> None:
    """Delete a collection, if it is there."""
    try:
        client.delete_collection(name)
    except Exception as error:
        if not is_missing(error):
            raise


def all_records(collection: Collection, *include: str) -> Iterator[tuple[Any, ...]]:
    """Yield id, and what is asked for, of every record."""
    asked: Any = list(include)
    for offset in range(0, collection.count(), READ_BATCH):
        batch: Any = collection.get(include=asked, limit=READ_BATCH, offset=offset)
        yield from zip(batch["ids"], *(batch[name] for name in include), strict=True)


def pieces(text: str) -> Sequence[str]:
    """Return a text in pieces that are not too long for a document."""
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def add_texts(collection: Collection, texts: Mapping[str, str]) -> None:
    """Add documents that are never searched, by id."""
    for ids in slices(sorted(texts), READ_BATCH):
        collection.add(
            ids=list(ids),
            documents=[texts[one] for one in ids],
            embeddings=np.ones((len(ids), 1), np.float32),
        )
