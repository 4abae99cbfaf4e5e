"""An answer as a person sees it: one view, as HTML, as Markdown, and as lines of text.

An answer describes itself as a `View`; the terminal's form of it is `workos_docs_tools.cli.output`.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from workos_docs_tools.text.excerpts import GAP
from workos_docs_tools.text.lines import clean, is_web, markdown_text, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEPARATOR = " · "
_GAPS = re.compile(rf"(?:(?:^|\n+){re.escape(GAP)}(?=\n|$))+\n*")
_STYLE = """<style>
.workos-docs { max-width: 60em; line-height: 1.5 }
.workos-docs p { margin: .6em 0 }
.workos-docs small, .workos-docs summary { font-size: .85em; opacity: .75 }
.workos-docs .h1, .workos-docs .h2 { font-size: 1.15em }
.workos-docs mark { background: rgba(255, 190, 0, .35); color: inherit }
.workos-docs table { margin: 0 }
.workos-docs th, .workos-docs td { text-align: left !important; vertical-align: top }
</style>"""
"""Translucent colours only: they suit any theme, light or dark. JupyterLab drops it from a notebook
that is not trusted; what is left reads as plain HTML."""
_BEGIN = '<div class="workos-docs tex2jax_ignore mathjax_ignore">'
"""Notebooks take what stands between two dollar signs for mathematics, unless told not to."""
MOST_CARDS = 30
"""Items that a notebook shows of an answer; of more it says how many there are."""
_FRAME = "border-left: 3px solid gray; margin: 1em 0; padding-left: 1em"


@dataclass(frozen=True, slots=True)
class Card:
    """One item of an answer."""

    title: str
    url: str
    facts: tuple[str, ...]
    """What is known of it: its place, its language ..."""
    text: str
    """Markdown, as the documentation has it."""
    label: str = ""
    """Number or date before the title."""
    path: str = ""
    """Page path to read on with, for media that show no links."""
    excerpt: str = ""
    """The part of a long text that is shown first; the whole is one click away."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of an answer, whatever the medium."""

    heading: str
    cards: tuple[Card, ...]
    question: str = ""
    """What was asked; its words are marked."""
    warning: str = ""
    """Why to be careful with the answer."""


class Viewable:
    """An answer that shows itself in notebooks."""

    __slots__ = ()

    @abstractmethod
    def view(self) -> View:
        """Return what is shown of the answer."""

    def _repr_html_(self) -> str:
        return as_html(self.view())

    def _repr_markdown_(self) -> str:
        return as_markdown(self.view())


def as_html(view: View) -> str:
    """Return a view as HTML; the words of its question are marked."""
    parts = [_STYLE, _BEGIN]
    if heading := _heading(view):
        parts.append(f"<small>{escape(heading)}</small>")
    parts += [_html_card(card, view.question) for card in view.cards[:MOST_CARDS]]
    parts += [f"<small>{line}</small>" for line in _left_out(view)]
    return clean("\n".join([*parts, "</div>"]))


def as_markdown(view: View) -> str:
    """Return a view as Markdown; the documentation's own text stands in quotations."""
    # Late: who shows lines, or nothing, needs no parser.
    from workos_docs_tools.text.markup import markdown_link, safe_markdown

    heading = _heading(view)
    parts = [markdown_text(heading)] if heading else []
    for card in view.cards[:MOST_CARDS]:
        title = markdown_link(card.title, card.url)
        parts.append(f"**{' '.join(filter(None, (markdown_text(card.label), title)))}**")
        facts = (*card.facts, *(() if is_web(card.url) else known(card.url)))
        parts += [markdown_text(SEPARATOR.join(facts))] if facts else []
        shown = safe_markdown(card.excerpt or card.text)
        parts.append("\n".join(f"> {line}".rstrip() for line in shown.split("\n")))
    return clean("\n\n".join([*parts, *_left_out(view)]))


def as_text(view: View) -> str:
    """Return a view as lines of text: what there is and where.

    What is nowhere else, such as a table, says itself.
    """
    lines = [_heading(view)]
    for card in view.cards:
        lines.append(f"{card.label} {card.title}: {card.url}")
        if not card.url:
            lines += (card.excerpt or card.text).splitlines()
    return "\n".join(map(one_line, lines))


def table(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of Markdown, of cells that are Markdown."""
    lines = [columns, [":--"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def known(*facts: str) -> tuple[str, ...]:
    """Return the facts that are not empty."""
    return tuple(filter(None, facts))


def gaps_apart(text: str) -> str:
    """Return a text in which each gap is a paragraph of its own, and several in a row are one."""
    apart = _GAPS.sub(f"\n\n{GAP}\n\n", text) if GAP in text else text
    return apart.strip("\n")


def without_title(markdown: str, title: str) -> str:
    """Return a text without a first heading that repeats the title above it."""
    first, _, rest = markdown.partition("\n")
    return rest.lstrip("\n") if first.lstrip("# ") == title else markdown


def _heading(view: View) -> str:
    return SEPARATOR.join(known(view.heading, view.warning))


def _left_out(view: View) -> tuple[str, ...]:
    """Return the line that says how many items a notebook does not show, if any."""
    left = len(view.cards) - MOST_CARDS
    return (f"{left:,} more are not shown here.",) if left > 0 else ()


def _html_card(card: Card, question: str) -> str:
    from workos_docs_tools.text.markup import html_link, to_html

    title = " ".join(filter(None, (escape(card.label), html_link(card.title, card.url))))
    parts = [f'<article style="{_FRAME}">\n<strong>{title}</strong>']
    # What cannot be a link is read: the file of a page that is nowhere else.
    if facts := (*card.facts, *(() if is_web(card.url) else known(card.url))):
        parts.append(f"<br>\n<small>{escape(SEPARATOR.join(facts))}</small>")
    parts.append(f"<div>{to_html(card.excerpt or card.text, question)}</div>")
    if card.excerpt:
        whole = to_html(card.text, question)
        parts.append(f"<details><summary>show all</summary>{whole}</details>")
    return "\n".join([*parts, "</article>"])
