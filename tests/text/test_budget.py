"""What fits a budget: windows over Markdown, and shares."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workos_docs_tools.text.budget import fair_shares, window

PARSER = MarkdownIt("commonmark").enable("table")
LONG_CODE = "\n".join(f"const value{number} = {number};" for number in range(40))


def open_fences(markdown: str) -> list[str]:
    """Return the opening lines of fences that the end of a text leaves open."""
    lines = markdown.split("\n")
    fences = [
        token for token in PARSER.parse(markdown) if token.type == "fence" and token.map is not None
    ]
    after = PARSER.parse(f"{markdown}\n\nAFTER")
    if any(token.type == "fence" and "AFTER" in token.content for token in after):
        return [markdown]
    spans = [(token.map[0], token.map[1], token.markup) for token in fences if token.map]
    return [
        lines[first]
        for first, end, markup in spans
        if end - first < 2 or lines[end - 1].strip(" >") != markup
    ]


def windows(markdown: str, limit: int) -> list[str]:
    """Return a text read window by window."""
    parts, start = [], 0
    while True:
        part, following = window(markdown, start, limit)
        parts.append(part)
        if following is None:
            return parts
        assert following > start
        start = following


def words(markdown: str) -> str:
    """Return a text without white space, quotation and fence marks, which windows add and drop."""
    return re.sub(r"[\s>]|```\w*", "", markdown)


def test_a_text_that_fits_is_shown_as_it_is() -> None:
    assert window("# One\n\nText.", 0, 100) == ("# One\n\nText.", None)


def test_the_cut_falls_between_blocks() -> None:
    text = f"{'a ' * 40}\n\n{'b ' * 40}\n\n{'c ' * 40}"
    shown, following = window(text, 0, 200)
    assert shown == f"{('a ' * 40)}\n\n{('b ' * 40).strip()}"
    assert following is not None
    assert text[following:].startswith("c c")


def test_a_heading_is_not_parted_from_its_text() -> None:
    text = f"{'a ' * 40}\n\n## Heading\n\n{'b ' * 40}"
    shown, following = window(text, 0, 100)
    assert shown == ("a " * 40).strip()
    assert following is not None
    assert text[following:].startswith("## Heading")


def test_a_long_fence_is_closed_and_opened_again() -> None:
    text = f"Intro.\n\n```js\n{LONG_CODE}\n```\n\nEnd."
    first, second, *_ = windows(text, 300)
    assert first.endswith("\n```")
    assert second.startswith("```js\nconst value")


def test_no_window_holds_the_end_of_a_fence_alone() -> None:
    text = f"```js\n{LONG_CODE}\n```\n\nEnd."
    for limit in range(60, 300):
        assert not [part for part in windows(text, limit) if part.startswith("```js\n```")]


def test_no_window_holds_the_beginning_of_a_fence_alone() -> None:
    text = f"Intro.\n\n```js\n{'x ' * 200}\n```"
    assert window(text, 0, 40)[0] == "Intro."


def test_a_fence_that_does_not_follow_soon_is_left_for_the_next_window() -> None:
    text = f"{'a ' * 70}\n\n```js\n{LONG_CODE}\n```"
    shown, _ = window(text, 0, 200)
    assert "```" not in shown


@pytest.mark.parametrize("prefix", ["   ", "      ", "> "])
def test_a_fence_in_a_list_or_quotation_is_closed_where_it_stands(prefix: str) -> None:
    opening = {"   ": "1. Step\n\n", "      ": "1. Step\n\n   - Deeper\n\n", "> ": ""}[prefix]
    code = LONG_CODE.replace("\n", f"\n{prefix}")
    text = f"{opening}{prefix}```js\n{prefix}{code}\n{prefix}```\n\nEnd."
    parts = windows(text, 250)
    assert len(parts) > 3
    assert [open_fences(part) for part in parts] == [[]] * len(parts)
    assert words("\n".join(parts)) == words(text)


def test_white_space_of_code_survives_a_cut() -> None:
    code = "\n".join(f"if a{number}:\n\n    b{number}()" for number in range(30))
    parts = windows(f"```python\n{code}\n```", 200)
    bodies = [part.removeprefix("```python\n").removesuffix("\n```") for part in parts]
    assert all(f"\n    b{number}()" in "\n".join(bodies) for number in range(30))


def test_a_heading_is_shown_with_the_beginning_of_a_paragraph_that_is_too_long() -> None:
    shown, _ = window(f"## Heading\n\n{'word ' * 100}", 0, 100)
    assert shown.startswith("## Heading\n\nword word")
    assert 80 < len(shown) <= 100


def test_a_line_without_a_space_is_cut_anywhere() -> None:
    assert "".join(windows("x" * 1000, 100)) == "x" * 1000


@pytest.mark.parametrize("limit", [-50, 0, 1])
def test_reading_on_comes_to_an_end_whatever_the_limit(limit: int) -> None:
    text = "Some words.\n\nAnd some more."
    assert words("".join(windows(text, limit))) == words(text)


block = st.one_of(
    st.text("abc de.", min_size=1, max_size=300).map(lambda text: f"p{text}"),
    st.integers(1, 60).map(lambda count: "## " + "word " * (count % 5 + 1)),
    st.tuples(st.sampled_from(["", "   ", "> "]), st.integers(0, 40)).map(
        lambda made: "\n".join(
            [
                *(["1. Step", ""] if made[0] == "   " else []),
                f"{made[0]}```js",
                *(f"{made[0]}code line {number}" for number in range(made[1])),
                f"{made[0]}```",
            ]
        )
    ),
    st.integers(1, 30).map(
        lambda count: "\n".join(["| a | b |", "|---|---|"] + ["| 1 | 2 |"] * count)
    ),
    st.integers(1, 30).map(lambda count: "\n".join(f"- item {number}" for number in range(count))),
)


@given(st.lists(block, min_size=1, max_size=12), st.integers(60, 2000))
def test_windows_cover_any_text_stay_in_their_limit_and_close_their_fences(
    blocks: list[str], limit: int
) -> None:
    text = "\n\n".join(blocks)
    parts = windows(text, limit)
    assert words("\n".join(parts)) == words(text)
    assert max(map(len, parts)) <= limit
    assert [open_fences(part) for part in parts] == [[]] * len(parts)


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 9))), st.integers(-10, 20_000))
def test_shares_stay_within_the_budget_and_none_exceeds_its_item(
    items: list[tuple[int, int]], budget: int
) -> None:
    sizes = [size for size, _ in items]
    shares = fair_shares(sizes, [weight for _, weight in items], budget)
    assert sum(shares) <= max(budget, 0)
    assert all(share <= size for share, size in zip(shares, sizes, strict=True))
    if sum(sizes) <= budget:
        assert shares == sizes


def test_what_small_items_leave_goes_to_the_large_ones() -> None:
    assert fair_shares([100, 5000, 50, 5000], [1, 1, 1, 1], 1150) == [100, 500, 50, 500]


def test_a_budget_is_divided_by_weight() -> None:
    assert fair_shares([5000, 5000, 5000], [3, 2, 1], 600) == [300, 200, 100]
