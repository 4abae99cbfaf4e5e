"""Documents to Nodes: one per section, per API language, per event, per changelog entry."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.blocks import split_markdown
from workos_docs_loaders.mdx import plain
from workos_docs_loaders.models import Node
from workos_docs_loaders.urls import slugify, stack_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from workos_docs_loaders.models import Document, Section

MAX_CHARACTERS = 1600
"""About 400 tokens: sections are short (mean 500 characters), so few are cut."""
HARD_MAX_CHARACTERS = 12_000
"""Chroma Cloud takes documents of up to 16,384 bytes."""
MIN_WORDS = 20
"""Shorter sections are folded into a neighbour: 14% of all, mostly bare headings."""

_MAX_ID_BYTES = 120
_MAX_URL_DEPTH = 2
"""No link of the documentation goes deeper than two headings, so longer URLs are not certain."""
_UNCERTAIN_SLUG = re.compile(r"['\u2019&+]")
"""No link shows how the site spells a heading with one of these in a URL."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A section with where it stands."""

    section: Section
    headings: tuple[str, ...]
    anchor: str
    url: str
    names_itself: bool
    """Whether the URL is the section's own rather than that of a heading above it."""

    @property
    def words(self) -> int:
        return len(self.section.text.split())


def document_nodes(document: Document, *, pages: Collection[str] = ()) -> tuple[Node, ...]:
    """Cut a Document into Nodes.

    Args:
        document: A page or a changelog entry.
        pages: URLs of all pages. A section whose URL is also a page's cites its own page instead.
    """
    nodes: list[Node] = []
    anchors: Counter[str] = Counter()
    common = Node(
        id="",
        version=document.version,
        path=document.path,
        kind=document.kind,
        ordinal=0,
        title=document.title,
        breadcrumb=document.breadcrumb,
        heading_path=(),
        url=document.url,
        page_url=document.url,
        product=document.product,
        text="",
        deprecated=document.deprecated,
        hidden=document.hidden,
        date=document.date,
        source_path=document.source_path,
    )

    def add(anchor: str, text: str, **fields: Any) -> None:
        place = f"{document.version}/{document.path}#{anchor}"
        nodes.append(
            replace(
                common,
                id=_node_id(place, anchors[anchor]),
                ordinal=len(nodes),
                text=text,
                **fields,
            )
        )
        anchors[anchor] += 1

    for group in _merge(_place(document, pages)):
        head = group[0]
        is_event = head.section.kind == "event"
        for text in _split("\n\n".join(item.section.markdown for item in group)):
            add(
                head.anchor,
                text,
                kind="event" if is_event else document.kind,
                heading_path=head.headings,
                url=head.url,
                condition=head.section.condition,
                names=(plain(head.section.heading),) if is_event else (),
            )
    lead = _lead(document)
    for entry in document.api:
        for text in _split(entry.text, limit=HARD_MAX_CHARACTERS):
            add(entry.language, text, language=entry.language, names=entry.names, lead=lead)
    return tuple(nodes)


def _split(text: str, limit: int = MAX_CHARACTERS) -> list[str]:
    return split_markdown(text, limit=limit, hard_limit=HARD_MAX_CHARACTERS)


def _node_id(place: str, number: int) -> str:
    suffix = f":{number}"
    if len(place.encode()) + len(suffix) > _MAX_ID_BYTES:
        digest = blake2b(place.encode(), digest_size=6).hexdigest()
        place = place.encode()[: _MAX_ID_BYTES - 20].decode(errors="ignore") + "~" + digest
    return place + suffix


def _lead(document: Document) -> str:
    """Return the first paragraph of a page."""
    texts = (section.text for section in document.sections if section.text)
    return next(texts, "").partition("\n\n")[0]


def _place(document: Document, pages: Collection[str]) -> list[_Placed]:
    """Give every section its headings, anchor and URL."""
    open_headings: list[Section] = []
    placed: list[_Placed] = []
    for section in document.sections:
        if section.heading:
            while open_headings and open_headings[-1].level >= section.level:
                open_headings.pop()
            open_headings.append(section)
        # The page's own heading, of whatever level, is the page: no part of a path below it.
        chain = [item for item in open_headings if plain(item.heading) != document.title]
        slugs = _certain_slugs(chain)
        placed.append(
            _Placed(
                section=section,
                headings=tuple(plain(item.heading) for item in chain),
                anchor=_anchor(chain, section.condition),
                url="/".join([stack_url(document.url, section.condition), *slugs]),
                names_itself=bool(section.heading) and len(slugs) == len(chain) > 0,
            )
        )
    return _without_doubtful_urls(placed, document.url, pages)


def _anchor(chain: list[Section], condition: str) -> str:
    slugs = "/".join(slugify(item.slug or plain(item.heading)) for item in chain)
    return f"{slugs}~{slugify(condition)}" if condition else slugs


def _certain_slugs(chain: list[Section]) -> list[str]:
    """Return the slugs of a heading chain that a section URL consists of, as far as certain."""
    slugs: list[str] = []
    for item in chain[:_MAX_URL_DEPTH]:
        if item.kind == "event" or _UNCERTAIN_SLUG.search(item.heading):
            break
        if item.level > 1:
            slugs.append(item.slug)
    return slugs


def _without_doubtful_urls(
    placed: list[_Placed], page: str, pages: Collection[str]
) -> list[_Placed]:
    """Cite the page where a section's URL is another page's, or two headings share it."""
    uses = Counter(item.url for item in placed if item.names_itself)
    uncertain = {url for url, count in uses.items() if count > 1 or url in pages}
    return [replace(item, url=page) if item.url in uncertain else item for item in placed]


def _merge(placed: Iterable[_Placed]) -> list[list[_Placed]]:
    """Group sections into nodes: short ones join their parent, or the next one below it."""
    groups: list[list[_Placed]] = []
    for item in placed:
        if groups and _belongs(groups[-1], item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _belongs(group: list[_Placed], item: _Placed) -> bool:
    head, section = group[0].section, item.section
    if "event" in (head.kind, section.kind) or head.condition != section.condition:
        return False
    size = sum(len(member.section.markdown) for member in group) + len(section.markdown)
    if size > MAX_CHARACTERS:
        return False
    if not section.heading:
        return True
    if section.heading.endswith("?") and item.words:
        return False
    is_child = section.level > head.level
    words = sum(member.words for member in group)
    if words < MIN_WORDS and not head.heading.endswith("?"):
        # A bare heading says nothing alone; below an H2, short sections may share a node.
        return is_child or (section.level == head.level and (not words or head.level > 2))
    return is_child and item.words < MIN_WORDS
