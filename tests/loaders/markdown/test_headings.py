"""Headings of Markdown, with their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.headings import Heading, headings
from workos_docs_loaders.markdown.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.models import Document


def test_headings_of_both_forms_have_their_lines_level_and_content() -> None:
    markdown = "# One ##\n\ntext\n\nTwo `x`\n-------\ntext\n\n###### Six\n"
    assert list(headings(markdown)) == [
        Heading(start=0, end=1, level=1, content="One"),
        Heading(start=4, end=6, level=2, content="Two `x`"),
        Heading(start=8, end=9, level=6, content="Six"),
    ]


def test_code_lists_quotations_and_tables_hold_no_headings() -> None:
    markdown = "```\n# a\n```\n\n- # b\n\n> # c\n\n| a | b |\n| --- | --- |\n| # d | e |\n"
    assert list(headings(markdown)) == []


def test_a_line_below_a_table_does_not_make_a_heading_of_its_last_row() -> None:
    assert list(headings("| a |\n| --- |\n| b |\n---\n")) == []


def test_a_text_without_headings_has_none() -> None:
    assert list(headings("")) == []
    assert list(headings("#tag and ####### seven")) == []


def test_every_section_of_the_documentation_has_its_heading(
    documents: Mapping[str, tuple[Document, ...]],
) -> None:
    for document in (*documents["0.1.0"], *documents["0.2.0"]):
        for section in document.sections:
            found = list(headings(section.markdown))
            if section.heading:
                first, *others = found
                assert (first.start, first.level) == (0, section.level)
                assert plain(first.content) == plain(section.heading)
                assert not others
            else:
                assert not found
