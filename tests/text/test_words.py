"""Words: identifiers whole and in their parts, everything else by its stem."""

from __future__ import annotations

import pytest

from workos_docs_tools.text.words import tokenize


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
