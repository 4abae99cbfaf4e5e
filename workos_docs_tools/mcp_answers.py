"""What a tool gives an MCP client beside text: the same answer as data, within the same budget.

Some clients show their model the data in place of the text, so it may not be longer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import create_model

from workos_docs_loaders.models import Kind, Release
from workos_docs_tools.budget import CHARACTERS_PER_TOKEN, window
from workos_docs_tools.excerpts import GAP
from workos_docs_tools.rendering import excerpts
from workos_docs_tools.results import Example, Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workos_docs_tools.docs import WorkOSDocs
    from workos_docs_tools.tools import Reply

    Found = list[dict[str, Any]]
    Arguments = dict[str, Any]
    Within = Callable[[Found, Arguments, int], Iterable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A section of a page, to ask for."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class PagePart:
    """As much of a page as fits into a reply."""

    path: str
    title: str
    url: str
    breadcrumb: tuple[str, ...]
    kind: Kind
    markdown: str
    next_start: int | None
    """Where to read on; nothing at the end of the page."""
    sections: tuple[SectionLink, ...]
    language: str
    languages: tuple[str, ...]
    version: str
    deprecated: bool
    missing_language: str


def structured(name: str, reply: Reply, asked: Arguments, docs: WorkOSDocs) -> dict[str, Any]:
    """Return what a tool found as data, its texts cut to the budget.

    Args:
        name: The tool.
        reply: What it replied.
        asked: Its arguments, checked and complete.
        docs: The documentation that it answers from.
    """
    room = asked["max_tokens"] * CHARACTERS_PER_TOKEN
    return {
        "version": docs.version,
        "date": docs.date,
        "low_confidence": reply.low_confidence,
        "results": list(_SHAPES[name].within(reply.data, asked, room)),
    }


def output_schema(name: str) -> dict[str, Any]:
    """Return the JSON schema of what `structured` returns for a tool."""
    item = _SHAPES[name].item
    hints = get_type_hints(item, localns={"Kind": Kind})
    values: dict[str, Any] = {field.name: (hints[field.name], ...) for field in fields(item)}
    schema = create_model(item.__name__, __doc__=item.__doc__, **values).model_json_schema()
    definitions = schema.pop("$defs", {})
    return {
        "type": "object",
        "properties": {
            "version": {"type": "string", "description": "Version of the documentation."},
            "date": {"type": "string", "description": "How current it is."},
            "low_confidence": {"type": "boolean", "description": "It may not be answered."},
            "results": {"type": "array", "items": schema},
        },
        "required": ["version", "date", "low_confidence", "results"],
        "$defs": definitions,
    }


def _excerpts(found: Found, asked: Arguments, room: int) -> Iterator[dict[str, Any]]:
    for hit, text in excerpts([Hit(**item) for item in found], asked["query"], room):
        yield {**hit.as_dict(), "text": text}


def _part(found: Found, asked: Arguments, room: int) -> Iterator[dict[str, Any]]:
    for page in found:
        markdown, following = window(page["markdown"], asked["start"], room)
        sections = [{"title": item["title"], "url": item["url"]} for item in page["sections"]]
        yield {**page, "markdown": markdown, "next_start": following, "sections": sections}


def _leading(field: str) -> Within:
    """Return what keeps leading items whole; one is cut only if it does not fit alone."""

    def leading(found: Found, asked: Arguments, room: int) -> Iterator[dict[str, Any]]:
        for number, item in enumerate(found):
            text = item[field]
            if len(text) > room:
                if number == 0:
                    yield {**item, field: f"{window(text, 0, room)[0]}\n{GAP}"}
                return
            yield item
            room -= len(text)

    return leading


@dataclass(frozen=True, slots=True)
class _Shape:
    item: type[Hit | PagePart | Example | Release]
    within: Within


_SHAPES = {
    "workos_search": _Shape(Hit, _excerpts),
    "workos_docs": _Shape(PagePart, _part),
    "workos_api": _Shape(Hit, _leading("text")),
    "workos_examples": _Shape(Example, _leading("code")),
    "workos_changelogs": _Shape(Release, _leading("text")),
}
