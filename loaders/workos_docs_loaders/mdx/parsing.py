"""A page's body, and a text of the API reference, through all steps of the dialect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from workos_docs_loaders.mdx.code import hide_fences, hide_spans
from workos_docs_loaders.mdx.components import Renderer
from workos_docs_loaders.mdx.inline import resolved
from workos_docs_loaders.mdx.masks import BLOCK_START, Masks, normalised
from workos_docs_loaders.mdx.sections import THEMATIC_BREAK, SectionCutter, without_hard_break
from workos_docs_loaders.mdx.tags import TreeBuilder
from workos_docs_loaders.models import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.models import Section

_API_HOST = "api_workos_com"  # filled in by the site with the reader's own host
_BLOCK_START = re.compile(rf"\s*(?:[>|{BLOCK_START}]|[-*+]\s|#{{1,6}}\s|[0-9]{{1,9}}[.)]\s)")
_ONE_LINE_BLOCK = re.compile(rf"\s*(?:{BLOCK_START}|[|]|#{{1,6}}\s)|$")
_MAX_PROBLEMS = 20
_NO_ASSETS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ParsedBody:
    """What one page's body holds."""

    sections: tuple[Section, ...]
    """In page order. One without a heading goes on with the last section of its level."""
    problems: tuple[Problem, ...]
    """What could not be read as meant; lines are those of the body."""
    deprecated: bool
    """Whether a deprecation callout stands on the page."""


def parse_body(body: str, *, page_url: str, assets: Mapping[str, str] = _NO_ASSETS) -> ParsedBody:
    """Read a page's body.

    Args:
        body: Everything after the front matter.
        page_url: Public URL of the page, to which its links are relative.
        assets: Files that a component shows, by name (`externalAssets` of the front matter).
    """
    masks = Masks()
    renderer = Renderer(masks, assets)
    text, problems = _hidden(body, masks)
    builder = TreeBuilder(masks)
    text = renderer.children(builder.build(text))
    return ParsedBody(
        sections=tuple(SectionCutter(masks).sections(resolved(text, page_url))),
        problems=_first(problems + builder.problems),
        deprecated=renderer.deprecated,
    )


def markdown_text(text: str, *, page_url: str) -> str:
    """Return a text of the API reference as clean Markdown, each paragraph and item on one line.

    Such a text is Markdown without JSX: `List<User>` is a type in it, not a tag.
    """
    masks = Masks()
    hidden, _ = _hidden(text, masks)
    blocks: list[list[str]] = []
    for line in resolved(hidden, page_url).split("\n"):
        line = "" if THEMATIC_BREAK.fullmatch(line) else without_hard_break(line)
        if (
            line
            and blocks
            and not (_BLOCK_START.match(line) or _ONE_LINE_BLOCK.match(blocks[-1][0]))
        ):
            blocks[-1].append(line.lstrip())
        else:
            blocks.append([line])
    joined = "\n".join(" ".join(lines) for lines in blocks)
    return masks.restore(re.sub(r"\n{3,}", "\n\n", joined)).strip()


def _hidden(text: str, masks: Masks) -> tuple[str, list[Problem]]:
    """Return a text with its code hidden, and the fences that are never closed."""
    text, problems = hide_fences(normalised(text).replace(_API_HOST, "api.workos.com"), masks)
    return hide_spans(text, masks), problems


def _first(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems by line, those of a hopeless page cut short."""
    found = sorted(problems, key=lambda problem: problem.line)
    if len(found) <= _MAX_PROBLEMS:
        return tuple(found)
    more = Problem(f"{len(found) - _MAX_PROBLEMS} more problems follow", found[_MAX_PROBLEMS].line)
    return (*found[:_MAX_PROBLEMS], more)
