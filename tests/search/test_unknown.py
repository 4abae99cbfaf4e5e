"""Names in questions that stand nowhere in the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.search.unknown import unknown_names
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

KNOWN = {
    token
    for word in ("add provider okta launch darkly rust-free user can")
    for token in tokenize(word)
}
TITLES = {"okta", "onelogin"}


def unknown(question: str) -> tuple[str, ...]:
    return unknown_names(question, KNOWN.__contains__, TITLES)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("How do I add Terraform and Zapier?", ("Terraform", "Zapier")),
        ("Terraform provider", ("Terraform",)),
        ("LaunchDarkly segments", ("LaunchDarkly",)),
        ("what does ERR_NGROK_3200 mean, ERR_NGROK_3200?", ("ERR_NGROK_3200",)),
        ("a VPN or a Tor exit", ("VPN", "Tor")),
    ],
)
def test_what_is_written_as_a_name_and_stands_nowhere_is_told(
    question: str, names: tuple[str, ...]
) -> None:
    assert unknown(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "Hire somebody? Perhaps. Whatever works",  # Sentences begin with capitals.
        "can I add Okta",
        "can I add Oktaa",  # A name misspelt.
        "since March, or on Monday",
        "everyday words such as hire and yesterday",
        "see https://Example.com/Foo, Some/Path, jane@Acme.com or e.g. Foo-Bar",
        "ADD TERRIBLE THINGS YESTERDAY",  # Nothing is marked by capitals.
        "",
    ],
)
def test_what_is_no_name_is_not_told(question: str) -> None:
    assert unknown(question) == ()


def test_of_a_long_list_the_first_names_are_told() -> None:
    names = [f"Foo{letter}ar" for letter in "bcdfgh"]
    assert unknown(f"x {' '.join(names)}") == tuple(names[:5])
    assert unknown("x " * 1000 + "Foobar") == ()


def test_a_search_tells_them_and_doubts_its_results_sooner(docs: WorkOSDocs) -> None:
    known = docs.search("How do I sign in with GitHub?")
    assert (known.unknown_words, known.doubts) == ((), ())
    results = docs.search("How do I add Discord as a social sign-in option in AuthKit?")
    assert results.unknown_words == ("Discord",)
    assert results.doubts[0] == "Nowhere in these documents: Discord."
    question = "How do I add {} as a way of signing in?"
    assert docs.search(question.format("BankID")).low_confidence
    assert not docs.search(question.format("bankid")).low_confidence


def test_a_name_that_is_defined_is_known(docs: WorkOSDocs) -> None:
    assert docs.search("AuthKit").unknown_words == ()
    assert docs.search("GET /organizations").unknown_words == ()
