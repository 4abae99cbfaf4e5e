"""BM25: scores of texts."""

from __future__ import annotations

from workos_docs_tools.search.bm25 import WordIndex


def test_the_text_that_holds_the_rarer_word_scores_higher() -> None:
    index = WordIndex.of(["users sign in", "users sign in with SAML", "users"])
    assert index.scores(["user", "saml"]).argmax() == 1


def test_a_text_without_any_of_the_words_scores_nothing() -> None:
    scores = WordIndex.of(["users", "", "sessions"]).scores(["user"])
    assert scores[0] > 0
    assert scores[1:].tolist() == [0, 0]


def test_a_query_of_unknown_words_scores_nothing() -> None:
    for tokens in ([], ["zebra"]):
        assert WordIndex.of(["users", ""]).scores(tokens).tolist() == [0, 0]
