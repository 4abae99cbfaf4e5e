"""Indented code, which Markdown has and MDX has not."""

from __future__ import annotations

from workos_docs_loaders.mdx import parse_body

BODY = "Run:\n\n    # not a heading\n    a <b> {c}\n\n- Item\n\n      code\n\n  more\n"


def test_indented_code_of_markdown_is_code() -> None:
    parsed = parse_body(BODY, page_url="u", source_path="page.md")
    assert [section.markdown for section in parsed.sections] == [
        "Run:\n\n```\n# not a heading\na <b> {c}\n```\n\n- Item\n\n```\ncode\n```\n\n  more"
    ]


def test_indentation_makes_no_code_in_mdx() -> None:
    for path, body in (("page.mdx", BODY), ("page.md", f"<Foo>x</Foo>\n\n{BODY}")):
        parsed = parse_body(body, page_url="u", source_path=path)
        texts = [section.text for section in parsed.sections]
        assert not any("```" in text for text in texts)
