"""What an agent does without any server: grep the raw files for the words of the question."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bm25s.stopwords import STOPWORDS_EN_PLUS

from benchmarks.retrieval.systems import Answer, Passage, System
from benchmarks.retrieval.systems.cached import raw_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

_WORD = re.compile(r"[\w.@-]*\w")
_REPLY_FILES = 10
_MATCHES = 3
"""Lines shown of a file, and of the lines around each: as many as the npm server shows."""
_CONTEXT = 2


@dataclass(frozen=True, slots=True)
class Grep(System):
    """Files ranked by how many of the query's words they hold, then by how often."""

    pages: Mapping[str, str]
    folded: Mapping[str, str]
    """The same in lower case."""

    def search(self, query: str, k: int, language: str | None) -> Answer:
        """Return the best files, each as its best lines."""
        words = _words(query)
        ranked = sorted(
            (path for path, text in self.folded.items() if any(word in text for word in words)),
            key=lambda path: _strength(self.folded[path], words),
            reverse=True,
        )
        return Answer(tuple(Passage(path, self._lines(path, words)) for path in ranked[:k]))

    def reply(self, query: str, language: str | None) -> str:
        """Return the best files' best lines."""
        found = self.search(query, _REPLY_FILES, language).passages
        return "\n\n".join(f"{passage.path}:\n{passage.text}" for passage in found)

    def _lines(self, path: str, words: Sequence[str]) -> str:
        folded, lines = self.folded[path].split("\n"), self.pages[path].split("\n")
        best = sorted(range(len(lines)), key=lambda i: _strength(folded[i], words), reverse=True)
        blocks = (lines[max(i - _CONTEXT, 0) : i + _CONTEXT + 1] for i in sorted(best[:_MATCHES]))
        return "\n--\n".join("\n".join(block) for block in blocks)


def open_system(version: str) -> AbstractContextManager[System]:
    """Read the files."""
    pages = raw_pages(version)
    return nullcontext(Grep(pages, {path: text.lower() for path, text in pages.items()}))


def _words(query: str) -> list[str]:
    words = dict.fromkeys(_WORD.findall(query.lower()))
    return [word for word in words if word not in STOPWORDS_EN_PLUS] or list(words)


def _strength(text: str, words: Sequence[str]) -> tuple[int, int]:
    counts = [text.count(word) for word in words]
    return sum(map(bool, counts)), sum(counts)
