"""What the command line prints: rich on a terminal, plain Markdown in a pipe, JSON for programs.

Documentation is printed as text: rich does not look for its markup in it, and control characters,
which a terminal would obey, are left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from workos_docs_loaders.languages import language_name
from workos_docs_tools.text.budget import CHARACTERS_PER_TOKEN, UNLIMITED
from workos_docs_tools.text.markup import clean, one_line
from workos_docs_tools.tools.rendering import (
    UNSURE,
    excerpts,
    place,
    provenance,
    render_examples,
    render_hits,
    render_page,
    render_releases,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from workos_docs_loaders.models import Release
    from workos_docs_tools.results import Example, Page, SearchResults

TOKENS_PER_HIT = 400
"""Of a search; with the default of five hits, the budget of the agent's tool."""

_MAX_WIDTH = 100
"""Columns beyond which lines of prose are hard to follow."""
_CODE_THEME = "ansi_dark"
_THEME = Theme({"markdown.code": "cyan"})
"""Like the theme of code blocks, the terminal's own colours on its own background, be it dark or
light."""
_INDENT = (1, 0, 1, 2)


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
    _write(render_hits(results, max_tokens, quoted=False), _hits(results, max_tokens))


def write_page(page: Page, date: str) -> None:
    """Print a whole page, or the section of it that was asked for."""
    _write(render_page(page, date, UNLIMITED, 0, quoted=False), _page(page, date))


def write_examples(examples: Sequence[Example], topic: str, version: str, date: str) -> None:
    """Print code examples."""
    plain = render_examples(examples, topic, version, date, UNLIMITED, quoted=False)
    _write(plain, _examples(examples, version, date))


def write_releases(releases: Sequence[Release], package: str, version: str, date: str) -> None:
    """Print changelog entries."""
    plain = render_releases(releases, package, version, date, UNLIMITED, quoted=False)
    _write(plain, _releases(releases, version, date))


def _write(plain: str, pretty: Iterable[RenderableType]) -> None:
    console = Console(highlight=False, markup=False, emoji=False, theme=_THEME)
    if not console.is_terminal:
        typer.echo(clean(plain))
        return
    console.width = min(console.width, _MAX_WIDTH)
    for item in pretty:
        # A line of facts is left for the terminal to wrap: a URL cut in two cannot be copied.
        console.print(item, soft_wrap=isinstance(item, Text))


def _hits(results: SearchResults, max_tokens: int) -> Iterator[RenderableType]:
    for hit, text in excerpts(results.hits, results.query, max_tokens * CHARACTERS_PER_TOKEN):
        yield _title(f"{hit.rank}. ", hit.title, hit.url)
        yield _dim(place(hit.breadcrumb, hit.title, hit.heading_path))
        notes = [hit.path, hit.language and language_name(hit.language)]
        yield _dim(hit.url, *notes, deprecated=hit.deprecated)
        yield _body(text)
    yield _dim(provenance(results.version, results.date))
    if results.low_confidence:
        yield Text(UNSURE, "yellow")


def _page(page: Page, date: str) -> Iterator[RenderableType]:
    yield _title("", page.title, page.url)
    yield _dim(place(page.breadcrumb, page.title, ()))
    others = [language_name(item) for item in page.languages if item != page.language]
    notes = [
        language_name(page.language),
        f"also in {', '.join(others)}" if others else "",
        f"not in {language_name(page.missing_language)}" if page.missing_language else "",
    ]
    yield _dim(page.url, *notes, deprecated=page.deprecated)
    yield _body(page.markdown)
    yield _dim(provenance(page.version, date))


def _examples(examples: Sequence[Example], version: str, date: str) -> Iterator[RenderableType]:
    for number, example in enumerate(examples, 1):
        yield _title(f"{number}. ", example.title or example.page_title, example.url)
        yield _dim(place((), example.page_title, example.heading_path))
        yield _dim(example.url, example.path)
        code = Syntax(clean(example.code), example.language, theme=_CODE_THEME, word_wrap=True)
        yield Padding(code, _INDENT)
    yield _dim(provenance(version, date))


def _releases(releases: Sequence[Release], version: str, date: str) -> Iterator[RenderableType]:
    for release in releases:
        yield _title(f"{release.date}  ", release.title or release.version, release.url)
        yield _body(release.text)
    yield _dim(provenance(version, date))


def _title(label: str, title: str, url: str) -> Text:
    link = clean(url) if url.startswith(("https://", "http://")) else None
    return Text.assemble(
        (label, "bold"), (one_line(title), Style(bold=True, color="cyan", link=link))
    )


def _dim(*facts: str, deprecated: bool = False) -> Text:
    line = Text(one_line(" | ".join(filter(None, facts))), "dim")
    return line.append(" | DEPRECATED", "bold red not dim") if deprecated else line


def _body(markdown: str) -> Padding:
    return Padding(Markdown(clean(markdown), code_theme=_CODE_THEME), _INDENT)
