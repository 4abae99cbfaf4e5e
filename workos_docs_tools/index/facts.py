"""What answers know besides nodes: values kept in collections of their own, never searched.

Whoever searches a collection, in whichever framework, finds nodes only: it names its facts by their
digest, and they lie in the collection of that digest, which never changes. They are compressed
JSON, in documents that every Chroma takes.
"""

from __future__ import annotations

import re
import zlib
from base64 import b85decode, b85encode
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from workos_docs_tools.errors import IncompleteIndexError
from workos_docs_tools.index.batches import slices

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

T = TypeVar("T")

_PREFIX = "workos-"
_FACTS_NAME = re.compile(rf"{_PREFIX}facts-[0-9a-f]{{32}}")
_PIECE = 16_000
"""Chroma Cloud takes documents of less than 16,384 bytes."""
_READ_BATCH = 300


def dump(kind: type[T], value: T) -> str:
    """Return a value, of dataclasses all through, as text."""
    from pydantic import TypeAdapter  # Late: it takes a tenth of a second.

    return b85encode(zlib.compress(TypeAdapter(kind).dump_json(value), 9)).decode()


def load(kind: type[T], text: str) -> T:
    """Return the value of a text that `dump` made.

    Raises:
        IncompleteIndexError: The text is of another version of the project, or damaged.
    """
    from pydantic import TypeAdapter

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


def write_facts(client: ClientAPI, text: str) -> None:
    """Store facts, unless they are there. They stay as they are until they are dropped."""
    from chromadb.errors import NotFoundError

    if not text or _read(client, facts_name(text_digest := digest(text))) == text:
        return
    name = facts_name(text_digest)
    with suppress(NotFoundError):  # As what a process that was ended has left.
        client.delete_collection(name)
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    stored = client.create_collection(name, embedding_function=None)
    for numbers in slices(range(len(pieces)), _READ_BATCH):
        stored.add(
            ids=[f"{number:05}" for number in numbers],
            documents=[pieces[number] for number in numbers],
            embeddings=np.ones((len(numbers), 1), np.float32),
        )


def read_facts(client: ClientAPI, collection: str, text_digest: str) -> str:
    """Return the facts of a collection; empty where it has none.

    Args:
        client: A client of the database.
        collection: What the collection is known by.
        text_digest: Digest of its facts.
    """
    found = _read(client, facts_name(text_digest)) if text_digest else ""
    return found or _read(client, _facts_beside(collection))


def adopt_facts(client: ClientAPI, collection: str) -> None:
    """Store facts that lie under the name of their collection under that of their digest.

    Indexes made before a collection had generations have them there.
    """
    name = _facts_beside(collection)
    if found := _read(client, name):
        write_facts(client, found)
        client.delete_collection(name)


def drop_unused_facts(client: ClientAPI) -> None:
    """Drop the facts that no collection has any more."""
    listed = client.list_collections()
    used = {facts_name((found.metadata or {}).get("facts", "")) for found in listed}
    for found in listed:
        if _FACTS_NAME.fullmatch(found.name) and found.name not in used:
            client.delete_collection(found.name)


def facts_name(text_digest: str) -> str:
    """Return the name of the collection that holds facts of a digest."""
    return f"{_PREFIX}facts-{text_digest}"


def _facts_beside(collection: str) -> str:
    return f"{_PREFIX}facts-{collection.removeprefix(_PREFIX)}"


def _read(client: ClientAPI, name: str) -> str:
    from chromadb.errors import NotFoundError

    try:
        stored = client.get_collection(name, embedding_function=None)
    except NotFoundError:
        return ""
    pieces: dict[str, str] = {}
    for offset in range(0, stored.count(), _READ_BATCH):
        batch: Any = stored.get(include=["documents"], limit=_READ_BATCH, offset=offset)
        pieces |= zip(batch["ids"], batch["documents"], strict=True)
    return "".join(pieces[number] or "" for number in sorted(pieces))
