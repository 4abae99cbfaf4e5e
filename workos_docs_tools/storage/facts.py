"""What answers know besides nodes: values kept in collections of their own, never searched.

Whoever searches a collection, in whichever framework, finds nodes only: it names its facts by their
digest, and they lie in the collection of that digest, which never changes. They are compressed
JSON, in documents that every Chroma takes.
"""

from __future__ import annotations

import re
import zlib
from base64 import b85decode, b85encode
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

from workos_docs_tools.errors import IncompleteIndexError
from workos_docs_tools.storage.collections import (
    PREFIX,
    add_texts,
    all_records,
    beside,
    drop_collection,
    find_collection,
    pieces,
)

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

T = TypeVar("T")

_FACTS = "facts"
_FACTS_NAME = re.compile(rf"{PREFIX}{_FACTS}-[0-9a-f]{{32}}")


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
    if not text or _read(client, facts_name(text_digest := digest(text))) == text:
        return
    name = facts_name(text_digest)
    drop_collection(client, name)  # As what a process that was ended has left.
    stored = client.create_collection(name, embedding_function=None)
    add_texts(stored, {f"{number:05}": piece for number, piece in enumerate(pieces(text))})


def read_facts(client: ClientAPI, collection: str, text_digest: str) -> str:
    """Return the facts of a collection; empty where it has none.

    Args:
        client: A client of the database.
        collection: What the collection is known by.
        text_digest: Digest of its facts.
    """
    text = _read(client, facts_name(text_digest)) if text_digest else ""
    return text or _read(client, beside(collection, _FACTS))


def adopt_facts(client: ClientAPI, collection: str) -> None:
    """Store facts that lie under the name of their collection under that of their digest.

    Indexes made before a collection had generations have them there.
    """
    name = beside(collection, _FACTS)
    if text := _read(client, name):
        write_facts(client, text)
        client.delete_collection(name)


def drop_unused_facts(client: ClientAPI) -> None:
    """Drop the facts that no collection has any more."""
    listed = client.list_collections()
    used = {facts_name((one.metadata or {}).get("facts", "")) for one in listed}
    for one in listed:
        if _FACTS_NAME.fullmatch(one.name) and one.name not in used:
            client.delete_collection(one.name)


def facts_name(text_digest: str) -> str:
    """Return the name of the collection that holds facts of a digest."""
    return f"{PREFIX}{_FACTS}-{text_digest}"


def _read(client: ClientAPI, name: str) -> str:
    stored = find_collection(client, name)
    texts = [] if stored is None else sorted(all_records(stored, "documents"))
    return "".join(text or "" for _, text in texts)
