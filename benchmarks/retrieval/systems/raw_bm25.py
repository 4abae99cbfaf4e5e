"""BM25 over whole raw files, with bm25s as its README sets it up."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import bm25s
import Stemmer

from benchmarks.retrieval.systems import Answer, Passage, System
from benchmarks.retrieval.systems.cached import raw_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

_REPLY_FILES = 5


@dataclass(frozen=True, slots=True)
class RawBM25(System):
    """A file is one document; a result is the whole file."""

    pages: Mapping[str, str]
    paths: Sequence[str]
    index: bm25s.BM25
    stemmer: Stemmer.Stemmer

    def search(self, query: str, k: int, language: str | None) -> Answer:
        """Return the best files."""
        tokens = _tokenize([query], self.stemmer)
        positions, scores = self.index.retrieve(tokens, k=k, show_progress=False)
        paths = [self.paths[i] for i, s in zip(positions[0], scores[0], strict=True) if s > 0]
        return Answer(tuple(Passage(path, self.pages[path]) for path in paths))

    def reply(self, query: str, language: str | None) -> str:
        """Return the best files."""
        found = self.search(query, _REPLY_FILES, language).passages
        return "\n\n".join(f"{passage.path}:\n{passage.text}" for passage in found)


def open_system(version: str) -> AbstractContextManager[System]:
    """Index the files; a matter of seconds."""
    pages, stemmer, index = raw_pages(version), Stemmer.Stemmer("english"), bm25s.BM25()
    index.index(_tokenize(list(pages.values()), stemmer), show_progress=False)
    return nullcontext(RawBM25(pages, list(pages), index, stemmer))


def _tokenize(texts: list[str], stemmer: Stemmer.Stemmer) -> Any:
    return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)
