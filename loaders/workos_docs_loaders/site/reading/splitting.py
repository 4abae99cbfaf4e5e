"""A page that several addresses return, cut into the pages that these addresses stand for.

The page of an object holds all of its operations, and the address of each operation returns that
page. The most general address is the page's; an operation's own is that of its section.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workos_docs_loaders.markdown.text import fold
from workos_docs_loaders.site.reading.markdown_page import joined, segments, without_comments
from workos_docs_loaders.urls import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workos_docs_loaders.site.reading.index import Link
    from workos_docs_loaders.site.reading.markdown_page import Segment

_DEEPEST = 3
"""Operations stand under headings of level 2, or 3 below that of an object."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page of the result."""

    url: str
    """Empty where only a file of many pages has it."""
    title: str
    """What the index calls it."""
    text: str
    """Markdown."""
    file: str = ""
    """Address of the file that holds it, where it has none of its own."""


def split_pages(links: Iterable[Link], texts: Mapping[str, str]) -> list[SitePage]:
    """Return the pages of a site, each text once.

    Args:
        links: The index.
        texts: Of each address that could be fetched, what it returned.
    """
    named = [
        (without_comments(texts[link.url]), number, link)
        for number, link in enumerate(links)
        if link.url in texts
    ]
    groups = groupby(sorted(named, key=lambda item: item[:2]), key=lambda item: item[0])
    pages: dict[str, SitePage] = {}
    for text, group in groups:
        for page in _split(text, [link for *_, link in group]):
            pages.setdefault(page.url, page)
    return sorted(pages.values(), key=lambda page: page.url)


def _split(text: str, links: Sequence[Link]) -> list[SitePage]:
    if not text:
        return []
    pieces = segments(text)
    url = _most_general([link.url for link in links], pieces[0].title)
    title = next((link.title for link in links if link.url == url), "")
    own = _sections([link for link in links if link.url != url], pieces)
    parts: dict[str, list[Segment]] = {url: []}
    # What the headings above belong to, the innermost last.
    above: list[tuple[int, str]] = []
    for number, piece in enumerate(pieces):
        while above and piece.level and above[-1][0] >= piece.level:
            above.pop()
        if number in own:
            above.append((piece.level, own[number].url))
        parts.setdefault(above[-1][1] if above else url, []).append(piece)
    titles = {link.url: link.title for link in links} | {url: title}
    return [
        SitePage(address, titles[address], joined(part)) for address, part in parts.items() if part
    ]


def _most_general(urls: Sequence[str], title: str) -> str:
    """Return the address of a whole page: the one above all others, or named like the page."""
    shortest = min(urls, key=lambda url: (url.count("/"), len(url)))
    if len(urls) == 1 or all(url == shortest or url.startswith(f"{shortest}/") for url in urls):
        return shortest
    directories = {url.rpartition("/")[0] for url in urls}
    directory = next(iter(directories))
    is_page = len(directories) == 1 and directory.rpartition("/")[2] == slugify(title)
    return directory if is_page and urlsplit(directory).path else shortest


def _sections(links: Sequence[Link], pieces: Sequence[Segment]) -> dict[int, Link]:
    """Return the number of the section that each address stands for, the best fits first."""
    fits = sorted(
        (
            (rank, number, order)
            for order, link in enumerate(links)
            for number, piece in enumerate(pieces)
            if 1 < piece.level <= _DEEPEST and (rank := _unlikeness(link, piece.title)) is not None
        ),
    )
    found: dict[int, Link] = {}
    placed: set[int] = set()
    for _, number, order in fits:
        if number not in found and order not in placed:
            found[number] = links[order]
            placed.add(order)
    return found


def _unlikeness(link: Link, heading: str) -> int | None:
    """Return how many words of a heading an address leaves out; None where it names another."""
    if fold(link.title).casefold() == fold(heading).casefold():
        return -1
    name = set(link.url.rpartition("/")[2].lower().replace("_", "-").split("-"))
    words = set(slugify(heading).split("-"))
    return len(words - name) if name and name <= words else None
