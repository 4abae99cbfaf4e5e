"""Texts for readers who pay for every token."""

from __future__ import annotations

from workos_docs_tools.text.excerpts import BETWEEN, ScoredPart
from workos_docs_tools.text.lean import lean, lean_parts, with_paths

LINKED = "See [login flows](https://workos.com/docs/sso/login-flows) and [Okta](https://okta.com/)."


def test_of_a_link_to_another_page_its_words_are_left() -> None:
    assert lean(LINKED) == "See login flows and [Okta](https://okta.com/)."


def test_a_link_to_another_page_can_be_its_path() -> None:
    assert with_paths(LINKED) == "See [login flows](sso/login-flows) and [Okta](https://okta.com/)."
    assert with_paths("[all](https://workos.com/docs)") == "all"


def test_code_is_left_as_it_is() -> None:
    code = f"```md\n{LINKED}\n\n[Image: a key]\n```"
    listed = f"1. Step\n\n   ~~~\n   {LINKED}\n   ~~~"
    for text in (code, listed):
        assert lean(text) == with_paths(text) == text


def test_lines_that_stand_for_pictures_are_left_out() -> None:
    assert (
        lean("Click Save.\n\n[Image: A screenshot.]\n\nThen wait.") == "Click Save.\n\nThen wait."
    )
    assert lean("1. Save.\n   [Image: A screenshot.]\n2. Wait.") == "1. Save.\n2. Wait."


def test_an_address_is_written_once() -> None:
    assert (
        lean("[a@b.com](mailto:a@b.com) or [write](mailto:a@b.com)") == "a@b.com or write (a@b.com)"
    )


def test_where_a_missing_example_is_need_not_be_said_below_its_source() -> None:
    missing = "Code example not in this documentation package: Output."
    assert lean(f"{missing} It is on https://workos.com/docs/sso") == missing


def test_a_part_that_is_a_picture_leaves_no_trace_and_no_gap() -> None:
    def parts(*texts: tuple[str, str]) -> list[tuple[str, str]]:
        scored = [ScoredPart(text, separator, 0.0) for text, separator in texts]
        return [(part.text, part.separator) for part in lean_parts(scored)]

    image = "[Image: x]"
    assert parts(("a", ""), (image, "\n\n"), ("b", "\n")) == [("a", ""), ("b", "\n")]
    assert parts((image, BETWEEN), ("b", "\n\n")) == [("b", BETWEEN)]
    assert parts(("a", ""), (image, BETWEEN), ("b", "\n")) == [("a", ""), ("b", BETWEEN)]


def test_the_title_of_a_tab_that_held_only_a_picture_is_left_out() -> None:
    texts = [
        "Sent when a user is made.",
        "**Lifecycle**",
        "[Image: x]",
        "**Payload**",
        "```json```",
    ]
    parts = [ScoredPart(text, "\n\n", 0.0) for text in texts]
    assert [part.text for part in lean_parts(parts)] == [texts[0], texts[3], texts[4]]
    apart = [parts[1], ScoredPart("**Payload**", BETWEEN, 0.0)]
    assert len(lean_parts(apart)) == 2
