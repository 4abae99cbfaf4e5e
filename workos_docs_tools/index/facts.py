"""What answers know besides nodes: values kept in a collection of their own, never searched.

A collection holds the facts of another one, so that whoever searches that one, in whichever
framework, finds nodes only. They are compressed JSON, in documents that every Chroma takes.
"""

from __future__ import annotations

import zlib
from base64 import b85decode, b85encode
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

from workos_docs_tools.errors import IncompleteIndexError
from workos_docs_tools.index.batches import slices

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

T = TypeVar("T")

_PREFIX = "workos-"
_PIECE = 16_000
"""Chroma Cloud takes documents of less than 16,384 bytes."""
_READ_BATCH = 300


def dump(kind: type[T], value: T) -> str:
    """Return a value, of dataclasses all through, as text."""
    return b85encode(zlib.compress(TypeAdapter(kind).dump_json(value), 9)).decode()


def load(kind: type[T], text: str) -> T:
    """Return the value of a text that `dump` made.

    Raises:
        IncompleteIndexError: The text is of another version of the project, or damaged.
    """
    try:
        value: T = TypeAdapter(kind).validate_json(zlib.decompress(b85decode(text)))
    except (ValueError, zlib.error) as error:
        raise IncompleteIndexError(
            f"What the index stores beside its nodes is damaged ({error}). Call refresh()."
        ) from error
    return value


def digest(text: str) -> str:
    """Return the hash of a text; of none an empty one."""
    return blake2b(text.encode(), digest_size=16).hexdigest() if text else ""


def write_facts(client: ClientAPI, collection: str, text: str) -> None:
    """Store the facts of a collection in place of those that it has."""
    from chromadb.errors import NotFoundError

    name = facts_name(collection)
    with suppress(NotFoundError):
        client.delete_collection(name)
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    if pieces:
        stored = client.create_collection(name, embedding_function=None)
        for numbers in slices(range(len(pieces)), _READ_BATCH):
            stored.add(
                ids=[f"{number:05}" for number in numbers],
                documents=[pieces[number] for number in numbers],
                embeddings=np.ones((len(numbers), 1), np.float32),
            )


def read_facts(client: ClientAPI, collection: str) -> str:
    """Return the facts of a collection; empty where it has none."""
    from chromadb.errors import NotFoundError

    try:
        stored = client.get_collection(facts_name(collection), embedding_function=None)
    except NotFoundError:
        return ""
    pieces: dict[str, str] = {}
    for offset in range(0, stored.count(), _READ_BATCH):
        batch: Any = stored.get(include=["documents"], limit=_READ_BATCH, offset=offset)
        pieces |= zip(batch["ids"], batch["documents"], strict=True)
    return "".join(pieces[number] for number in sorted(pieces))


def facts_name(collection: str) -> str:
    """Return the name of the collection that holds the facts of another."""
    return f"{_PREFIX}facts-{collection.removeprefix(_PREFIX)}"
