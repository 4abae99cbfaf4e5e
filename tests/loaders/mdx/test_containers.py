"""Containers, admonitions and content tabs of other dialects, as readers see them."""

from __future__ import annotations

import pytest

from workos_docs_loaders.mdx import parse_body

URL = "https://workos.com/docs/page"


def text_of(body: str) -> str:
    """The text of a page without headings; the page has no problem."""
    parsed = parse_body(body, page_url=URL)
    assert parsed.problems == ()
    return "\n\n".join(section.markdown for section in parsed.sections)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (":::tip\nUse it.\n:::", "> **Tip:** Use it."),
        ('::: warning Say "no"\nUse\nit.\n:::', '> **Warning:** **Say "no"** Use it.'),
        (":::note[A `code` {x}]\nUse it.\n:::", "> **Note:** **A `code` {x}** Use it."),
        ("/// info | Why\n\nUse it.\n\n///", "> **Info:** **Why** Use it."),
        ('!!! note "Why"\n    Use\n    it.\n\nAfter.', "> **Note:** **Why** Use it.\n\nAfter."),
        ("??? tip\n\n    Use it.", "> **Tip:** Use it."),
        ("> [!NOTE]\n> Use it.", "> **Note:**\n> Use it."),
        ("::: details More\nUse it.\n:::", "**More**\n\nUse it."),
        (
            '=== "npm"\n\n    Use it.\n\n=== "pnpm"\n\n    Or it.',
            "**npm**\n\nUse it.\n\n**pnpm**\n\nOr it.",
        ),
    ],
)
def test_a_container_becomes_what_readers_see(body: str, expected: str) -> None:
    assert text_of(body) == expected


def test_lists_and_code_in_an_admonition_keep_their_lines() -> None:
    body = ":::note\nFirst\nline:\n\n- a\n- b\n\n```js [app.js]\n1;\n```\n:::\n"
    assert text_of(body) == (
        "> **Note:** First line:\n>\n> - a\n> - b\n>\n> **app.js**\n> ```js\n> 1;\n> ```"
    )


def test_a_code_group_keeps_the_titles_of_its_fences() -> None:
    body = (
        ':::code-group\n\n~~~bash language="curl" title="Request" tab="1"\ncurl x\n~~~\n\n'
        '~~~py language="python" title="Request" tab="1"\nget()\n~~~\n\n:::\n'
    )
    assert text_of(body) == ("**Request**\n~~~bash\ncurl x\n~~~\n\n**Request**\n~~~py\nget()\n~~~")


def test_an_admonition_in_an_admonition_and_in_a_list_stays_there() -> None:
    body = "- Item\n\n  ::::note\n  Outer\n\n  :::tip\n  Inner\n  :::\n  ::::\n"
    assert text_of(body) == "- Item\n\n  > **Note:** Outer\n  >\n  > > **Tip:** Inner"
    body = '!!! note\n    Outer\n\n    !!! tip "Why"\n        Inner\n'
    assert text_of(body) == "> **Note:** Outer\n>\n> > **Tip:** **Why** Inner"


@pytest.mark.parametrize(
    "body", ["::: module.Class", ":::note\nnever closed", "a\n:::", "```\n:::tip\n:::\n```"]
)
def test_what_is_no_container_stays_as_it_is(body: str) -> None:
    assert text_of(body) == body


def test_problems_below_a_container_name_their_own_line() -> None:
    body = "!!! note\n    a\n\n:::tip\nb\n:::\n\n</Foo>\n"
    [problem] = parse_body(body, page_url=URL).problems
    assert (problem.line, problem.message) == (8, "</Foo> closes nothing")
