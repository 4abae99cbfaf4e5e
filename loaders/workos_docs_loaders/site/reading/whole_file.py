"""All pages of a site in one file, `llms-full.txt`, told apart by their titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.text import fold
from workos_docs_loaders.site.addresses import on_site, page_address
from workos_docs_loaders.site.reading.markdown_page import joined, segments, without_comments
from workos_docs_loaders.site.reading.splitting import SitePage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workos_docs_loaders.site.reading.index import Link
    from workos_docs_loaders.site.reading.markdown_page import Segment

_ADDRESS = re.compile(
    r"^[ \t]*(?:<!--[ \t]*)?(?:source|url|link|canonical)[ \t]*:[ \t]*"
    r"<?(?P<url>(?:https?:/|/)[^\s<>]+)>?[ \t]*(?:-->)?[ \t]*$\n?",
    re.IGNORECASE | re.MULTILINE,
)
_LINES_SEARCHED = 6


def split_whole(text: str, url: str, links: Iterable[Link] = ()) -> list[SitePage]:
    """Return the pages of such a file, each under a heading of level 1.

    A page's address is the one below its title, or else that of the page of its title in the
    index. Without either, the file is what is cited.

    Args:
        text: The file.
        url: Its address.
        links: The index, where there is one.
    """
    by_title = {_folded(link.title): link for link in reversed(list(links))}
    found: dict[str, SitePage] = {}
    for piece in _pages(segments(without_comments(text))):
        title, markdown = piece[0].title, joined(piece)
        head = "\n".join(markdown.split("\n")[:_LINES_SEARCHED])
        address = None
        if match := _ADDRESS.search(head):
            address = on_site(match["url"], url)
            markdown = markdown[: match.start()] + markdown[match.end() :]
        if address is None and (link := by_title.get(_folded(title))):
            address, title = link.url, link.title
        if address:
            page = SitePage(page_address(address), title, markdown)
        else:
            page = SitePage("", title, markdown, file=url)
        found.setdefault(page.url or f"{url}#{len(found)}", page)
    return list(found.values())


def _pages(pieces: Iterable[Segment]) -> Iterator[list[Segment]]:
    page: list[Segment] = []
    for piece in pieces:
        if piece.level == 1 and page:
            yield page
            page = []
        page.append(piece)
    if page:
        yield page


def _folded(title: str) -> str:
    return " ".join(fold(title).casefold().split())
