"""HTML as Markdown, whatever it is."""

from __future__ import annotations

import pytest

from workos_docs_loaders.markdown.html import html_to_markdown, text_of_html


@pytest.mark.parametrize("html", ["<p>a <![x b</p>", "<p>a</p><![ b", "<!--c--><p>a</p><![x b"])
def test_a_declaration_that_is_none_is_text(html: str) -> None:
    markdown = html_to_markdown(html)
    assert "a" in markdown
    assert "b" in markdown
    assert text_of_html(f"<pre>{html}</pre>")[0].endswith("b")
