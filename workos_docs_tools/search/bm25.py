"""BM25 scores of a fixed list of texts, by bm25s (Lucene's variant, its default)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import bm25s
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of some texts; their positions are what `scores` refers to.

    Texts may be of several groups, each with statistics of its own: how rare a word is in one says
    nothing of the others.
    """

    indexes: Sequence[bm25s.BM25]
    positions: Sequence[NDArray[np.intp]]
    """Where the texts of each index are among all."""

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
            [_index([texts[position] for position in some]) for some in members.values()],
            [np.array(some, np.intp) for some in members.values()],
        )

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return each text's BM25 score: shape `(texts,)`, 0 where no token matches."""
        scores = np.zeros(sum(map(len, self.positions)), np.float32)
        for index, positions in zip(self.indexes, self.positions, strict=True):
            scores[positions] = index.get_scores_from_ids(index.get_tokens_ids(list(tokens)))
        return scores


def _index(texts: Sequence[str]) -> bm25s.BM25:
    import bm25s

    index = bm25s.BM25()
    index.index([tokenize(text) or [""] for text in texts], show_progress=False)
    return index
