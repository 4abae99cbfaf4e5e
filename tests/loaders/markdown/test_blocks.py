"""The splitter: examples tell where it cuts, properties what no cut may do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workos_docs_loaders.markdown.blocks import split_markdown

LIMIT, HARD_LIMIT = 200, 1000

words = st.lists(st.sampled_from("SSO a user signs in, café → `code` **bold**".split()), min_size=1)
lines = words.map(" ".join)
code = st.lists(
    st.sampled_from(["x = 1", "# no heading", "| no | table |", "- no item", "", "  y"])
)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
headings = st.builds("{} {}".format, st.sampled_from(["#", "##", "######"]), lines)
fences = st.builds(
    lambda marks, body: "\n".join([f"{marks}js title", *body, marks]),
    st.sampled_from(["```", "~~~", "````"]),
    code,
)
lists = st.builds(
    lambda mark, gap, items: gap.join(mark + item.replace("\n", "\n   ") for item in items),
    st.sampled_from(["- ", "1. "]),
    st.sampled_from(["\n", "\n\n"]),
    st.lists(st.one_of(paragraphs, st.builds("{}\n\n{}".format, lines, fences)), min_size=1),
)
quotes = paragraphs.map(lambda text: re.sub("^", "> ", text, flags=re.MULTILINE))
tables = st.lists(lines, max_size=30).map(
    lambda rows: "\n".join(["| A | B |", "| --- | --- |", *(f"| {row} | x |" for row in rows)])
)
untabled = st.lists(st.one_of(paragraphs, headings, fences, lists, quotes), max_size=12)
anything = st.lists(st.one_of(paragraphs, headings, fences, lists, quotes, tables), max_size=12)


def split(text: str, limit: int = LIMIT, hard_limit: int = HARD_LIMIT) -> list[str]:
    return split_markdown(text, limit=limit, hard_limit=hard_limit)


def size(text: str) -> int:
    return len(text.encode())


def told(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def ends_with_heading(piece: str) -> bool:
    return bool(re.match(r"#+ ", piece.rpartition("\n")[2]))


def numbered(count: int, form: str) -> str:
    return "\n".join(form.format(number) for number in range(count))


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_nothing_becomes_no_piece(text: str) -> None:
    assert split(text) == []


def test_a_short_text_is_one_piece_as_it_is() -> None:
    assert split("\n# A\n\n\ntext  \n") == ["\n# A\n\n\ntext  \n"]


def test_neighbours_share_a_piece_as_long_as_they_fit() -> None:
    paragraph = "word " * 15 + "end"
    pieces = split("\n\n".join([paragraph] * 5))
    assert pieces == [f"{paragraph}\n\n{paragraph}"] * 2 + [paragraph]


def test_a_heading_stays_with_the_text_below_it() -> None:
    text = f"{'a' * 150}\n\n## Heading\n\n### Another\n\n{'b' * 150}"
    assert split(text) == ["a" * 150, f"## Heading\n\n### Another\n\n{'b' * 150}"]


def test_headings_over_nothing_stay_together() -> None:
    headings = f"# {'a' * 150}\n\n## {'b' * 150}"
    assert split(f"{'c' * 150}\n\n{headings}") == ["c" * 150, headings]


def test_a_fence_above_the_limit_stays_whole() -> None:
    fence = f"```js\n{numbered(60, 'line {}')}\n\n# no heading\n```"
    assert split(f"Before.\n\n{fence}\n\nAfter.") == ["Before.", fence, "After."]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_list_is_cut_between_items_and_stays_as_loose_as_it_was(gap: str) -> None:
    items = [f"- item {number} {'word ' * 10}end" for number in range(9)]
    pieces = split(gap.join(items))
    assert len(pieces) == 3
    assert gap.join(pieces) == gap.join(items)


def test_a_list_item_keeps_its_children() -> None:
    item = f"- parent\n  - child {'word ' * 30}\n\n    ```\n    code\n\n    ```\n  - last"
    assert split(f"{item}\n{item}") == [item, item]


def test_a_table_is_cut_between_rows_and_repeats_its_header() -> None:
    header = "| Name | Number |\n| --- | ---: |"
    pieces = split(f"### Rows\n\n{header}\n{numbered(40, '| row | {} |')}\n\nAfter.")
    assert pieces[0].startswith(f"### Rows\n\n{header}\n| row | 0 |\n")
    assert all(piece.startswith(f"{header}\n| row | ") for piece in pieces[1:])
    assert re.findall(r"row \| (\d+)", "\n".join(pieces)) == [str(n) for n in range(40)]
    assert max(map(size, pieces)) <= LIMIT


def test_a_row_above_the_limit_stays_whole() -> None:
    rows = [f"| {letter * 300} |" for letter in "abc"]
    header = "| Name |\n| --- |"
    pieces = split("\n".join([header, *rows]))
    assert pieces == [f"{header}\n{row}" for row in rows]


def test_a_header_that_would_fill_every_piece_is_not_repeated() -> None:
    header = f"| {'Name ' * 40}|\n| --- |"
    pieces = split(f"{header}\n{numbered(90, '| row {} |')}")
    assert "\n".join(pieces).count("Name " * 40) == 1
    assert len(re.findall("row", "\n".join(pieces))) == 90


def test_a_fence_above_the_hard_limit_is_cut_into_fences() -> None:
    pieces = split(f"## Code\n\n```js title\n{numbered(300, 'line {}')}\n```\n\nAfter.")
    *fences, after = pieces
    assert after == "After."
    assert fences[0].startswith("## Code\n\n```js title\nline 0\n")
    assert all(re.fullmatch(r"(?s)```js title\n.*\n```", fence) for fence in fences[1:])
    assert re.findall(r"line (\d+)", "\n".join(fences)) == [str(n) for n in range(300)]


def test_the_last_line_of_a_fence_that_is_never_closed_is_kept() -> None:
    pieces = split(f"```\n{numbered(300, 'line {}')}\n```js")
    assert pieces[-1].endswith("\n```js\n```")


@pytest.mark.parametrize("letter", ["a", "é", "→", "😀"])
def test_a_line_above_the_hard_limit_is_cut_between_words_or_else_anywhere(letter: str) -> None:
    for line in (letter * 5000, f"{letter * 30} " * 150):
        pieces = split(line)
        assert max(map(size, pieces)) <= HARD_LIMIT
        assert "".join("".join(pieces).split()) == "".join(line.split())
        assert " " not in line or {word for p in pieces for word in p.split()} == {letter * 30}


def test_headings_alone_are_cut_too() -> None:
    pieces = split(numbered(300, "# Heading {}"))
    assert told("\n".join(pieces)) == told(numbered(300, "# Heading {}"))
    assert max(map(size, pieces)) <= HARD_LIMIT


def test_long_headings_stay_with_the_header_of_a_table() -> None:
    head = f"# SSO\n\n# {'SSO ' * LIMIT}Okta\n\n| A | B |\n| --- | --- |"
    row = f"| {'a ' * LIMIT}| b |"
    assert split(f"{head}\n{row}", hard_limit=100_000) == [head, row]


@settings(deadline=None)
@given(untabled)
def test_every_line_is_kept_in_order(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    assert told("\n\n".join(split(text))) == told(text)


@settings(deadline=None)
@given(anything)
def test_only_a_table_header_is_repeated(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    expected = told(text)
    for line in told("\n\n".join(split(text))):
        if expected and line == expected[0]:
            del expected[0]
        else:
            assert line in ("| A | B |", "| --- | --- |")
    assert not expected


@settings(deadline=None)
@given(anything)
def test_a_piece_above_the_limit_is_a_single_block(blocks: list[str]) -> None:
    for piece in split("\n\n".join(blocks)):
        assert size(piece) <= HARD_LIMIT
        if size(piece) > LIMIT:
            smaller = split(piece, limit=LIMIT)
            assert smaller == [piece]


@settings(deadline=None)
@given(anything)
def test_no_fence_is_cut_and_no_heading_left_behind(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    pieces = split(text, hard_limit=100_000)
    for fence in (block for block in blocks if re.match("[`~]", block)):
        assert any(fence in piece for piece in pieces)
    assert not any(ends_with_heading(piece) for piece in pieces[:-1])


@settings(deadline=None)
@given(st.text(), st.text(alphabet="#-*`~|> \n\t1.ab→", max_size=2000))
def test_any_text_is_kept_and_no_piece_is_above_the_hard_limit(text: str, marks: str) -> None:
    pieces = split_markdown(marks + text, limit=40, hard_limit=80)
    assert max(map(size, pieces), default=0) <= 80
    kept = "".join("".join(pieces).split())
    position = -1
    for letter in "".join((marks + text).split()):
        position = kept.index(letter, position + 1)
