"""Documents to Nodes: one per section, per API language, per event, per changelog entry."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from workos_docs_loaders.markdown.blocks import split_markdown
from workos_docs_loaders.markdown.parts import split_parts
from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.models import Node, NodeHeading
from workos_docs_loaders.stacks import stack_url
from workos_docs_loaders.urls import BASE_URL, slugify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from workos_docs_loaders.models import Document, Section

MAX_BYTES = 1600
"""About 400 tokens: sections are short (mean 500 characters), so few are cut."""
HARD_MAX_BYTES = 16_000
"""Chroma Cloud takes documents of less than 16,384 bytes."""
MIN_WORDS = 20
"""Shorter sections are folded into a neighbour: 14% of all, mostly bare headings."""

_MAX_ID_BYTES = 120
_URL_LEVELS = (2, 3)
"""All links to sections go to an H2 or an H3 below one, so other section URLs are not certain."""
_UNCERTAIN_SLUG = re.compile(r"['\u2019&+]")
"""No link shows how the site spells a heading with one of these in a URL."""
_WORD = re.compile(r"\w+")


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
        changelog=document.changelog,
    )

    def add(anchor: str, piece: _Piece, **fields: Any) -> None:
        node_id = _node_id(f"{document.version}/{document.path}#{anchor}", anchors[anchor])
        release = document.release and replace(document.release, text=piece.text[piece.body :])
        node = replace(
            common,
            id=node_id,
            ordinal=len(nodes),
            text=piece.text,
            headings=piece.headings,
            release=release,
            **fields,
        )
        nodes.append(replace(node, parts=split_parts(node.text, context=node.context)))
        anchors[anchor] += 1

    groups = _groups(_located(document, pages))
    # An API page says what it is about in every language, and is whole in each.
    introduction = [item.section for item in chain(*groups[0])] if len(groups) == 1 else []
    for group in groups if not (introduction and document.api) else ():
        location = _location(list(chain(*group)))
        is_event = location.section.kind == "event"
        for piece in _pieces([[item.section for item in passage] for passage in group], MAX_BYTES):
            add(
                location.anchor,
                piece,
                kind="event" if is_event else document.kind,
                heading_path=location.headings,
                url=location.url,
                condition=location.section.condition,
                names=location.headings[-1:] if is_event else (),
            )
    for entry in document.api:
        sections = (*introduction, *entry.sections)
        for piece in _pieces([[section] for section in sections], HARD_MAX_BYTES):
            add(entry.language, piece, language=entry.language, names=entry.names)
    return tuple(nodes)


def _node_id(location: str, number: int) -> str:
    suffix = f":{number}"
    if len(location.encode()) + len(suffix) > _MAX_ID_BYTES:
        digest = blake2b(location.encode(), digest_size=6).hexdigest()
        location = location.encode()[: _MAX_ID_BYTES - 20].decode(errors="ignore") + "~" + digest
    return location + suffix


class _Piece(NamedTuple):
    """The text of a node."""

    text: str
    headings: tuple[NodeHeading, ...] = ()
    body: int = 0
    """Where the text of the first section begins, after its heading and label."""


def _pieces(passages: Sequence[Sequence[Section]], limit: int) -> Iterator[_Piece]:
    """Yield the text of some sections: whole, or else each passage alone, in as many as it takes.

    Args:
        passages: Sections, each together with the bare headings above it.
        limit: Wanted size of a piece, in bytes.
    """
    whole = _joined(list(chain(*passages)))
    if len(passages) > 1 and len(whole.text.encode()) > limit:
        for passage in passages:
            yield from _pieces([passage], limit)
        return
    texts = split_markdown(whole.text, limit=limit, hard_limit=HARD_MAX_BYTES)
    for number, text in enumerate(texts):
        # All headings stand above the text, of which the first piece has the beginning.
        yield whole._replace(text=text) if number == 0 else _Piece(text)


def _joined(sections: Sequence[Section]) -> _Piece:
    headings: list[NodeHeading] = []
    start = 0
    for section in sections:
        if section.heading:
            title = plain(section.heading).replace("\n", " ")
            slug = section.slug or slugify(title)
            headings.append(NodeHeading(start, section.level, title, slug))
        start += len(section.markdown) + 2
    first = sections[0]
    return _Piece(
        text="\n\n".join(section.markdown for section in sections),
        headings=tuple(headings),
        body=len(first.markdown) - len(first.text),
    )


@dataclass(frozen=True, slots=True)
class _Located:
    """A section with where it stands."""

    section: Section
    headings: tuple[str, ...]
    anchor: str
    url: str
    has_own_url: bool
    """Whether the URL is the section's own rather than that of a heading above it."""

    @property
    def words(self) -> int:
        return len(self.section.text.split())


def _located(document: Document, pages: Collection[str]) -> list[_Located]:
    """Give every section its headings, anchor and URL."""
    # The page's own heading, of whatever level, is the page: no part of a path below it.
    first = next((section for section in document.sections if section.heading), None)
    own = first if first and plain(first.heading) == document.title else None
    # What the sections of another site are called there, is not known.
    has_section_urls = f"{document.url}/".startswith(f"{BASE_URL}/")
    above: list[Section] = []
    located: list[_Located] = []
    for section in document.sections:
        # One without a heading goes on with the last section of its level.
        lowest = section.level - bool(section.heading)
        while above and above[-1].level > lowest:
            above.pop()
        if section.heading:
            above.append(section)
        chain = [item for item in above if item is not own]
        slugs = _certain_slugs(chain) if has_section_urls else []
        base = stack_url(document.url, section.condition)
        urls = ["/".join([base, *slugs[:end]]) for end in range(1, len(slugs) + 1)]
        is_elsewhere = any(url in pages for url in urls)
        located.append(
            _Located(
                section=section,
                headings=tuple(plain(item.heading) for item in chain),
                anchor=_anchor(chain, section.condition),
                url=document.url if is_elsewhere else [base, *urls][-1],
                has_own_url=bool(section.heading) and len(slugs) == len(chain) > 0,
            )
        )
    uses = Counter(item.url for item in located if item.has_own_url)
    return [replace(item, url=document.url) if uses[item.url] > 1 else item for item in located]


def _anchor(chain: Iterable[Section], condition: str) -> str:
    # A heading without a Latin letter has no slug.
    slugs = "/".join(item.slug or "-".join(_WORD.findall(item.heading.lower())) for item in chain)
    return f"{slugs}~{slugify(condition)}" if condition else slugs


def _certain_slugs(chain: Iterable[Section]) -> list[str]:
    """Return the slugs of a heading chain that a section URL consists of, as far as certain."""
    below_title = (item for item in chain if item.level > 1)
    slugs: list[str] = []
    for item, level in zip(below_title, _URL_LEVELS, strict=False):
        is_uncertain = not item.slug or _UNCERTAIN_SLUG.search(item.heading)
        if item.level != level or item.kind == "event" or is_uncertain:
            break
        slugs.append(item.slug)
    return slugs


Passage = list[_Located]
"""A section, after the bare headings right above it."""


def _groups(located: Iterable[_Located]) -> list[list[Passage]]:
    """Group passages into nodes: short ones join their parent, or the next one below it."""
    groups: list[list[Passage]] = []
    for passage in _passages(located):
        if groups and _belongs(list(chain(*groups[-1])), passage):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return groups


def _passages(located: Iterable[_Located]) -> Iterator[Passage]:
    """Yield every section, a bare heading together with the section right below it."""
    passage: Passage = []
    for item in located:
        if passage and item.headings[: len(passage[-1].headings)] != passage[-1].headings:
            yield passage
            passage = []
        passage.append(item)
        if item.section.text:
            yield passage
            passage = []
    if passage:
        yield passage


def _belongs(group: Sequence[_Located], passage: Passage) -> bool:
    """Whether a passage is to share the node of the group before it."""
    head, before = group[0].section, group[-1].section
    first, last = passage[0].section, passage[-1].section
    if "event" in (before.kind, last.kind) or before.condition != last.condition:
        return False
    if sum(len(item.section.markdown.encode()) for item in (*group, *passage)) > MAX_BYTES:
        return False
    if not first.heading:
        return True
    words = sum(item.words for item in passage)
    if last.heading.endswith("?") and words:
        return False
    is_child = first.level > head.level
    if sum(item.words for item in group) < MIN_WORDS and not before.heading.endswith("?"):
        # Below an H2, short sections may share a node.
        return is_child or (first.level == head.level and head.level > 2)
    return is_child and words < MIN_WORDS


def _location(group: Sequence[_Located]) -> _Located:
    """Return the deepest heading that all text of a group stands under, or else the first."""
    with_text = [item for item in group if item.section.text] or group
    shared = with_text[0].headings
    for item in with_text:
        while item.headings[: len(shared)] != shared:
            shared = shared[:-1]
    return next((item for item in (*with_text, *group) if item.headings == shared), with_text[0])
