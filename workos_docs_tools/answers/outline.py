"""A page's text for a stack, and the sections that its headings cut it into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from workos_docs_loaders.stacks import stack_names
from workos_docs_loaders.urls import slugify
from workos_docs_tools.results import PageSection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workos_docs_loaders.models import Node, NodeHeading

_GAP = "\n\n"
"""Stands between the texts of a page."""


class _Block(NamedTuple):
    """A text of a page with its headings."""

    text: str
    headings: Sequence[NodeHeading]
    url: str
    condition: str


@dataclass(frozen=True, slots=True)
class OutlinedSection:
    """A section with its heading and, before it, those it stands under."""

    section: PageSection
    slugs: tuple[frozenset[str], ...]
    """Slugs by which each heading is known: what its URL has, and that of its title."""

    titles: tuple[str, ...]
    """The headings, from the page down to the section."""
    condition: str
    """Stack that it is for."""

    def is_below(self, slugs: Sequence[str]) -> bool:
        """Whether the last headings have these slugs."""
        last = self.slugs[-len(slugs) :]
        return len(last) == len(slugs) and all(map(frozenset.__contains__, last, slugs))


@dataclass(frozen=True, slots=True)
class Outline:
    """A page as shown: all of it, and section by section."""

    markdown: str
    sections: tuple[OutlinedSection, ...]

    @classmethod
    def of(cls, nodes: Sequence[Node], stack: str = "") -> Outline:
        """Put a page together.

        Args:
            nodes: The page's nodes, in order.
            stack: What stack it is for, as in a URL: `vanilla/python`; all of them if empty.
        """
        blocks = list(_for_stack(nodes, frozenset(stack.split("/"))) if stack else _blocks(nodes))
        markdown = _GAP.join(block.text for block in blocks)
        return cls(markdown, tuple(_sections(markdown, blocks)))

    def find(self, wanted: str) -> PageSection | None:
        """Find a section by its slugs, its URL or its title; the first that fits, best."""
        return next((item.section for item in self.matching(wanted)), None)

    def matching(self, wanted: str) -> tuple[OutlinedSection, ...]:
        """Return the sections of some slugs, of a URL, or of a title: what fits best of these."""
        slugs = tuple(filter(None, map(slugify, re.split(r"/| > ", wanted))))
        title = slugify(wanted)
        if not title:
            return ()
        tests: tuple[Callable[[OutlinedSection], bool], ...] = (
            lambda item: item.is_below(slugs),
            lambda item: item.section.url.endswith(f"/{wanted}"),
            lambda item: item.is_below((title,)),
        )
        fitting = (tuple(filter(test, self.sections)) for test in tests)
        return next(filter(None, fitting), ())


def _blocks(nodes: Sequence[Node]) -> Iterator[_Block]:
    return (_Block(node.text, node.headings, node.url, node.condition) for node in nodes)


def _for_stack(nodes: Sequence[Node], chosen: frozenset[str]) -> Iterator[_Block]:
    """Yield the nodes that apply to a stack, each under its heading."""
    hidden: dict[tuple[str, ...], Node] = {}
    for node in nodes:
        if node.condition and not chosen & stack_names(node.condition):
            # The first of several stacks' nodes has the heading of all.
            if _begins_with_heading(node):
                hidden[node.heading_path] = node
            continue
        first = hidden.pop(node.heading_path, None)
        if first and not _begins_with_heading(node):
            headings = list(_leading_headings(first))
            yield _Block(
                first.text[: _line_end(first, headings[-1])], headings, node.url, node.condition
            )
        yield from _blocks([node])


def _begins_with_heading(node: Node) -> bool:
    return bool(node.headings) and node.headings[0].start == 0


def _leading_headings(node: Node) -> Iterator[NodeHeading]:
    """Yield the headings with which a node begins, down to the first that stands over text."""
    for heading, following in pairwise((*node.headings, None)):
        if heading is None:
            return
        yield heading
        if following and node.text[_line_end(node, heading) : following.start].strip():
            return


def _line_end(node: Node, heading: NodeHeading) -> int:
    end = node.text.find("\n", heading.start)
    return len(node.text) if end < 0 else end


def _sections(markdown: str, blocks: Sequence[_Block]) -> Iterator[OutlinedSection]:
    """Yield every heading's section, down to the next heading of its level or above."""
    found: list[tuple[int, NodeHeading, _Block]] = []
    offset = 0
    for block in blocks:
        found += ((offset + heading.start, heading, block) for heading in block.headings)
        offset += len(block.text) + len(_GAP)
    above: list[NodeHeading] = []
    for number, (start, heading, block) in enumerate(found, 1):
        above = [*(item for item in above if item.level < heading.level), heading]
        following = (start for start, item, _ in found[number:] if item.level <= heading.level)
        text = markdown[start : next(following, len(markdown))].strip()
        yield OutlinedSection(
            PageSection(title=heading.title, url=block.url, markdown=text),
            tuple(frozenset((item.slug, slugify(item.title))) for item in above),
            tuple(item.title for item in above),
            block.condition,
        )
