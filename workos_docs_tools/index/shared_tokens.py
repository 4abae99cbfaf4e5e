"""The tokens of a collection, stored in Chroma beside it, for other machines of the same server.

They are never searched, and lie in a collection of their own: a record a piece of a text's tokens,
by content hash.
"""

from __future__ import annotations

from base64 import b85decode, b85encode
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from workos_docs_tools.embeddings import TextTokens
from workos_docs_tools.index.batches import slices
from workos_docs_tools.index.chroma import chroma_errors, is_missing
from workos_docs_tools.index.tokens import StoredTokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_PREFIX = "workos-"
_PIECE = 16_000
"""Chroma Cloud takes documents of less than 16,384 bytes, and 300 records at a time."""
_BATCH = 300


def push_tokens(client: ClientAPI, collection: str, tokens: StoredTokens) -> None:
    """Make what is beside a collection hold these tokens, and no others.

    Raises:
        StoreError: Chroma refused.
    """
    wanted = {
        f"{text}:{number}": piece
        for text in tokens.rows
        for number, piece in enumerate(_pieces(tokens.text(text)))
    }
    with chroma_errors(f"Chroma refused the tokens of {collection!r}"):
        stored = client.get_or_create_collection(
            _name(collection), metadata={"model": tokens.embedder}, embedding_function=None
        )
        if (stored.metadata or {}).get("model") != tokens.embedder:
            client.delete_collection(stored.name)
            push_tokens(client, collection, tokens)
            return
        present = {number for number, _ in _records(stored)}
        for ids in slices(sorted(present - wanted.keys()), _BATCH):
            stored.delete(ids=list(ids))
        for ids in slices(sorted(wanted.keys() - present), _BATCH):
            stored.add(
                ids=list(ids),
                documents=[wanted[number] for number in ids],
                embeddings=np.ones((len(ids), 1), np.float32),
            )


def pull_tokens(
    client: ClientAPI, collection: str, embedder: str, hashes: Set[str]
) -> StoredTokens | None:
    """Return the tokens of some texts; `None` unless all of them are beside the collection.

    Args:
        client: A client of the database.
        collection: What the collection is known by.
        embedder: Name of the model that made them.
        hashes: Content hashes of the texts.

    Raises:
        StoreError: Chroma refused.
    """
    pieces: dict[str, dict[int, str]] = defaultdict(dict)
    with chroma_errors(f"Chroma refused the tokens of {collection!r}"):
        try:
            stored = client.get_collection(_name(collection), embedding_function=None)
        except Exception as error:
            if is_missing(error):
                return None
            raise
        if (stored.metadata or {}).get("model") != embedder:
            return None
        for number, piece in _records(stored, "documents"):
            text, _, place = number.rpartition(":")
            pieces[text][int(place)] = piece
    if not hashes or hashes - pieces.keys():
        return None
    try:
        found = {text: _tokens(pieces[text]) for text in sorted(hashes)}
    except ValueError:  # Damaged, or of another kind: they are made again.
        return None
    return StoredTokens.gather(embedder, found)


def _name(collection: str) -> str:
    return f"{_PREFIX}tokens-{collection.removeprefix(_PREFIX)}"


def _records(stored: Collection, *include: str) -> Iterator[tuple[str, Any]]:
    """Yield id and document of all records; of those that are not asked for, nothing."""
    for offset in range(0, stored.count(), _BATCH):
        asked: Any = list(include)
        batch: Any = stored.get(include=asked, limit=_BATCH, offset=offset)
        yield from zip(batch["ids"], batch["documents"] or batch["ids"], strict=True)


def _pieces(tokens: TextTokens) -> Iterator[str]:
    """Yield a text's tokens as documents: the shape of the bits, offsets, bits."""
    bits = np.ascontiguousarray(tokens.bits)
    starts = np.ascontiguousarray(tokens.starts, np.uint32)
    header = np.array(bits.shape, np.int64).tobytes()
    text = b85encode(header + starts.tobytes() + bits.tobytes()).decode()
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]


def _tokens(pieces: dict[int, str]) -> TextTokens:
    """Return the tokens that `_pieces` wrote.

    Raises:
        ValueError: They are damaged.
    """
    content = b85decode("".join(pieces[place] for place in sorted(pieces)))
    rows, width = (int(size) for size in np.frombuffer(content[:16], np.int64))
    starts = np.frombuffer(content[16 : 16 + 4 * rows], np.uint32)
    bits = np.frombuffer(content[16 + 4 * rows :], np.uint8).reshape(rows, width)
    return TextTokens(bits, starts)
