"""The MDX dialect: fixtures show what each construct becomes, properties hold for any text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from workos_docs_loaders.markdown.text import fold, plain
from workos_docs_loaders.mdx import markdown_text, parse_body
from workos_docs_loaders.models import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIXTURES = Path(__file__).parents[2] / "fixtures" / "mdx"
PAGE_URL = "https://workos.com/docs/sso/guide"


def page(body: str) -> str:
    """The whole page, as a reader of the nodes sees it."""
    return "\n\n".join(section.markdown for section in parse_body(body, page_url=PAGE_URL).sections)


def outline(body: str) -> str:
    """One line a section: kind, level, heading, slug, condition, text."""
    lines = []
    for section in parse_body(body, page_url=PAGE_URL).sections:
        text = " ... ".join(line for line in f"{section.label}{section.text}".split("\n") if line)
        condition = f" if {section.condition}" if section.condition else ""
        name = section.heading or "(continued)"
        place = f"{section.kind} {section.level} {name} /{section.slug}{condition}"
        lines.append(f"{place}: {text}" if text else place)
    return "\n".join(lines)


def with_problems(body: str) -> str:
    """The page and what is wrong with it."""
    problems = parse_body(body, page_url=PAGE_URL).problems
    messages = "\n".join(f"line {problem.line}: {problem.message}" for problem in problems)
    return f"{page(body)}\n-- {messages}"


def description(text: str) -> str:
    """A text of the API reference."""
    return markdown_text(text, page_url=PAGE_URL)


RENDERERS = {"broken": with_problems, "descriptions": description, "sections": outline}


def fixtures() -> Iterator[object]:
    """Every title / input / expected triple, by file and line."""
    for file in sorted(FIXTURES.glob("*.md")):
        for line, title, source, expected in read_fixture_file(file):
            yield pytest.param(
                RENDERERS.get(file.stem, page),
                source.removesuffix("\n"),
                expected.removesuffix("\n"),
                id=f"{file.stem}:{line + 1} {title}",
            )


@pytest.mark.parametrize(("render", "source", "expected"), list(fixtures()))
def test_a_construct_of_the_dialect_becomes_plain_markdown(
    render: Callable[[str], str], source: str, expected: str
) -> None:
    assert render(source) == expected


def test_two_spaces_at_the_end_of_a_line_are_removed() -> None:
    assert page("One  \ntwo") == "One\ntwo"


def test_carriage_returns_are_line_ends() -> None:
    assert page("# One\r\n\r\nTwo\rthree") == "# One\n\nTwo\nthree"


def test_characters_of_placeholders_cannot_be_forged() -> None:
    assert page("`a` \ufdd00\ufdd2 \ufdd10\ufdd2\n\ufdd3name\n\ufdd4") == "`a` 0 0\nname"


def test_a_deprecation_callout_marks_the_page() -> None:
    assert parse_body("<DeprecationCallout.MagicLink />", page_url=PAGE_URL).deprecated
    assert not parse_body("Deprecated.", page_url=PAGE_URL).deprecated


def test_a_demo_and_a_marker_leave_no_text() -> None:
    assert page("<SsoDemo />\n\n<GlossaryMarker />") == ""


@pytest.mark.parametrize("access", [".icons", "['icons']"])
def test_assets_of_the_front_matter_become_links(access: str) -> None:
    body = f"<ProviderIconsGrid icons={{externalAssets{access}}} figmaURL='https://figma.com/x' />"
    [section] = parse_body(
        body, page_url=PAGE_URL, assets={"icons": "https://cdn.workos.com/icons.json"}
    ).sections
    assert section.text == (
        "- [Provider icons](https://cdn.workos.com/icons.json)\n"
        "- [Provider icons in Figma](https://figma.com/x)"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<pre>a&#xfdd0;</pre>",
        "a [b](c) &#xfdd1;0&#xfdd2;",
        "| a |\n| -\t<Event.Root><Event.Details name='u'>b</Event.Details></Event.Root>",
        "<Event.Root><Event.Details name='&#xfdd0;'>b</Event.Details></Event.Root>",
    ],
)
def test_no_mark_of_the_parser_reaches_the_text(body: str) -> None:
    sections = parse_body(body, page_url=PAGE_URL).sections
    assert not re.search("[\ufdd0-\ufdd4]", "".join(one.markdown + one.slug for one in sections))


def test_an_unknown_asset_is_left_out() -> None:
    assert page("<ProviderIconsGrid icons={externalAssets.icons} />") == ""


def test_problems_of_a_hopeless_page_are_cut_short() -> None:
    problems = parse_body("<Foo>\n" * 30, page_url=PAGE_URL).problems
    assert problems[0] == Problem("<Foo> is never closed", 1)
    assert problems[-1] == Problem("10 more problems follow", 21)


def test_nesting_is_bounded_and_keeps_the_text() -> None:
    depth = 50
    parsed = parse_body("<Foo>" * depth + "text" + "</Foo>" * depth, page_url=PAGE_URL)
    assert [section.text for section in parsed.sections] == ["text"]
    assert parsed.problems[0].message == "<Foo> is nested too deeply"


def test_conditions_nested_beyond_reason_are_items_of_a_list() -> None:
    levels = [f'{"  " * depth}- $ frontend="a"' for depth in range(17)]
    assert page("\n".join([*levels, "  " * 17 + "text"])).endswith('\n- $ frontend="a"\n  text')


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("`dsync.deleted` **bold** _thin_", "dsync.deleted bold thin"),
        ("[Linked](https://workos.com) title", "Linked title"),
        ("[Image: A screenshot.]", "[Image: A screenshot.]"),
        ("`<IssueInstant>` \\* snake_case_name", "<IssueInstant> * snake_case_name"),
        ("", ""),
    ],
)
def test_plain_removes_marks(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected


def test_plain_keeps_all_of_a_long_heading() -> None:
    assert plain("a" * 5_000) == "a" * 5_000


def test_fold_writes_what_a_keyboard_has() -> None:
    typographic = "\u201cIt\u2019s\u201d \u2013 a\u00a0non\u2011breaking\u2026"
    assert fold(typographic) == '"It\'s" - a non-breaking...'


TOKENS = st.sampled_from(
    [
        *(
            "<",
            ">",
            "</",
            "/>",
            "{",
            "}",
            "{'",
            "'}",
            "{/*",
            "*/}",
            "<!--",
            "-->",
            '<a x="',
            "<a x={",
        ),
        *(
            "<Callout>",
            "</Callout>",
            "<Event.Root>",
            '<Event.Details name="e">',
            "</Event.Details>",
        ),
        *(
            "</Event.Root>",
            '<CodeBlock title="t">',
            "</CodeBlock>",
            "<Foo/>",
            "<x>",
            "<br>",
            "<code>",
        ),
        *("`", "``", "```", '```js title="x"', "~~~", "\n", "\n\n", "\n  ", "\r\n", "  ", "\t"),
        *('\n- $ frontend="a"', "\n- | T", "\n- ### H", "\n# H", '\n## H {{ "url": "u" }}', "\n> "),
        *(
            "| a | b |",
            "\n| - | - |",
            "|",
            "\\",
            "\\<",
            "[",
            "](",
            ")",
            "![",
            "](/x)",
            "[border=false]",
        ),
        *("&lt;", "&rarr;", "\n: def", "Term", "word ", "\n---\n", "\n- ", "\n1. ", "*", "_", "é"),
        *("\ufdd0", "\ufdd10\ufdd2", "\ufdd3", "\ufdd4", "\u00a0", "=", '"'),
    ]
)


@given(st.lists(TOKENS | st.text(max_size=3), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_parsed_without_error_or_remains(body: str) -> None:
    parsed = parse_body(body, page_url=PAGE_URL)
    lines = len(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 <= problem.line <= lines for problem in parsed.problems)
    for section in parsed.sections:
        assert section.heading or section.text
        assert not set(section.markdown) & set("\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4")
    assert not set(description(body)) & set("\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4")


@given(st.lists(st.from_regex(r"[a-z]{3,8}", fullmatch=True), min_size=1, max_size=20))
def test_words_keep_their_order_through_every_construct(words: list[str]) -> None:
    shapes = (
        "{}\n",
        "## {}\n",
        "<Callout>\n  {}\n</Callout>\n",
        '- $ frontend="x"\n\n  {}\n',
        "- | {}\n",
        "- ### {}\n",
        "```\n{}\n```\n",
        "<Badge>{}</Badge> `code`\n",
        "| {} |  |\n| --- | --- |\n",
        "{}\n: Definition\n",
        "> {}\n",
    )
    body = "\n".join(
        shapes[number % len(shapes)].format(f"word-{word}") for number, word in enumerate(words)
    )
    assert re.findall(r"word-([a-z]+)", page(body)) == words


@pytest.mark.parametrize("body", ["- $ `x`\n\n  text\n", "`\n1. ```\n```\n`"])
def test_no_placeholder_is_left_in_text_or_condition(body: str) -> None:
    for section in parse_body(body, page_url=PAGE_URL).sections:
        assert not re.search("[\ufdd0-\ufdef]", section.markdown + section.condition)
