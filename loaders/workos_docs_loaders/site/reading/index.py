"""The index of a site, `llms.txt`: headings, and below each the links to pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.site.addresses import on_site, page_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False})
_IN_A_LIST = 3
"""Level of the text of an item: below list, item and paragraph."""
_SEPARATOR = re.compile(r"^\s*[:\u2013\u2014-]\s*")


@dataclass(frozen=True, slots=True)
class Link:
    """One page of the index."""

    title: str
    url: str
    """The page's address, as a reader opens it."""
    target: str
    """The address as the index has it."""
    section: str = ""
    """The heading above, or the first one of those above each other; empty above all."""
    above: tuple[str, ...] = ()
    """Titles of the headings below that one, and of the items around."""
    description: str = ""


def read_index(text: str, url: str) -> tuple[Link, ...]:
    """Return the links of an index to pages of its own site, in order, each page once.

    Args:
        text: The index.
        url: Its address.
    """
    found: dict[str, Link] = {}
    for link in _links(text, url):
        found.setdefault(link.url, link)
    found.pop(page_address(url), None)
    return tuple(found.values())


def _links(text: str, url: str) -> Iterator[Link]:
    headings: list[tuple[int, str]] = []
    items: list[tuple[int, str]] = []
    tokens = _PARSER.parse(text)
    for number, token in enumerate(tokens):
        if token.type != "inline":
            continue
        around = tokens[number - 1]
        if around.type == "heading_open":
            level = int(around.tag.removeprefix("h"))
            headings = [item for item in headings if item[0] < level]
            if level > 1:
                headings.append((level, plain(token.content)))
            items = []
            continue
        items = [item for item in items if item[0] < token.level]
        title = ""
        for title, target, description in _inline_links(token):
            if address := on_site(target, url):
                section = headings[0][1] if headings else ""
                titles = (*(name for _, name in headings[1:]), *(name for _, name in items))
                page = page_address(address)
                yield Link(title, page, address, section, titles, description)
        if token.level >= _IN_A_LIST:
            items.append((token.level, title or plain(token.content)))


def _inline_links(token: Token) -> Iterator[tuple[str, str, str]]:
    """Yield title, target and description of the links of a paragraph."""
    children = token.children or []
    for number, child in enumerate(children):
        if child.type != "link_open":
            continue
        end = next(
            (i for i in range(number, len(children)) if children[i].type == "link_close"), number
        )
        title = " ".join("".join(item.content for item in children[number:end]).split())
        after: list[str] = []
        for item in children[end + 1 :]:
            if item.type == "link_open":
                break
            after.append(" " if item.type.endswith("break") else item.content)
        description = _SEPARATOR.sub("", " ".join("".join(after).split()))
        target = str(child.attrGet("href") or "")
        if title and target:
            yield title, target, description
