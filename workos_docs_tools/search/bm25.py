"""BM25 scores of a fixed list of texts, computed by bm25s (Lucene's variant, its default)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WordScores:
    """What each word scores in each text of a group, as bm25s has it: computed beforehand.

    bm25s would add them up as `scores` does, and takes a tenth of a second to import.
    """

    vocabulary: Mapping[str, int]
    """Number of each word."""
    starts: NDArray[np.int32]
    """Where the texts of each word begin, and where those of the last one end."""
    texts: NDArray[np.int32]
    """Numbers of the texts that have each word."""
    values: NDArray[np.float32]
    """What the word scores in each of them."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> WordScores:
        """Compute the scores of texts."""
        import bm25s

        index = bm25s.BM25()
        index.index([tokenize(text) or [""] for text in texts], show_progress=False)
        found = index.scores
        return cls(
            index.vocab_dict,
            np.asarray(found["indptr"], np.int32),
            np.asarray(found["indices"], np.int32),
            np.asarray(found["data"], np.float32),
        )

    def scores(self, tokens: Sequence[str], size: int) -> NDArray[np.float32]:
        """Return the score of each of `size` texts."""
        scores = np.zeros(size, np.float32)
        for word in [self.vocabulary[token] for token in tokens if token in self.vocabulary]:
            having = slice(self.starts[word], self.starts[word + 1])
            scores[self.texts[having]] += self.values[having]
        return scores


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of some texts; their positions are what `scores` refers to.

    Texts may be of several groups, each with statistics of its own: how rare a word is in one says
    nothing of the others.
    """

    groups: Sequence[WordScores]
    positions: Sequence[NDArray[np.intp]]
    """Where the texts of each group are among all."""

    @classmethod
    def of(cls, texts: Sequence[str], groups: Sequence[Hashable] | None = None) -> WordIndex:
        """Index texts.

        Args:
            texts: The texts.
            groups: The group of each; all of one if left out.
        """
        members: dict[Hashable, list[int]] = defaultdict(list)
        for position in range(len(texts)):
            members[groups[position] if groups else None].append(position)
        return cls(
            [WordScores.of([texts[position] for position in some]) for some in members.values()],
            [np.array(some, np.intp) for some in members.values()],
        )

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return each text's BM25 score: shape `(texts,)`, 0 where no token matches."""
        scores = np.zeros(sum(map(len, self.positions)), np.float32)
        for group, positions in zip(self.groups, self.positions, strict=True):
            scores[positions] = group.scores(tokens, len(positions))
        return scores

    def knows(self, token: str) -> bool:
        """Return whether any text has a token."""
        return any(token in group.vocabulary for group in self.groups)
