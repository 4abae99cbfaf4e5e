"""HTML as Markdown, by markdownify: one set of rules for feeds and for pages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

_LANGUAGE_CLASS = re.compile(r"(?:language|lang|highlight-source)-([\w+#.-]+)")


def html_to_markdown(html: str) -> str:
    """Return HTML as Markdown; names such as `user_id` stay as they are."""
    soup = _parsed(html)
    try:
        markdown = _converter().convert_soup(soup)
    except RecursionError:
        # Nested deeper than Python's stack: the words are kept, their marks are not.
        markdown = soup.get_text("\n")
    return re.sub(r"\n{3,}", "\n\n", markdown).strip()


def text_of_html(html: str) -> tuple[str, str]:
    """Return the text of a `<pre>` as it stands there, and the language that its class names."""
    soup = _parsed(html)
    element = soup.pre or soup
    return element.get_text(), _code_language(element)


def _parsed(html: str) -> BeautifulSoup:
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        return BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:
        # Python's parser takes no declaration such as `<![x`: it is text then.
        return BeautifulSoup(html.replace("<!", "&lt;!"), "html.parser")


def _code_language(element: Any) -> str:
    """Return the language that the class of a code block names: `language-python`."""
    code = element.code or element
    names = [*element.get("class", ()), *code.get("class", ())]
    matches = (_LANGUAGE_CLASS.fullmatch(name) for name in names)
    return next((match[1] for match in matches if match), "")


@lru_cache(1)
def _converter() -> MarkdownConverter:
    from markdownify import MarkdownConverter

    return MarkdownConverter(
        heading_style="ATX",
        bullets="-",
        code_language_callback=_code_language,
        # A table's first row is its header, whatever its cells are called.
        table_infer_header=True,
        escape_asterisks=False,
        escape_underscores=False,
    )
