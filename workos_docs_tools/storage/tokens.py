"""The tokens of all nodes of a collection, in one file beside the database.

They are derived data: found again by content hash, and made again when the index is refreshed.
Without them search works, only less well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workos_docs_tools.embeddings import TextTokens, TokenEmbedder
from workos_docs_tools.errors import StoreError
from workos_docs_tools.storage.batches import slices

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder

SUFFIX = ".tokens.npz"

_PIECE = ".piece-"
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
            # numpy leaves a file open that it opened itself and cannot read.
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                hashes, sizes = stored["hashes"], stored["sizes"]
                tokens = TextTokens(stored["bits"], stored["starts"])
                made_by = str(stored["embedder"])
        except Exception:  # What numpy, zipfile and zlib raise of damaged files is not listed.
            return None
        if made_by != embedder or not _fit(hashes, sizes, tokens):
            return None
        return cls(embedder, _rows(hashes.tolist(), sizes.tolist()), tokens)

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

    def only(self, hashes: AbstractSet[str]) -> StoredTokens:
        """Return the tokens of some of the texts, and of no others."""
        if self.rows.keys() <= hashes:
            return self
        found = {one: self.text(one) for one in self.rows if one in hashes}
        return StoredTokens.gather(self.embedder, found) if found else self

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


@dataclass(frozen=True, slots=True)
class TokenFile:
    """The file of a collection's tokens. Whoever writes to it is the only one."""

    path: Path
    embedder: Embedder

    def hold(self, nodes: Sequence[Node]) -> bool:
        """Whether it has the tokens of some nodes, or the model gives none."""
        if not isinstance(self.embedder, TokenEmbedder):
            return True
        present = StoredTokens.load(self.path, self.embedder.name)
        return present is not None and {node.content_hash for node in nodes} <= present.rows.keys()

    def keep(self, tokens: Mapping[str, TextTokens]) -> None:
        """Store tokens beside it until it is renewed: what is embedded, is embedded once.

        Raises:
            StoreError: They cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        name = self.path.name.removesuffix(SUFFIX)
        piece = self.path.with_name(f"{name}{_PIECE}{len(self._pieces()):04}{SUFFIX}")
        StoredTokens.gather(self.embedder.name, tokens).save(piece)

    def renew(
        self, nodes: Sequence[Node], *, also: Collection[str] = (), progress: bool = False
    ) -> None:
        """Make it hold the tokens of these nodes, if the model gives tokens.

        Tokens in any file of the directory are not computed again.

        Args:
            nodes: The nodes of a collection.
            also: Content hashes whose tokens stay, if they are here.
            progress: Show a progress bar while computing.

        Raises:
            StoreError: It cannot be written.
        """
        if not isinstance(self.embedder, TokenEmbedder):
            return
        by_content = {node.content_hash: node for node in nodes}
        wanted = by_content.keys() | {*also}
        pieces = self._pieces()
        present = StoredTokens.load(self.path, self.embedder.name)
        if present and by_content.keys() <= present.rows.keys() <= wanted:
            _remove(pieces)
            return
        found = {one: present.text(one) for one in present.rows.keys() & wanted} if present else {}
        others = sorted({*self.path.parent.glob(f"*{SUFFIX}")} - {self.path, *pieces})
        for file in (*pieces, *others):
            lacking = by_content.keys() - found.keys()
            stored = StoredTokens.load(file, self.embedder.name) if lacking else None
            if stored:
                found |= {one: stored.text(one) for one in lacking & stored.rows.keys()}
        missing = [one for one in by_content if one not in found]
        from tqdm.auto import tqdm  # Late: it imports asyncio.

        silent = not (progress and missing)
        with tqdm(total=len(missing), desc="Token vectors", unit="node", disable=silent) as bar:
            for batch in slices(missing, _BATCH):
                texts = [by_content[one].embedded_text for one in batch]
                _, computed = self.embedder.embed_documents_with_tokens(texts)
                found.update(zip(batch, computed, strict=True))
                bar.update(len(batch))
        if found:
            StoredTokens.gather(self.embedder.name, found).save(self.path)
        _remove(pieces)

    def _pieces(self) -> Sequence[Path]:
        name = self.path.name.removesuffix(SUFFIX)
        return sorted(self.path.parent.glob(f"{name}{_PIECE}*{SUFFIX}"))


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _fit(hashes: NDArray[Any], sizes: NDArray[Any], tokens: TextTokens) -> bool:
    """Whether the arrays of a file are of the kinds that belong together."""
    kinds = (hashes.dtype.kind, sizes.dtype.kind, tokens.bits.dtype, tokens.starts.dtype.kind)
    shapes = (hashes.shape, sizes.shape, tokens.bits.shape[:1], tokens.starts.shape)
    texts, rows = (len(hashes), len(tokens.bits)) if hashes.ndim and tokens.bits.ndim else (0, 0)
    return (
        kinds[0] == "U"
        and kinds[1] in "iu"
        and kinds[2] == np.uint8
        and kinds[3] in "iu"
        and shapes == ((texts,), (texts,), (rows,), (rows,))
        and tokens.bits.ndim == 2
        and bool((sizes > 0).all())
        and int(sizes.sum()) == rows
    )


def _rows(hashes: Iterable[str], sizes: Sequence[int]) -> Mapping[str, slice]:
    ends = np.cumsum(sizes).tolist()
    return dict(zip(hashes, map(slice, [0, *ends[:-1]], ends), strict=True))
