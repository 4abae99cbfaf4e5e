"""Documentation text as HTML and as Markdown in which nothing is live but links to the web."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML

from workos_docs_tools.text.lines import is_web, markdown_text
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_WORD = re.compile(r"(\w+(?:[._-]\w+)*)")
_LINE_END = re.compile(r"\r\n?|\n")
_ENTITIES = str.maketrans({"<": "&lt;", "]": "&#93;"})
"""What begins a tag and what ends the text of a link: as entities they are text anywhere."""
# Written on the elements, since JupyterLab's own style sheet outranks one in an output.
_PRE = (
    "background: rgba(128, 128, 128, .12); overflow-x: auto; padding: .6em; white-space: pre; "
    "word-break: normal; overflow-wrap: normal"
)
_CODE = "background: none; white-space: pre; word-break: normal; overflow-wrap: normal"
_WORDS = "words"


class _Renderer(RendererHTML):
    """HTML with the words of the question marked. Its methods are named after kinds of token."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _marked(tokens[idx].content, env[_WORDS])

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<code>{_marked(tokens[idx].content, env[_WORDS])}</code>"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        language = escapeHtml(tokens[idx].info.strip())
        label = f"<small>{language}</small>" if language else ""
        code = f'<code style="{_CODE}">{escapeHtml(tokens[idx].content)}</code>'
        return f'{label}<pre style="{_PRE}">{code}</pre>\n'

    def table_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return '<div style="overflow-x: auto"><table>\n'

    def table_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</table></div>\n"

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        # Real headings would become entries of the notebook's own table of contents.
        return f'<p class="{tokens[idx].tag}"><strong>'

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</strong></p>\n"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        # Not fetched: that would tell another host what is being read.
        return html_link(tokens[idx].content or "image", str(tokens[idx].attrs["src"]))


class _Parser(MarkdownIt):
    """A parser that takes links to the web as links, and others as text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return is_web(url)


class _CredulousParser(MarkdownIt):
    """A parser that takes for a link whatever some front end might."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


_EXTENSIONS = ["table", "strikethrough"]
_PARSER = _Parser("commonmark", {"html": False}, renderer_cls=_Renderer).enable(_EXTENSIONS)
_CREDULOUS = _CredulousParser("commonmark", {"html": True}).enable(_EXTENSIONS)


def to_html(markdown: str, question: str = "") -> str:
    """Return Markdown as HTML; words of the question, whatever their form, are marked."""
    return str(_PARSER.render(markdown, {_WORDS: _words_of(question)}))


@lru_cache(maxsize=1)
def _words_of(question: str) -> frozenset[str]:
    """Return the words of a question, which all items of an answer ask for."""
    return frozenset(tokenize(question))


def safe_markdown(markdown: str) -> str:
    """Return Markdown in which tags, images and links to anything but the web are text.

    Only lines that hold such a thing are changed.
    """
    lines = _LINE_END.split(markdown)
    for token in _CREDULOUS.parse(markdown):
        if token.map and any(_is_live(item) for item in (token, *(token.children or ()))):
            for number in range(*token.map):
                lines[number] = lines[number].translate(_ENTITIES)
    safe = "\n".join(lines)
    # What ends a tag can begin something else, such as a fence.
    return safe if safe == markdown else safe_markdown(safe)


def html_link(title: str, url: str) -> str:
    """Return a title as a link that opens beside the notebook; as text where it cannot be one."""
    if not is_web(url):
        return escapeHtml(title)
    target = escapeHtml(_PARSER.normalizeLink(url))
    return f'<a href="{target}" target="_blank" rel="noopener">{escapeHtml(title)}</a>'


def markdown_link(title: str, url: str) -> str:
    """Return a title as a link; as text where it cannot be one."""
    text = markdown_text(title)
    return f"[{text}](<{_PARSER.normalizeLink(url)}>)" if is_web(url) else text


def _is_live(token: Token) -> bool:
    if token.type == "link_open":
        return not is_web(str(token.attrs["href"]))
    return token.type in {"html_block", "html_inline", "image"}


def _marked(text: str, words: frozenset[str]) -> str:
    """Return a text as HTML, those of its words marked that have one of these tokens."""
    pieces = (escapeHtml(piece) for piece in _WORD.split(text))
    return "".join(
        f"<mark>{piece}</mark>" if number % 2 and not words.isdisjoint(tokenize(piece)) else piece
        for number, piece in enumerate(pieces)
    )
