"""BM25: tokens that know code, and scores."""

from __future__ import annotations

import pytest

from workos_docs_tools.search.bm25 import LexicalIndex, tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("getLogoutUrl", ["getlogouturl", "get", "logout", "url"]),
        ("dsync.user.created", ["dsync.user.created", "dsync", "user", "creat"]),
        ("organization_id", ["organization_id", "organiz", "id"]),
        ("sign-in", ["sign-in", "sign"]),
        ("SAMLResponse", ["samlresponse", "saml", "respons"]),
        ("the users of it", ["user"]),
        ("", []),
    ],
)
def test_identifiers_count_whole_and_in_parts(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


def test_typographic_characters_are_folded() -> None:
    assert tokenize(
        "sign\N{NON-BREAKING HYPHEN}in user\N{RIGHT SINGLE QUOTATION MARK}s"
    ) == tokenize("sign-in user's")


def test_the_text_that_holds_the_rarer_word_scores_higher() -> None:
    index = LexicalIndex.build(["users sign in", "users sign in with SAML", "users"])
    assert index.scores("users SAML").argmax() == 1


def test_a_query_of_unknown_words_scores_nothing() -> None:
    assert not LexicalIndex.build(["users", ""]).scores("zebra").any()
