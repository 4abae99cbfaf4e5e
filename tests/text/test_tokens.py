"""Sizes in tokens: never less than what language models count."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import llama_index.core
import pytest

from workos_docs_tools.text.tokens import beginning, budget_of, count_tokens, ending, fitting_end
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools import WorkOSDocs

QUESTIONS = (
    "verify a webhook signature",
    "SAML response is invalid",
    "theme the widgets with CSS selectors",
    "migrate from OpenFGA",
    "list of audit log events with metadata schema",
    "PKCE code_challenge and code_verifier",
)
PAGES = ("authkit", "events", "reference/authkit/user", "widgets/styling", "fga/migration-openfga")
TOPICS = ("webhook signature", "encrypt", "SCIM user payload", "middleware")
TEXTS = {
    "prose": "Log users in with their company's identity provider, then read their profile. " * 40,
    "CJK": "設定を確認してください。シングルサインオンの設定手順は次のとおりです。" * 20,
    "table": "| `idp_id` | `string` | The user's id at the identity provider. |\n" * 40,
    "code": 'const { user } = await workos.userManagement.getUser(userId, { id: "user_01E4" });\n'
    * 30,
    "base64": "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJRTESMBAGA1UE" * 10,
}


@pytest.fixture(scope="module", params=["cl100k_base", "o200k_base"])
def real(request: pytest.FixtureRequest) -> Callable[[str], int]:
    """Count with the tokenisers of two models; LlamaIndex brings what they read."""
    cache = Path(next(iter(llama_index.core.__path__))) / "_static" / "tiktoken_cache"
    os.environ["TIKTOKEN_CACHE_DIR"] = str(cache)
    import tiktoken

    encoding = tiktoken.get_encoding(request.param)
    return lambda text: len(encoding.encode(text, disallowed_special=()))


@pytest.mark.parametrize("kind", TEXTS)
def test_what_fits_by_count_fits_by_a_models_own(kind: str, real: Callable[[str], int]) -> None:
    text = TEXTS[kind]
    shown = text[: fitting_end(text, 0, budget_of(300))]
    assert len(shown) < len(text)
    assert 300 * 0.6 < real(shown) <= 300


@pytest.mark.parametrize("max_tokens", [300, 1000, 2000, 4000])
def test_no_reply_is_longer_than_its_budget(
    max_tokens: int, real: Callable[[str], int], docs: WorkOSDocs
) -> None:
    tools = DocsTools(docs, max_tokens=max_tokens)
    replies = [
        *(tools.workos_search(question, max_tokens=max_tokens) for question in QUESTIONS),
        *(tools.workos_docs(page, max_tokens=max_tokens) for page in PAGES),
        *(tools.workos_examples(topic, max_tokens=max_tokens) for topic in TOPICS),
        tools.workos_changelogs(max_tokens=max_tokens),
        tools.workos_api("createUser", max_tokens=max_tokens),
    ]
    sizes = [real(reply.text) for reply in replies]
    assert max(sizes) <= max_tokens
    assert max(sizes) > max_tokens * 0.75


def test_texts_together_are_about_the_sum_of_them() -> None:
    texts = list(TEXTS.values())
    together = count_tokens("\n\n".join(texts))
    assert abs(together - sum(map(count_tokens, texts))) <= 2 * len(texts)


def test_a_text_is_cut_where_its_tokens_end() -> None:
    text = "one two three four five"
    assert fitting_end(text, 4, 2) == text.index(" four") or text[
        : fitting_end(text, 4, 2)
    ].strip().endswith("three")
    assert beginning(text, 5) == ending(text, 5) == text
    assert beginning(text, 3) == "one two ..."
    assert ending(text, 3).endswith("five")
    assert count_tokens(ending(text, 3)) <= 3
