"""Parts of a text: what is scored, shown or left out as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workos_docs_loaders.markdown.parts import parts_at, split_parts


def parts(text: str) -> list[str]:
    return [text[part.start : part.end] for part in split_parts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nStill one.\n\nTwo.", ["One.\nStill one.", "Two."]),
        ("# A\n\n## B\n\nText.\n\n# C", ["# A\n\n## B\n\nText.", "# C"]),
        ("Which:\n- a\n  more\n- b\n1. c", ["Which:", "- a\n  more", "- b", "1. c"]),
        ("## Code\n\n```py\na\n\n- b\n# c\n```\n\nAfter.", [
            "## Code\n\n```py\na\n\n- b\n# c\n```", "After.",
        ]),
        ("~~~\n```\n\n~~~\nEnd.", ["~~~\n```\n\n~~~\nEnd."]),
        ("| a |\n| - |\n| 1 |\n\n\n\nText.", ["| a |\n| - |\n| 1 |", "Text."]),
        ("```\nnever\n\nclosed", ["```\nnever\n\nclosed"]),
        (" \n\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_has_these_parts(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@given(st.text("ab #-`|1.\n", max_size=300))
def test_parts_hold_everything_but_the_white_space_between_them(text: str) -> None:
    assert "".join("".join(parts(text)).split()) == "".join(text.split())


def test_a_part_knows_where_it_begins_in_what_is_embedded() -> None:
    first, second = split_parts("A [link](https://a.b).\n\nMore.", context="Title\n")
    embedded = "Title\nA link.\n\nMore."
    assert first.embedded_start == len("Title\n")
    assert embedded[second.embedded_start :] == "More."


@given(st.text("ab #-`[](x)\n", max_size=300))
def test_parts_are_found_again_by_where_they_begin(text: str) -> None:
    found = split_parts(text, context="Title\n")
    again = parts_at(text, [part.start for part in found], [part.embedded_start for part in found])
    assert again == found
