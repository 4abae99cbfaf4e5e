"""Answers as a notebook shows them: HTML, Markdown, and lines for a terminal.

`%load_ext workos_docs_tools` adds `%workos` and `%%workos`, which ask a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING

from workos_docs_loaders.languages import language_name
from workos_docs_tools.results import (
    Example,
    Examples,
    Hit,
    Page,
    Releases,
    SearchResults,
    Status,
)
from workos_docs_tools.text.budget import window
from workos_docs_tools.text.excerpts import GAP, excerpt
from workos_docs_tools.text.markup import (
    html_link,
    markdown_link,
    markdown_text,
    one_line,
    safe_markdown,
    to_html,
)
from workos_docs_tools.tools.rendering import counted, fenced, place, provenance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from IPython.core.interactiveshell import InteractiveShell

_EXCERPT = 700
"""Characters of a passage that are shown unfolded."""
_SEPARATOR = " · "
_GAPS = re.compile(rf"(?:(?:^|\n+){re.escape(GAP)}(?=\n|$))+\n*")
_STYLE = """<style>
.workos-docs { max-width: 60em; line-height: 1.5 }
.workos-docs p { margin: .6em 0 }
.workos-docs small, .workos-docs summary { font-size: .85em; opacity: .75 }
.workos-docs .h1, .workos-docs .h2 { font-size: 1.15em }
.workos-docs mark { background: rgba(255, 190, 0, .35); color: inherit }
.workos-docs article pre { background: rgba(128, 128, 128, .12); overflow-x: auto; padding: .6em }
.workos-docs article pre code { background: none }
.workos-docs table { margin: 0 }
.workos-docs th, .workos-docs td { text-align: left !important; vertical-align: top }
</style>"""
"""Translucent colours only: they suit any theme, light or dark. JupyterLab drops it from a notebook
that is not trusted; what is left reads as plain HTML."""
_FRAME = "border-left: 3px solid gray; margin: 1em 0; padding-left: 1em"


@dataclass(frozen=True, slots=True)
class _Card:
    """One thing of an answer."""

    title: str
    url: str
    facts: tuple[str, ...]
    text: str
    """Markdown, as the documentation has it."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class _View:
    """What is shown of an answer, whatever the format."""

    heading: str
    cards: tuple[_Card, ...]
    question: str = ""


def as_html(value: object) -> str:
    """Return an answer as HTML; the words of its question are marked."""
    view = _view(value)
    parts = [_STYLE, '<div class="workos-docs">']
    if view.heading:
        parts.append(f"<small>{escape(view.heading)}</small>")
    parts += [_html_card(card, view.question) for card in view.cards]
    return "\n".join([*parts, "</div>"])


def as_markdown(value: object) -> str:
    """Return an answer as Markdown; what the documentation says stands in quotations."""
    view = _view(value)
    parts = [markdown_text(view.heading)] if view.heading else []
    for card in view.cards:
        title = markdown_link(card.title, card.url)
        parts.append(f"**{' '.join(filter(None, (markdown_text(card.label), title)))}**")
        parts += [markdown_text(_SEPARATOR.join(card.facts))] if card.facts else []
        shown = safe_markdown(_shortened(card.text, view.question))
        parts.append("\n".join(f"> {line}".rstrip() for line in shown.split("\n")))
    return "\n\n".join(parts)


def as_text(value: object) -> str:
    """Return an answer as lines of text: what there is and where, not what it says."""
    view = _view(value)
    titles = (f"{card.label} {card.title}: {card.url}" for card in view.cards)
    return "\n".join(map(one_line, [view.heading, *titles]))


def add_magics(shell: InteractiveShell) -> None:
    """Add the magics `%workos` and `%%workos`."""
    shell.magics_manager.register_function(workos, "line_cell", "workos")


def workos(line: str, cell: str = "") -> SearchResults:
    """Search the newest WorkOS documentation: `%workos session lifetime`.

    IPython takes a line that ends in a question mark for one about Python; ask such a question in
    the cell below `%%workos`.
    """
    from workos_docs_tools.docs import default_docs

    return default_docs().search(f"{line} {cell}".strip())


@singledispatch
def _view(value: object) -> _View:
    raise TypeError(f"{type(value).__name__} is no answer of the documentation")


@_view.register
def _(results: SearchResults) -> _View:
    heading = [
        f"{counted(len(results), 'passage')} for “{results.query}”",
        provenance(results.version, results.date),
        "low confidence: it may not answer this" if results.low_confidence else "",
    ]
    return _View(_SEPARATOR.join(_said(heading)), tuple(map(_hit, results)), results.query)


@_view.register
def _(hit: Hit) -> _View:
    return _View("", (_hit(hit),))


@_view.register
def _(page: Page) -> _View:
    others = [language_name(item) for item in page.languages if item != page.language]
    facts = (
        place(page.breadcrumb, page.title, ()),
        language_name(page.language),
        f"also in {', '.join(others)}" if others else "",
        f"not in {language_name(page.missing_language)}" if page.missing_language else "",
        "deprecated" if page.deprecated else "",
    )
    card = _Card(page.title, page.url, _said(facts), _without_title(page.markdown, page.title))
    return _View(provenance(page.version, ""), (card,))


@_view.register
def _(example: Example) -> _View:
    return _View("", (_example(example),))


@_view.register
def _(examples: Examples) -> _View:
    cards = (_example(example, f"{number}.") for number, example in enumerate(examples, 1))
    return _View(counted(len(examples), "code example"), tuple(cards))


@_view.register
def _(releases: Releases) -> _View:
    names = ", ".join(dict.fromkeys(release.package for release in releases))
    cards = (
        _Card(release.title or release.version, release.url, (), release.text, release.date)
        for release in releases
    )
    heading = counted(len(releases), "changelog entry", "changelog entries")
    return _View(f"{heading} of {names}" if names else heading, tuple(cards))


@_view.register
def _(status: Status) -> _View:
    rows = {
        "current to": status.date,
        "pages": f"{status.pages:,}",
        "nodes": f"{status.nodes:,}",
        "kinds": ", ".join(f"{kind} {count:,}" for kind, count in status.kinds.items()),
        "products": ", ".join(status.products),
        "languages": ", ".join(map(language_name, status.languages)),
        "embedding model": status.embedder,
        "collection": status.collection,
        "indexed": status.indexed_at,
    }
    lines = [f"| {name} | {markdown_text(value)} |" for name, value in rows.items()]
    table = "\n".join(["| | |", "| :-- | :-- |", *lines])
    return _View("", (_Card(provenance(status.version, ""), "", (), table),))


def _hit(hit: Hit) -> _Card:
    facts = (
        place(hit.breadcrumb, hit.title, hit.heading_path),
        language_name(hit.language),
        hit.condition,
        hit.date,
        "deprecated" if hit.deprecated else "",
        f"score {hit.score:.1f}",
    )
    text = _spaced(_without_title(hit.text, hit.title))
    return _Card(hit.title, hit.url, _said(facts), text, f"{hit.rank}.")


def _example(example: Example, label: str = "") -> _Card:
    facts = (place((), example.page_title, example.heading_path),)
    code = fenced(example.code, example.language)
    return _Card(example.title or example.page_title, example.url, _said(facts), code, label)


def _html_card(card: _Card, question: str) -> str:
    title = " ".join(filter(None, (escape(card.label), html_link(card.title, card.url))))
    parts = [f'<article style="{_FRAME}">\n<strong>{title}</strong>']
    if card.facts:
        parts.append(f"<br>\n<small>{escape(_SEPARATOR.join(card.facts))}</small>")
    shown = _shortened(card.text, question)
    parts.append(f"<div>{to_html(shown, question)}</div>")
    if shown != card.text:
        whole = to_html(card.text, question)
        parts.append(f"<details><summary>whole passage</summary>{whole}</details>")
    return "\n".join([*parts, "</article>"])


def _shortened(text: str, question: str) -> str:
    """Return what of a passage meets the question; what answers none is shown whole."""
    if not question or len(text) <= _EXCERPT:
        return text
    return _spaced(excerpt(text, question, _EXCERPT) or f"{window(text, 0, _EXCERPT)[0]}\n{GAP}")


def _spaced(text: str) -> str:
    """Return a text in which a gap is a paragraph of its own, and several are one."""
    return _GAPS.sub(f"\n\n{GAP}\n\n", text).strip("\n")


def _without_title(markdown: str, title: str) -> str:
    """Return a text without a first heading that repeats the title above it."""
    first, _, rest = markdown.partition("\n")
    return rest.lstrip("\n") if first.lstrip("# ") == title else markdown


def _said(facts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, facts))
