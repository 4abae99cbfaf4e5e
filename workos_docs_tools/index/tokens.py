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

from workos_docs_tools.embeddings import TextTokens, TokenEmbedder
from workos_docs_tools.errors import StoreError
from workos_docs_tools.index.batches import slices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder

SUFFIX = ".tokens.npz"

_BATCH = 64


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

    @classmethod
    def joined(cls, stored: Sequence[StoredTokens | None]) -> StoredTokens | None:
        """Put the tokens of several collections together; `None` where one has none."""
        several = [one for one in stored if one]
        if len(several) < len(stored):
            return None
        if len(several) == 1:
            return several[0]
        rows: dict[str, slice] = {}
        offset = 0
        for one in several:
            rows |= {
                text: slice(span.start + offset, span.stop + offset)
                for text, span in one.rows.items()
            }
            offset += len(one.tokens.bits)
        tokens = TextTokens(
            np.concatenate([one.tokens.bits for one in several]),
            np.concatenate([one.tokens.starts for one in several]),
        )
        return cls(several[0].embedder, rows, tokens)

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

    def text(self, content_hash: str) -> TextTokens:
        """Return the tokens of one of the texts."""
        rows = self.rows[content_hash]
        return TextTokens(self.tokens.bits[rows], self.tokens.starts[rows])


def renew_tokens(
    path: Path,
    nodes: Sequence[Node],
    embedder: Embedder,
    fresh: Mapping[str, TextTokens],
    *,
    progress: bool = False,
) -> None:
    """Make a file hold the tokens of exactly these nodes, if the model gives tokens.

    Args:
        path: The file.
        nodes: The nodes of a collection.
        embedder: The model that embedded them.
        fresh: Tokens by content hash that came with their vectors. These, and what any such file of
            the directory holds, are not computed again.
        progress: Show a progress bar while computing.
    """
    if not isinstance(embedder, TokenEmbedder):
        return
    by_content = {node.content_hash: node for node in nodes}
    present = StoredTokens.load(path, embedder.name)
    if present is not None and present.rows.keys() == by_content.keys():
        return
    found = {one: tokens for one, tokens in fresh.items() if one in by_content}
    for file in sorted(path.parent.glob(f"*{SUFFIX}")):
        stored = StoredTokens.load(file, embedder.name)
        if stored is not None:
            wanted = stored.rows.keys() & (by_content.keys() - found.keys())
            found |= {one: stored.text(one) for one in wanted}
    missing = [one for one in by_content if one not in found]
    silent = not (progress and missing)
    with tqdm(total=len(missing), desc="Token vectors", unit="node", disable=silent) as bar:
        for batch in slices(missing, _BATCH):
            texts = [by_content[one].embedded_text for one in batch]
            _, computed = embedder.embed_documents_with_tokens(texts)
            found.update(zip(batch, computed, strict=True))
            bar.update(len(batch))
    if found:
        StoredTokens.gather(embedder.name, {one: found[one] for one in by_content}).save(path)


def _rows(hashes: Iterable[str], sizes: Sequence[int]) -> Mapping[str, slice]:
    ends = np.cumsum(sizes).tolist()
    return dict(zip(hashes, map(slice, [0, *ends[:-1]], ends), strict=True))
