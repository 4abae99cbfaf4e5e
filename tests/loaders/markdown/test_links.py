"""Links without their targets, and where offsets come to lie."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workos_docs_loaders.markdown.links import offsets_without_targets, without_targets

TEXT = "See [this](https://a.b/c) and [that](/d), not [this] or f(x)."


def test_the_words_of_a_link_are_left_of_it() -> None:
    assert without_targets(TEXT) == "See this and that, not [this] or f(x)."


def test_an_offset_moves_by_what_is_removed_before_it() -> None:
    words = ["See", "this](", "and", "that](", "not"]
    places = offsets_without_targets(TEXT, [TEXT.index(word) for word in words])
    found = [without_targets(TEXT)[place:] for place in places]
    assert [text.split()[0] for text in found] == ["See", "this", "and", "that,", "not"]


@given(st.text("ab [](\n)", max_size=60))
def test_the_offset_of_every_line_is_that_of_the_same_line(text: str) -> None:
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
    lines = offsets_without_targets(text, starts)
    short = without_targets(text)
    assert lines == [0, *(at + 1 for at, character in enumerate(short) if character == "\n")]
