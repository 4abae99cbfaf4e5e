"""What the command line prints: rich on a terminal, plain Markdown in a pipe, JSON for programs.

Documentation is printed as text: rich does not look for its markup in it, and control characters,
which a terminal would obey, are left out.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from workos_docs_tools.text.budget import UNLIMITED
from workos_docs_tools.text.lines import clean, one_line
from workos_docs_tools.text.tokens import budget_of
from workos_docs_tools.tools.rendering import (
    excerpts,
    render_examples,
    render_findings,
    render_hits,
    render_page,
    render_releases,
)
from workos_docs_tools.views import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from workos_docs_loaders.sdk import SdkDiff
    from workos_docs_tools.answers.diff import DocsDiff
    from workos_docs_tools.answers.findings import Findings
    from workos_docs_tools.answers.releases.versions import Change
    from workos_docs_tools.answers.versions import DocsVersions
    from workos_docs_tools.results import Examples, Page, Releases, SearchResults
    from workos_docs_tools.views import Card, View

TOKENS_PER_HIT = 400
"""Of a search; with the default of five hits, the budget of the agent's tool."""

_LOOKUP = "workos-docs lookup"
"""What looks a name up here."""
_MAX_WIDTH = 100
"""Columns beyond which lines of prose are hard to follow."""
_THEME = Theme({"markdown.code": "cyan"})
"""Like the theme of code blocks, the terminal's own colours on its own background, be it dark or
light."""
_LINKING = ("VTE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID", "ITERM_SESSION_ID", "KONSOLE_VERSION")
"""Variables by which terminals that show links make themselves known."""


def write_json(items: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line, in ASCII: no locale and no terminal can garble it."""
    for item in items:
        typer.echo(json.dumps(item))


def write_rows(rows: Iterable[tuple[str, str]]) -> None:
    """Print facts, one a line."""
    facts = [(name, one_line(value)) for name, value in rows]
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in facts:
        table.add_row(name, Text(value))
    _write("\n".join(f"{name}: {value}" for name, value in facts), [table])


def write_hits(results: SearchResults, max_tokens: int) -> None:
    """Print passages, cut to their shares of a budget."""
    view = results.view()
    shown = excerpts(results.hits, budget_of(max_tokens))
    cards = tuple(
        replace(card, text=text) for card, (_, text) in zip(view.cards, shown, strict=False)
    )
    plain = render_hits(results, max_tokens, quoted=False, lookup=_LOOKUP)
    _write(plain, _pretty(replace(view, cards=cards)))


def write_page(page: Page) -> None:
    """Print a whole page, or the section of it that was asked for."""
    _write(render_page(page, UNLIMITED, 0, quoted=False), _pretty(page.view()))


def write_examples(examples: Examples, topic: str) -> None:
    """Print code examples."""
    plain = render_examples(examples, topic, UNLIMITED, quoted=False)
    _write(plain, _pretty(examples.view()))


def write_releases(releases: Releases, package: str) -> None:
    """Print changelog entries."""
    plain = render_releases(releases, package, UNLIMITED, quoted=False)
    _write(plain, _pretty(releases.view()))


def write_findings(findings: Findings) -> None:
    """Print what a check found."""
    _write(render_findings(findings, UNLIMITED), _pretty(findings.view()))


def write_changes(diff: SdkDiff, changes: Sequence[Change]) -> None:
    """Print what changed between two versions of an SDK, one method a line."""
    heading = f"{diff.new.package} {diff.old.version} to {diff.new.version}"
    counts = Counter(change.state for change in changes)
    counted = ", ".join(f"{number} {state}" for state, number in counts.items()) or "no change"
    columns = ("", "before", "now", "arguments")
    _write_table(f"{heading}: {counted}", columns, map(_cells, changes))


def write_versions(versions: DocsVersions) -> None:
    """Print versions of the documentation, one a line."""
    rows = (
        (
            one.version,
            "published" if one.published else "",
            "fetched" if one.fetched else "",
            "indexed" if one.indexed else "",
            f"current to {one.date}" if one.date else "",
            f"{one.nodes} nodes" if one.nodes else "",
        )
        for one in versions
    )
    _write_table(versions.view().heading, ("",) * 6, rows)


def write_diff(diff: DocsDiff) -> None:
    """Print what changed between two versions of the documentation, one page or part a line."""
    rows = (
        (change.what, change.state, change.name, change.path, change.before, change.now)
        for change in diff
    )
    _write_table(diff.view().heading, ("", "", "", "page", "before", "now"), rows)


def _cells(change: Change) -> tuple[str, str, str, str]:
    """Return the state, the name before and now, and what became of the arguments."""
    is_new = change.state == "new"
    candidates = ", ".join(f"{name}?" for name in change.candidates)
    arguments = (
        *(f"-{name}" for name in change.not_taken),
        *(f"+{name}" for name in change.required),
    )
    now = change.name if is_new else change.successor or candidates
    return change.state, "" if is_new else change.name, now, " ".join(arguments)


def _write_table(heading: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    cells = [[one_line(cell) for cell in row] for row in rows]
    table = Table(*columns, title=heading, box=SIMPLE)
    for row in cells:
        table.add_row(*map(Text, row))
    lines = (" | ".join(filter(None, row)) for row in cells)
    _write("\n".join([heading, *lines]), [table])


def write_text(text: str) -> None:
    """Print a text for programs as it is; nothing where it is empty."""
    if text:
        typer.echo(text)


def _write(plain: str, pretty: Iterable[RenderableType]) -> None:
    console = Console(highlight=False, markup=False, emoji=False, theme=_THEME)
    if not console.is_terminal:
        typer.echo(clean(plain))
        return
    console.width = min(console.width, _MAX_WIDTH)
    for item in pretty:
        # A line with a URL, or of code, is left for the terminal to wrap: in two it is of no use.
        soft = isinstance(item, Text) and bool(item.no_wrap)
        console.print(item, soft_wrap=soft, crop=False)


def _pretty(view: View) -> Iterator[RenderableType]:
    for card in view.cards:
        yield _title(card)
        if card.facts:
            yield _dim(*card.facts)
        place = _dim(*known(card.url, card.path))
        place.no_wrap = True
        yield place
        yield _body(card.text)
    yield _dim(view.heading)
    if view.warning:
        yield Text(view.warning, "yellow")


def _title(card: Card) -> Text:
    link = clean(card.url) if card.url.startswith(("https://", "http://")) else None
    label = f"{one_line(card.label)} " if card.label else ""
    return Text.assemble(
        (label, "bold"), (one_line(card.title), Style(bold=True, color="cyan", link=link))
    )


def _dim(*facts: str) -> Text:
    line = Text(" | ".join(map(one_line, facts)), "dim")
    line.highlight_regex(r"(?<=\| )deprecated\b", "bold red not dim")
    return line


def _body(markdown: str) -> RenderableType:
    from workos_docs_tools.cli.markdown import Body  # Late: a pipe gets the text as it is.

    return Body(clean(markdown), hyperlinks=_has_links(os.environ))


def _has_links(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal is one that makes links of what is marked as such.

    Others show nothing of a URL that stands behind a text, so that it is written out there.
    """
    if environment.get("FORCE_HYPERLINK"):
        return environment["FORCE_HYPERLINK"] != "0"
    return any(name in environment for name in _LINKING) and "TMUX" not in environment
