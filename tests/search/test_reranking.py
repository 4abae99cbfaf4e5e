"""Reranking with a cross-encoder that is passed to `open`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from langchain_core.cross_encoders import BaseCrossEncoder

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.search.catalog import Filters
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.reranking import as_reranker, rerank

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools import WorkOSDocs

PAGES = {
    f"{name}.md": f"# {name}\n\nHow to rotate a signing key of the {name} service."
    for name in ("alpha", "beta", "gamma")
}


class WordCounts(BaseCrossEncoder):
    """A cross-encoder that counts how often the passage names the last word of the query."""

    def score(self, text_pairs: list[tuple[str, str]]) -> list[float]:
        return [float(text.count(query.split()[-1])) for query, text in text_pairs]


class Predicting:
    """The same in the form of sentence-transformers."""

    def predict(self, pairs: list[tuple[str, str]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array(WordCounts().score(pairs))


@pytest.mark.parametrize("model", [WordCounts(), Predicting()])
def test_a_cross_encoder_has_the_last_word(
    open_tree: Callable[..., WorkOSDocs], model: object
) -> None:
    docs = open_tree(PAGES, reranker=model)
    for name in ("gamma", "beta"):
        assert docs.search(f"alpha signing key {name}")[0].path == name


def test_it_reads_the_best_candidates_only() -> None:
    scores = np.arange(30, dtype=np.float32)
    read: list[tuple[str, str]] = []

    class Reading(WordCounts):
        def score(self, text_pairs: list[tuple[str, str]]) -> list[float]:
            read.extend(text_pairs)
            return [float(len(text)) for _, text in text_pairs]

    texts = [("x" if number == 15 else "") + str(number) for number in range(30)]
    reranked = rerank(Reading(), "q", texts, scores, 20)
    assert [text for _, text in read] == texts[::-1][:20]
    assert int(np.argmax(reranked)) == 15
    assert reranked[:10].max() < reranked[10:].min()


def test_what_cannot_rerank_is_refused() -> None:
    assert as_reranker(None) is None
    with pytest.raises(InvalidArgumentError, match="CrossEncoder"):
        as_reranker("cross-encoder/ms-marco-MiniLM-L6-v2")


def test_where_nothing_is_left_to_rerank_it_is_not_asked(docs: WorkOSDocs) -> None:
    class Picky(WordCounts):
        def score(self, text_pairs: list[tuple[str, str]]) -> list[float]:
            assert text_pairs
            return super().score(text_pairs)

    engine = replace(docs.engine, reranker=Picky())
    query = Query.of("anything", docs.index, Filters(product=("sso",), kind="glossary"))
    assert not engine.search(query, 3).hits


@pytest.mark.parametrize("scores", [[1.0], [1.0, float("nan"), 2.0], None, [[1.0]] * 3, "abc"])
def test_what_is_no_score_for_each_text_is_refused(
    open_tree: Callable[..., WorkOSDocs], scores: object
) -> None:
    class Wrong:
        def predict(self, pairs: list[tuple[str, str]]) -> object:
            return scores

    docs = open_tree(PAGES, reranker=Wrong())
    with pytest.raises(InvalidArgumentError, match=r"reranker=.*finite score for each of 3"):
        docs.search("signing key")
