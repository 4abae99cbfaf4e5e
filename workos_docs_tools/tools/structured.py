"""What a tool gives a program beside text: the same answer as data, within the same budget.

Some MCP clients show their model the data in place of the text, and LangChain keeps it in every
checkpoint, so as JSON it is no longer than the text may be. Facts that say nothing are left out;
where facts would crowd out the text, so are all but the required ones, those of the whole answer
too. Only a path and URL that are themselves too long exceed the budget.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from itertools import accumulate
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import create_model

from workos_docs_loaders.models import Kind
from workos_docs_tools.results import NO_DATA, Hit, Page
from workos_docs_tools.search.passages import within_budget
from workos_docs_tools.text.budget import token_window
from workos_docs_tools.text.excerpts import GAP
from workos_docs_tools.text.tokens import budget_of, count_tokens
from workos_docs_tools.tools.rendering import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from workos_docs_tools.docs import WorkOSDocs
    from workos_docs_tools.tools.schema import Tool
    from workos_docs_tools.tools.toolset import Reply

    Item = dict[str, Any]
    Arguments = dict[str, Any]
    Cut = Callable[[Reply, Tool, Arguments, int], Iterable[Item]]

_MIN_TEXT = 50
"""Tokens of text to which the facts of an item give way."""
_MAX_OUTLINE = 0.25
"""Share of the budget that the sections of a page may fill."""
_REQUIRED = ("version", "date", "low_confidence", "results")
"""Fields that no answer is without."""
_NOTHING: tuple[object, ...] = ("", None, (), [])
_OF_PROGRAMS = frozenset({"node_id", "page_url"})
"""Facts of a hit that no reader of a reply can use."""


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
    """The first ones, as many as fit."""
    language: str
    languages: tuple[str, ...]
    version: str
    deprecated: bool
    missing_language: str
    also: tuple[str, ...]


_OF_PART = {field.name for field in fields(PagePart)}


def structured(tool: Tool, reply: Reply, asked: Arguments, docs: WorkOSDocs) -> dict[str, Any]:
    """Return what a tool found as data, its texts cut to the budget.

    Args:
        tool: The tool that was called.
        reply: What it replied.
        asked: Its arguments, checked and complete.
        docs: The documentation that it answers from.
    """
    cut = _CUTS.get(tool.name, _leading)
    budget = budget_of(asked["max_tokens"])
    answer = _head(reply, docs)
    if reply.data and budget - _size(answer) < _least(reply.data[0], tool):
        answer = {name: answer[name] for name in _REQUIRED}
    room = limit = budget - _size(answer)
    while True:
        items = cut(reply, tool, asked, limit)
        results = [_worth_saying(item, tool, room) for item in items]
        excess = _size(results) - room
        if excess <= 0 or limit <= 0:
            return {**answer, "results": results}
        # Cuts fall between blocks, so a small step would change nothing; a large one, too much.
        limit = max(limit - max(excess, limit // 16), limit // 2)


def _head(reply: Reply, docs: WorkOSDocs) -> dict[str, Any]:
    """Return an answer without its results."""
    return {
        "version": docs.version,
        "date": docs.date,
        **({"sdks": list(docs.sdks)} if docs.sdks else {}),
        "low_confidence": reply.low_confidence,
        **({"unknown_words": list(reply.unknown_words)} if reply.unknown_words else {}),
        **({"notes": list(reply.notes)} if reply.notes else {}),
        "results": [],
    }


def output_schema(tool: Tool) -> dict[str, Any]:
    """Return the JSON schema of what `structured` returns for a tool."""
    item = PagePart if tool.item is Page else tool.item
    hints = get_type_hints(item, localns={"Kind": Kind})
    values: dict[str, Any] = {
        field.name: (hints[field.name], ...) for field in fields(item) if field.name not in NO_DATA
    }
    schema = create_model(item.__name__, __doc__=item.__doc__, **values).model_json_schema()
    schema["required"] = [name for name in schema["properties"] if name in _required(tool)]
    definitions = schema.pop("$defs", {})
    return {
        "type": "object",
        "properties": {
            "version": {"type": "string", "description": "Version of the documentation."},
            "date": {"type": "string", "description": "How current it is."},
            "sdks": {
                "type": "array",
                "items": {"type": "string"},
                "description": "SDK packages and versions: python@10.8.0.",
            },
            "low_confidence": {
                "type": "boolean",
                "description": "True if the documentation may not answer the question.",
            },
            "unknown_words": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Words of the question that stand nowhere in the documentation.",
            },
            "notes": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Which calls show more, or answer better.",
            },
            "results": {"type": "array", "items": schema},
        },
        "required": [*_REQUIRED],
        "$defs": definitions,
    }


def _passages(reply: Reply, tool: Tool, _: Arguments, limit: int) -> Iterator[Item]:
    def frame(hit: Hit) -> int:
        return _size(_worth_saying({**hit.as_dict(), tool.text: ""}, tool, limit)) + 2

    for hit, text in within_budget(
        readable(reply.hits), limit, frame, lambda text: _size(text) - 2
    ):
        yield {**hit.as_dict(), tool.text: text}


def _part(reply: Reply, tool: Tool, asked: Arguments, limit: int) -> Iterator[Item]:
    for page in reply.data:
        links = [{"title": item["title"], "url": item["url"]} for item in page["sections"]]
        sizes = accumulate(map(_size, links))
        room = budget_of(asked["max_tokens"]) * _MAX_OUTLINE
        sections = [link for link, size in zip(links, sizes, strict=True) if size <= room]
        text, following = token_window(page[tool.text], asked["start"], limit)
        part = {name: value for name, value in page.items() if name in _OF_PART}
        yield {**part, tool.text: text, "next_start": following, "sections": sections}


def _leading(reply: Reply, tool: Tool, _: Arguments, limit: int) -> Iterator[Item]:
    """Yield the leading items whole; one is cut only if it does not fit alone."""
    for number, item in enumerate(reply.data):
        text = item[tool.text]
        if count_tokens(text) > limit:
            if number == 0:
                yield {**item, tool.text: f"{token_window(text, 0, limit)[0]}\n{GAP}"}
            return
        yield item
        limit -= count_tokens(text)


def _worth_saying(item: Item, tool: Tool, room: int) -> Item:
    """Return an item without the facts that say nothing, or that there is no room for."""
    required = _required(tool)
    facts = {
        name: value
        for name, value in item.items()
        if name in required or not (name in _OF_PROGRAMS or value is False or value in _NOTHING)
    }
    if _size({**facts, tool.text: ""}) + _MIN_TEXT <= room:
        return facts
    return {name: facts[name] for name in facts if name in {*required, "next_start"}}


def _least(item: Item, tool: Tool) -> int:
    """Return the size of an item's required facts and of as much text as is worth them."""
    facts = {name: item[name] for name in item if name in _required(tool)}
    return _size({**facts, tool.text: ""}) + _MIN_TEXT


def _required(tool: Tool) -> frozenset[str]:
    """Return the fields that no item is without."""
    return frozenset({"path", "url", tool.text})


def _size(value: object) -> int:
    return count_tokens(json.dumps(value, ensure_ascii=False))


_CUTS: Mapping[str, Cut] = {"workos_search": _passages, "workos_docs": _part}
"""How the texts of a tool's items are cut, where not by leaving out the last items."""
