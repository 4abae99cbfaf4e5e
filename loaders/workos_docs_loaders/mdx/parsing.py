"""A page's body, and a text of the API reference, through all steps of the dialect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from workos_docs_loaders.mdx.code import hide_fences, hide_spans
from workos_docs_loaders.mdx.containers import containers_as_elements
from workos_docs_loaders.mdx.elements.components import HANDLERS
from workos_docs_loaders.mdx.elements.renderer import Renderer
from workos_docs_loaders.mdx.elements.tags import TreeBuilder
from workos_docs_loaders.mdx.inline import resolved
from workos_docs_loaders.mdx.lines import joined_lines
from workos_docs_loaders.mdx.masks import Masks, normalised
from workos_docs_loaders.mdx.program import (
    hide_indented_code,
    hide_raw_elements,
    without_program_text,
)
from workos_docs_loaders.mdx.sections import SectionCutter
from workos_docs_loaders.mdx.templates import templates_as_elements
from workos_docs_loaders.models import Problem
from workos_docs_loaders.urls import BASE_URL, absolute_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.models import Section

_API_HOST = "api_workos_com"  # filled in by the site with the reader's own host
_MAX_PROBLEMS = 20
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ParsedBody:
    """What one page's body holds."""

    sections: tuple[Section, ...]
    """In page order. One without a heading goes on with the last section of its level."""
    problems: tuple[Problem, ...]
    """What could not be read as meant; lines are those of the body."""
    deprecated: bool
    """Whether a deprecation callout stands on the page."""


def parse_body(
    body: str,
    *,
    page_url: str,
    assets: Mapping[str, str] = _NOTHING,
    source_path: str = "",
    pages: Mapping[str, str] = _NOTHING,
    base_url: str = BASE_URL,
) -> ParsedBody:
    """Read a page's body.

    Args:
        body: Everything after the front matter.
        page_url: Public URL of the page, to which its links are relative.
        assets: Files that a component shows, by name (`externalAssets` of the front matter).
        source_path: The file, to which relative links are; indentation makes no code in MDX.
        pages: URLs of pages by path, as in `absolute_link`.
        base_url: What they begin with.
    """
    masks = Masks()
    renderer = Renderer(masks, assets, HANDLERS)
    text, problems = hide_fences(_normalised(body), masks)
    text = containers_as_elements(without_program_text(text), masks)
    if source_path and not source_path.lower().endswith(".mdx"):
        text = hide_indented_code(text, masks)
    text = hide_raw_elements(hide_spans(text, masks), masks)
    text = templates_as_elements(text, masks)
    absolute = partial(
        absolute_link, page=page_url, source_path=source_path, pages=pages, base_url=base_url
    )
    builder = TreeBuilder(masks)
    text = renderer.children(builder.build(text))
    return ParsedBody(
        sections=tuple(SectionCutter(masks).sections(resolved(text, absolute))),
        problems=_first(problems + builder.problems),
        deprecated=renderer.deprecated,
    )


def markdown_text(text: str, *, page_url: str, base_url: str = BASE_URL) -> str:
    """Return a text of the API reference as clean Markdown, each paragraph and item on one line.

    Such a text is Markdown without JSX: `List<User>` is a type in it, not a tag.

    Args:
        text: The text.
        page_url: Public URL of the page that it is of.
        base_url: What the URLs of all pages begin with.
    """
    absolute = partial(absolute_link, page=page_url, base_url=base_url)
    masks = Masks()
    hidden, _ = hide_fences(_normalised(text), masks)
    hidden = hide_spans(hidden, masks)
    return masks.restore(joined_lines(resolved(hidden, absolute))).strip()


def _normalised(text: str) -> str:
    return normalised(text).replace(_API_HOST, "api.workos.com")


def _first(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems by line, those of a hopeless page cut short."""
    found = sorted(problems, key=lambda problem: problem.line)
    if len(found) <= _MAX_PROBLEMS:
        return tuple(found)
    more = Problem(f"{len(found) - _MAX_PROBLEMS} more problems follow", found[_MAX_PROBLEMS].line)
    return (*found[:_MAX_PROBLEMS], more)
