"""Documents to Nodes: one per section, per API language, per event, per changelog entry."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.blocks import split_markdown
from workos_docs_loaders.models import Node
from workos_docs_loaders.text import plain
from workos_docs_loaders.urls import slugify, stack_url

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
    )

    def add(anchor: str, text: str, **fields: Any) -> None:
        place = f"{document.version}/{document.path}#{anchor}"
        node_id = _node_id(place, anchors[anchor])
        nodes.append(replace(common, id=node_id, ordinal=len(nodes), text=text, **fields))
        anchors[anchor] += 1

    for group in _groups(_place(document, pages)):
        place = _place_of(group)
        text = "\n\n".join(item.section.markdown for item in group)
        is_event = place.section.kind == "event"
        for piece in split_markdown(text, limit=MAX_BYTES, hard_limit=HARD_MAX_BYTES):
            add(
                place.anchor,
                piece,
                kind="event" if is_event else document.kind,
                heading_path=place.headings,
                url=place.url,
                condition=place.section.condition,
                names=place.headings[-1:] if is_event else (),
            )
    lead = _lead(document)
    for entry in document.api:
        for piece in split_markdown(entry.text, limit=HARD_MAX_BYTES, hard_limit=HARD_MAX_BYTES):
            add(entry.language, piece, language=entry.language, names=entry.names, lead=lead)
    return tuple(nodes)


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


@dataclass(frozen=True, slots=True)
class _Placed:
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


def _place(document: Document, pages: Collection[str]) -> list[_Placed]:
    """Give every section its headings, anchor and URL."""
    # The page's own heading, of whatever level, is the page: no part of a path below it.
    first = next((section for section in document.sections if section.heading), None)
    own = first if first and plain(first.heading) == document.title else None
    above: list[Section] = []
    placed: list[_Placed] = []
    for section in document.sections:
        # One without a heading goes on with the last section of its level.
        lowest = section.level - bool(section.heading)
        while above and above[-1].level > lowest:
            above.pop()
        if section.heading:
            above.append(section)
        chain = [item for item in above if item is not own]
        slugs = _certain_slugs(chain)
        base = stack_url(document.url, section.condition)
        urls = ["/".join([base, *slugs[:end]]) for end in range(1, len(slugs) + 1)]
        is_elsewhere = any(url in pages for url in urls)
        placed.append(
            _Placed(
                section=section,
                headings=tuple(plain(item.heading) for item in chain),
                anchor=_anchor(chain, section.condition),
                url=document.url if is_elsewhere else [base, *urls][-1],
                has_own_url=bool(section.heading) and len(slugs) == len(chain) > 0,
            )
        )
    uses = Counter(item.url for item in placed if item.has_own_url)
    return [replace(item, url=document.url) if uses[item.url] > 1 else item for item in placed]


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


def _groups(placed: Iterable[_Placed]) -> list[list[_Placed]]:
    """Group sections into nodes: short ones join their parent, or the next one below it."""
    groups: list[list[_Placed]] = []
    for part in _parts(placed):
        if groups and _belongs(groups[-1], part):
            groups[-1] += part
        else:
            groups.append(part)
    return groups


def _parts(placed: Iterable[_Placed]) -> Iterator[list[_Placed]]:
    """Yield every section, a bare heading together with the section right below it."""
    part: list[_Placed] = []
    for item in placed:
        if part and item.headings[: len(part[-1].headings)] != part[-1].headings:
            yield part
            part = []
        part.append(item)
        if item.section.text:
            yield part
            part = []
    if part:
        yield part


def _belongs(group: Sequence[_Placed], part: Sequence[_Placed]) -> bool:
    """Whether a part is to share the node of the group before it."""
    head, before = group[0].section, group[-1].section
    section, told = part[0].section, part[-1].section
    if "event" in (before.kind, told.kind) or before.condition != told.condition:
        return False
    if sum(len(item.section.markdown.encode()) for item in (*group, *part)) > MAX_BYTES:
        return False
    if not section.heading:
        return True
    words = sum(item.words for item in part)
    if told.heading.endswith("?") and words:
        return False
    is_child = section.level > head.level
    if sum(item.words for item in group) < MIN_WORDS and not before.heading.endswith("?"):
        # Below an H2, short sections may share a node.
        return is_child or (section.level == head.level and head.level > 2)
    return is_child and words < MIN_WORDS


def _place_of(group: Sequence[_Placed]) -> _Placed:
    """Return the deepest heading that all text of a group stands under, or else the first."""
    told = [item for item in group if item.section.text] or group
    shared = told[0].headings
    for item in told:
        while item.headings[: len(shared)] != shared:
            shared = shared[:-1]
    return next((item for item in (*told, *group) if item.headings == shared), told[0])
