"""Late interaction: how well each word of a query is met somewhere in a passage.

The default model's own token vectors, reduced to their sign bits (48 bytes a token), serve; no
further model is needed. They are derived data: one file a collection beside the database, by
content hash, without which search works, only less well.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from tqdm.auto import tqdm

from workos_docs_tools.batches import slices
from workos_docs_tools.embeddings import TokenEmbedder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder

SUFFIX = ".tokens.npz"

_BATCH = 64


@dataclass(slots=True)
class RecordingEmbedder:
    """A model that keeps the token bits of what it embeds, so that one pass serves both."""

    model: TokenEmbedder
    recorded: dict[str, NDArray[np.uint8]]
    """Token bits by text, shape `(tokens, dimensions / 8)` each."""

    @property
    def name(self) -> str:
        """The model's own name."""
        return self.model.name

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts, and keep their token bits."""
        vectors, bits = self.model.embed_documents_with_tokens(texts)
        self.recorded.update(zip(texts, bits, strict=True))
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a query."""
        return self.model.embed_query(text)


@dataclass(frozen=True, slots=True)
class TokenBits:
    """Sign bits of the token vectors of many texts."""

    rows: Mapping[str, slice]
    """Content hash to rows of `bits`."""
    bits: NDArray[np.uint8]
    """Shape `(tokens, dimensions / 8)`."""

    @classmethod
    def load(cls, path: Path) -> TokenBits | None:
        """Return what a file holds; `None` if it is missing or damaged."""
        try:
            with np.load(path) as stored:
                hashes, ends, bits = stored["hashes"], stored["ends"], stored["bits"]
        except (OSError, ValueError, KeyError, BadZipFile):
            return None
        starts = [0, *ends[:-1].tolist()]
        rows = map(slice, starts, ends.tolist())
        return cls(dict(zip(hashes.tolist(), rows, strict=True)), bits)

    @classmethod
    def gather(cls, by_hash: Mapping[str, NDArray[np.uint8]]) -> TokenBits:
        """Put the bits of single texts together."""
        ends = np.cumsum([len(bits) for bits in by_hash.values()]).tolist()
        rows = map(slice, [0, *ends[:-1]], ends)
        return cls(dict(zip(by_hash, rows, strict=True)), np.concatenate([*by_hash.values()]))

    def save(self, path: Path) -> None:
        """Write the bits to a file, whole or not at all."""
        with NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            np.savez(
                file,
                hashes=np.array(list(self.rows)),
                ends=np.array([rows.stop for rows in self.rows.values()]),
                bits=self.bits,
            )
        os.replace(file.name, path)  # noqa: PTH105, the name is a string

    def find(self, content_hash: str) -> NDArray[np.uint8] | None:
        """Return the bits of one text: shape `(tokens, dimensions / 8)`."""
        rows = self.rows.get(content_hash)
        return None if rows is None else self.bits[rows]


@dataclass(frozen=True, slots=True)
class TokenIndex:
    """The token bits of a fixed list of nodes."""

    bits: NDArray[np.uint8]
    rows: Sequence[slice]

    @classmethod
    def of(cls, nodes: Sequence[Node], bits: TokenBits | None) -> TokenIndex | None:
        """Return the index of these nodes; `None` unless there are bits of every one."""
        if bits is None or any(node.content_hash not in bits.rows for node in nodes):
            return None
        return cls(bits.bits, [bits.rows[node.content_hash] for node in nodes])

    def scores(
        self, query: NDArray[np.float32], positions: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """Return the MaxSim of some nodes: the mean over query tokens of the best token's product.

        Khattab and Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized
        Late Interaction over BERT", SIGIR 2020; with signs in place of the passage's vectors.

        Args:
            query: Unit vectors of the query's tokens, shape `(tokens, dimensions)`.
            positions: The nodes to be scored.
        """
        chosen = [self.rows[position] for position in positions]
        if not chosen or not len(query):
            return np.zeros(len(chosen), np.float32)
        signs = np.unpackbits(np.concatenate([self.bits[rows] for rows in chosen]), axis=1)
        # A bit b stands for the sign 2b - 1.
        products = 2 * (query @ signs.T.astype(np.float32)) - query.sum(axis=1, keepdims=True)
        starts = np.cumsum([0, *(rows.stop - rows.start for rows in chosen[:-1])])
        best: NDArray[np.float32] = np.maximum.reduceat(products, starts, axis=1)
        mean: NDArray[np.float32] = best.mean(axis=0)
        return mean


def recording(embedder: Embedder) -> Embedder:
    """Return a model that records token bits, if it has any; else the model itself."""
    return RecordingEmbedder(embedder, {}) if isinstance(embedder, TokenEmbedder) else embedder


def renew_token_bits(
    path: Path, nodes: Sequence[Node], embedder: Embedder, *, progress: bool = False
) -> None:
    """Make a file hold the token bits of exactly these nodes.

    What was recorded while embedding, or stands in any such file of the directory, is not computed
    again.
    """
    if not isinstance(embedder, RecordingEmbedder):
        return
    texts = {node.content_hash: node.embedded_text for node in nodes}
    present = TokenBits.load(path)
    if present is not None and present.rows.keys() == texts.keys():
        return
    files = sorted(path.parent.glob(f"*{SUFFIX}"))
    known = [bits for bits in map(TokenBits.load, files) if bits is not None]
    found: dict[str, NDArray[np.uint8]] = {}
    for content_hash, text in texts.items():
        stored = (bits.find(content_hash) for bits in known)
        bits = embedder.recorded.get(text)
        bits = next((one for one in stored if one is not None), None) if bits is None else bits
        if bits is not None:
            found[content_hash] = bits
    missing = [content_hash for content_hash in texts if content_hash not in found]
    silent = not (progress and missing)
    with tqdm(total=len(missing), desc="Token vectors", unit="node", disable=silent) as bar:
        for batch in slices(missing, _BATCH):
            _, computed = embedder.model.embed_documents_with_tokens([texts[one] for one in batch])
            found.update(zip(batch, computed, strict=True))
            bar.update(len(batch))
    if found:
        TokenBits.gather({one: found[one] for one in texts}).save(path)
