"""The tokens of a collection, stored in Chroma beside it, for other machines of the same server.

They are never searched, and lie in a collection of their own: a record a piece of a text's tokens,
by content hash.
"""

from __future__ import annotations

from base64 import b85decode, b85encode
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.embeddings import TextTokens
from workos_docs_tools.storage.batches import slices
from workos_docs_tools.storage.chroma import chroma_errors
from workos_docs_tools.storage.collections import (
    READ_BATCH,
    add_texts,
    all_records,
    beside,
    find_collection,
    pieces,
)
from workos_docs_tools.storage.tokens import StoredTokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from chromadb.api import ClientAPI

_TOKENS = "tokens"


def push_tokens(client: ClientAPI, collection: str, tokens: StoredTokens) -> None:
    """Make what is beside a collection hold these tokens, and no others.

    Raises:
        StoreError: Chroma refused.
    """
    wanted = {
        f"{text}:{number}": piece
        for text in tokens.rows
        for number, piece in enumerate(pieces(_text(tokens.text(text))))
    }
    with chroma_errors(f"Chroma refused the tokens of {collection!r}"):
        stored = client.get_or_create_collection(
            beside(collection, _TOKENS),
            metadata={"model": tokens.embedder},
            embedding_function=None,
        )
        if (stored.metadata or {}).get("model") != tokens.embedder:
            client.delete_collection(stored.name)
            push_tokens(client, collection, tokens)
            return
        present = {number for (number,) in all_records(stored)}
        for ids in slices(sorted(present - wanted.keys()), READ_BATCH):
            stored.delete(ids=list(ids))
        add_texts(stored, {one: wanted[one] for one in wanted.keys() - present})


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
    by_text: dict[str, dict[int, str]] = defaultdict(dict)
    with chroma_errors(f"Chroma refused the tokens of {collection!r}"):
        stored = find_collection(client, beside(collection, _TOKENS))
        if stored is None or (stored.metadata or {}).get("model") != embedder:
            return None
        for number, piece in all_records(stored, "documents"):
            text, _, place = number.rpartition(":")
            by_text[text][int(place)] = piece
    if not hashes or hashes - by_text.keys():
        return None
    try:
        tokens = {text: _tokens(by_text[text]) for text in sorted(hashes)}
    except ValueError:  # Damaged, or of another kind: they are made again.
        return None
    return StoredTokens.gather(embedder, tokens)


def _text(tokens: TextTokens) -> str:
    """Return a text's tokens as text: the shape of the bits, offsets, bits."""
    bits = np.ascontiguousarray(tokens.bits)
    starts = np.ascontiguousarray(tokens.starts, np.uint32)
    header = np.array(bits.shape, np.int64).tobytes()
    return b85encode(header + starts.tobytes() + bits.tobytes()).decode()


def _tokens(by_place: Mapping[int, str]) -> TextTokens:
    """Return the tokens of the pieces of what `_text` wrote.

    Raises:
        ValueError: They are damaged.
    """
    content = b85decode("".join(by_place[place] for place in sorted(by_place)))
    rows, width = (int(size) for size in np.frombuffer(content[:16], np.int64))
    starts = np.frombuffer(content[16 : 16 + 4 * rows], np.uint32)
    bits = np.frombuffer(content[16 + 4 * rows :], np.uint8).reshape(rows, width)
    return TextTokens(bits, starts)
