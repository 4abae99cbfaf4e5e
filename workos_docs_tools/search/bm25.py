"""BM25 scores of a fixed list of texts, by bm25s (Lucene's variant, its default)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    import bm25s
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of some texts; their positions are what `scores` refers to."""

    index: bm25s.BM25

    @classmethod
    def of(cls, texts: Sequence[str]) -> WordIndex:
        """Index texts."""
        import bm25s

        index = bm25s.BM25()
        index.index([tokenize(text) or [""] for text in texts], show_progress=False)
        return cls(index)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return each text's BM25 score: shape `(texts,)`, 0 where no token matches."""
        known = self.index.get_tokens_ids(list(tokens))
        scores: NDArray[np.float32] = self.index.get_scores_from_ids(known)
        return scores
