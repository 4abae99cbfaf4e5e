"""Documents of the package as the site's Markdown: pages, merged reference pages, the index."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from benchmarks.site.fields import field_rows, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workos_docs_loaders.models import ApiEntry, Document, Section

COMMENT = "<!-- llms.txt: https://workos.com/llms.txt -->"

_CALL = re.compile(r"`+\s*\$?(?P<name>[\w.:>\\-]+)\(\)\s*`+ \((?P<language>.*)\)")
_ENDPOINT = re.compile(r"`(?P<verb>[A-Z]+) (?P<url>https://\S+)`")
_HIGHLIGHTERS = {"curl": "bash", "python": "py", "dotnet": "cs"}
_JOINERS = {"php": "->"}
_CLIENTS = {"python": "client", "go": "client", "dotnet": "client", "ruby": "WorkOS.client"}


@dataclass(frozen=True, slots=True)
class ServedPage:
    """What some addresses return."""

    paths: tuple[str, ...]
    """All of them, without base and suffix; the page's own first."""
    text: str


def served_pages(documents: Sequence[Document]) -> list[ServedPage]:
    """Return the pages as the site has them: an object's page holds all of its operations."""
    pages = {document.path: document for document in documents if document.kind != "changelog"}
    parents = {path.rpartition("/")[0] for path in pages}
    operations: dict[str, list[Document]] = {}
    for path, document in pages.items():
        parent = path.rpartition("/")[0]
        if path.startswith("reference/") and path not in parents and parent in pages:
            operations.setdefault(parent, []).append(document)
    merged = {document.path for group in operations.values() for document in group}
    served = []
    for path, document in pages.items():
        if path not in merged:
            below = operations.get(path, [])
            parts = [COMMENT, *_page(document, 1), *(p for one in below for p in _page(one, 2))]
            text = "\n\n".join(part for part in parts if part.strip())
            served.append(ServedPage((path, *(one.path for one in below)), f"{text}\n"))
    return served


def index(documents: Iterable[Document], base: str) -> str:
    """Return the index of the pages, with links to them as HTML.

    Args:
        documents: The pages.
        base: What their addresses begin with.
    """
    sections: dict[tuple[str, ...], list[Document]] = {}
    for document in documents:
        if document.kind != "changelog":
            sections.setdefault(document.breadcrumb, []).append(document)
    lines = ["# WorkOS", "", "> Documentation of WorkOS.", ""]
    above: tuple[str, ...] = ()
    first = list(dict.fromkeys(titles[0] for titles in sections))
    for titles in sorted(sections, key=lambda titles: (first.index(titles[0]), titles)):
        shared = len(
            list(takewhile(lambda pair: pair[0] == pair[1], zip(titles, above, strict=False)))
        )
        for depth, title in enumerate(titles[shared:], start=shared + 2):
            lines += [f"{'#' * depth} {title}", ""]
        lines += [
            f"- [{_label(one)}]({base}/{one.path}){_summary(one)}" for one in sections[titles]
        ]
        lines.append("")
        above = titles
    return "\n".join(lines)


def _label(document: Document) -> str:
    return re.sub(r"([\[\]])", r"\\\1", document.title)


def _summary(document: Document) -> str:
    texts = (section.text for section in document.sections if section.text)
    first = " ".join(next(texts, "").partition("\n\n")[0].split())
    return f": {first[:120]}" if first and "[" not in first[:120] else ""


def _page(document: Document, level: int) -> list[str]:
    """Return the parts of a page whose own heading is to have a level."""
    headed = next((section.level for section in document.sections if section.heading), level)
    parts = [] if document.sections[0].heading else [f"{'#' * level} {document.title}"]
    for section in document.sections:
        if section.kind == "event":
            parts += _event(section)
        elif section.heading:
            depth = min(6, max(level, section.level - headed + level))
            parts += [f"{'#' * depth} {section.heading}", section.label + section.text]
        else:
            parts.append(section.label + section.text)
    return [*parts, *_api(document.api)]


def _event(section: Section) -> list[str]:
    name = section.heading.strip("`")
    payload = json.dumps({"event": name, "id": "event_01EHZNVPK3SFK441A1RGBFSHRT"}, indent=2)
    return [
        f"#### {name.replace('.', ' ').replace('_', ' ').capitalize()} event",
        f"<Event.Description>{section.text}</Event.Description>",
        f':::code-group\n\n```json language="json" title="JSON"\n{payload}\n```\n\n:::',
    ]


def _api(entries: Sequence[ApiEntry]) -> list[str]:
    if not entries:
        return []
    shown = next((entry for entry in entries if entry.language == "curl"), entries[0])
    fences = [fence for entry in entries for fence in _samples(entry)]
    parts = []
    if fences:
        parts = ["#### Request", ":::code-group", *fences, ":::", "#### Response"]
    for section in shown.sections:
        endpoint = _ENDPOINT.match(section.heading)
        rows = field_rows(section.text)
        if endpoint:
            path = endpoint["url"].removeprefix("https://api.workos.com")
            parts.append(f"### {path}" if path.startswith("/") else "#### Parameters")
        elif not fences or not any(rows.values()):
            heading = section.heading.rpartition(" (")[0].strip("` ")
            parts += [f"### {heading}", *([] if any(rows.values()) else [section.text])]
        for label, fields in rows.items():
            if fields:
                parts += [*([f"#### {label}"] if label == "Returns" else []), table(fields)]
    return parts


def _samples(entry: ApiEntry) -> list[str]:
    """Return a fence for each call of a language."""
    codes = []
    for section in entry.sections:
        if endpoint := _ENDPOINT.match(section.heading):
            codes.append(f'curl --request {endpoint["verb"]} \\\n  --url "{endpoint["url"]}"')
        elif call := _CALL.match(section.heading):
            client = _CLIENTS.get(entry.language, "workos")
            joiner = _JOINERS.get(entry.language, ".")
            name = call["name"].removeprefix("$")
            if entry.language == "php":
                client = "$workos"
            codes.append(f"{client}{joiner}{name}();")
    language = entry.language
    highlighter = _HIGHLIGHTERS.get(language, language)
    return [
        f'```{highlighter} language="{language}" title="Request" tab="1"\n{code}\n```'
        for code in codes
    ]
