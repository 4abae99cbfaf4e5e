"""The tokens of all nodes of a collection, in one file beside the database.

They are derived data: found again by content hash, and made again when the index is refreshed.
Without them search works, only less well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from tqdm.auto import tqdm

from workos_docs_tools.embeddings import TokenEmbedder
from workos_docs_tools.embeddings.minilm import TextTokens
from workos_docs_tools.errors import StoreError
from workos_docs_tools.index.batches import slices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder

SUFFIX = ".tokens.npz"

_BATCH = 64


@dataclass(slots=True)
class RecordingEmbedder:
    """A model that keeps the tokens of what it embeds, so that one pass serves both."""

    model: TokenEmbedder
    recorded: dict[str, TextTokens]

    @property
    def name(self) -> str:
        """The model's own name."""
        return self.model.name

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts, and keep their tokens."""
        vectors, tokens = self.model.embed_documents_with_tokens(texts)
        self.recorded.update(zip(texts, tokens, strict=True))
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a query."""
        return self.model.embed_query(text)


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """The tokens of many texts."""

    embedder: str
    """Name of the model that made them."""
    rows: Mapping[str, slice]
    """Content hash to rows of `tokens`."""
    tokens: TextTokens
    """Those of all texts, one after the other."""

    @classmethod
    def load(cls, path: Path, embedder: str) -> StoredTokens | None:
        """Return what a file holds; `None` if it is missing, damaged or of another model."""
        try:
            with np.load(path) as stored:
                hashes, sizes = stored["hashes"].tolist(), stored["sizes"].tolist()
                tokens = TextTokens(stored["bits"], stored["starts"])
                made_by = str(stored["embedder"])
        except (OSError, EOFError, ValueError, KeyError, BadZipFile, RuntimeError):
            return None
        return cls(embedder, _rows(hashes, sizes), tokens) if made_by == embedder else None

    @classmethod
    def gather(cls, embedder: str, by_hash: Mapping[str, TextTokens]) -> StoredTokens:
        """Put the tokens of single texts together."""
        tokens = TextTokens(
            np.concatenate([text.bits for text in by_hash.values()]),
            np.concatenate([text.starts for text in by_hash.values()]),
        )
        sizes = [len(text.bits) for text in by_hash.values()]
        return cls(embedder, _rows(by_hash, sizes), tokens)

    def save(self, path: Path) -> None:
        """Write the tokens to a file, whole or not at all.

        Raises:
            StoreError: It cannot be written.
        """
        unfinished = path.with_suffix(".tmp")
        try:
            with unfinished.open("wb") as file:
                np.savez(
                    file,
                    embedder=np.array(self.embedder),
                    hashes=np.array(list(self.rows)),
                    sizes=np.array([rows.stop - rows.start for rows in self.rows.values()]),
                    bits=self.tokens.bits,
                    starts=self.tokens.starts,
                )
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise StoreError(
                f"{path} cannot be written: {error}. Pass another persist_directory=, or set "
                "WORKOS_DOCS_HOME."
            ) from error

    def find(self, content_hash: str) -> TextTokens | None:
        """Return the tokens of one text."""
        rows = self.rows.get(content_hash)
        if rows is None:
            return None
        return TextTokens(self.tokens.bits[rows], self.tokens.starts[rows])


def recording(embedder: Embedder) -> Embedder:
    """Return a model that records tokens, if it tells any; else the model itself."""
    return RecordingEmbedder(embedder, {}) if isinstance(embedder, TokenEmbedder) else embedder


def renew_tokens(
    path: Path, nodes: Sequence[Node], embedder: Embedder, *, progress: bool = False
) -> None:
    """Make a file hold the tokens of exactly these nodes.

    What was recorded while embedding, or stands in any such file of the directory, is not computed
    again.
    """
    if not isinstance(embedder, RecordingEmbedder):
        return
    texts = {node.content_hash: node.embedded_text for node in nodes}
    present = StoredTokens.load(path, embedder.name)
    if present is not None and present.rows.keys() == texts.keys():
        return
    files = sorted(path.parent.glob(f"*{SUFFIX}"))
    loaded = (StoredTokens.load(file, embedder.name) for file in files)
    known = [stored for stored in loaded if stored is not None]
    found: dict[str, TextTokens] = {}
    for content_hash, text in texts.items():
        places = (embedder.recorded.get(text), *(stored.find(content_hash) for stored in known))
        tokens = next((tokens for tokens in places if tokens is not None), None)
        if tokens is not None:
            found[content_hash] = tokens
    missing = [content_hash for content_hash in texts if content_hash not in found]
    silent = not (progress and missing)
    with tqdm(total=len(missing), desc="Token vectors", unit="node", disable=silent) as bar:
        for batch in slices(missing, _BATCH):
            _, computed = embedder.model.embed_documents_with_tokens([texts[one] for one in batch])
            found.update(zip(batch, computed, strict=True))
            bar.update(len(batch))
    if found:
        StoredTokens.gather(embedder.name, {one: found[one] for one in texts}).save(path)


def _rows(hashes: Iterable[str], sizes: Sequence[int]) -> Mapping[str, slice]:
    ends = np.cumsum(sizes).tolist()
    return dict(zip(hashes, map(slice, [0, *ends[:-1]], ends), strict=True))
