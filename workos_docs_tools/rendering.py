"""Answers as Markdown within a token budget: one place for the tools of every framework.

Every reply says which documentation it comes from and cites the URL of each piece. What it quotes
stands between `<documentation>` tags, so that a model can tell it from instructions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.reference import LANGUAGES
from workos_docs_tools.budget import CHARACTERS_PER_TOKEN, fair_shares, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_loaders.models import Release
    from workos_docs_tools.results import Example, Hit, Page, SearchResults

_MIN_PASSAGE = 200
"""Characters below which a passage is not worth showing."""
_CUT = "\n[...]"


def render_hits(results: SearchResults, max_tokens: int) -> str:
    """Return passages with their sources, each cut to its share of the budget."""
    heading = (
        f"{_provenance(results.version, results.date)}: "
        f"{len(results)} passages for {results.query!r}."
    )
    if not results:
        return heading
    budget = max_tokens * CHARACTERS_PER_TOKEN - len(heading) - len(_LEFT_OUT) - 2
    hits, overhead = _hits_that_fit(results.hits, budget)
    shares = fair_shares([len(hit.text) for hit in hits], budget - overhead)
    parts = [heading, *(_passage(hit, share) for hit, share in zip(hits, shares, strict=True))]
    if len(hits) < len(results):
        parts.append(_LEFT_OUT.format(len(results) - len(hits)))
    return "\n\n".join(parts)


_LEFT_OUT = "{} more passages did not fit; raise max_tokens to see them."


def render_page(page: Page, date: str, max_tokens: int, start: int) -> str:
    """Return a page from an offset on, as much of it as the budget takes, and how to go on."""
    facts = [f"Source: {page.url}", f"path: {page.path}"]
    if page.languages:
        facts.append(f"API reference in {_name(page.language)}")
        others = [_name(language) for language in page.languages if language != page.language]
        if others:
            facts.append(f"also in {', '.join(others)}")
    if page.deprecated:
        facts.append("DEPRECATED")
    head = "\n".join(
        [
            f"{_provenance(page.version, date)}: {_place(page.breadcrumb, page.title, ())}",
            " | ".join(facts),
        ]
    )
    room = max_tokens * CHARACTERS_PER_TOKEN - len(head) - 2 * len(_CONTINUE)
    text, following = window(page.markdown, start, max(room, _MIN_PASSAGE))
    parts = [head, _quoted(text)]
    if following is not None:
        parts.append(_CONTINUE.format(following, following, len(page.markdown)))
    return "\n\n".join(parts)


_CONTINUE = "Cut to fit the budget; read on with start={} ({} of {} characters shown so far)."


def render_examples(
    examples: Sequence[Example], topic: str, version: str, date: str, max_tokens: int
) -> str:
    """Return code examples with their sources, as many as the budget takes whole."""
    parts = [f"{_provenance(version, date)}: {len(examples)} code examples for {topic!r}."]
    room = max_tokens * CHARACTERS_PER_TOKEN - len(parts[0])
    for example in examples:
        title = f"{example.title}: " if example.title else ""
        place = _place((), example.page_title, example.heading_path)
        code = f"```{example.language}\n{example.code}\n```"
        part = f"{title}{place}\nSource: {example.url} | path: {example.path}\n{_quoted(code)}"
        room -= len(part) + 2
        if room < 0 and len(parts) > 1:
            break
        parts.append(part)
    return "\n\n".join(parts)


def render_releases(
    releases: Sequence[Release], package: str, version: str, date: str, max_tokens: int
) -> str:
    """Return changelog entries, as many as the budget takes."""
    heading = (
        f"{_provenance(version, date)}: {len(releases)} entries of the {package} changelog match."
    )
    room = max_tokens * CHARACTERS_PER_TOKEN - len(heading) - len(_LEFT_OUT)
    lines: list[str] = []
    for release in releases:
        line = f"- {release.date} **{release.title or release.version}**: {release.text}\n"
        line += f"  Source: {release.url}"
        room -= len(line) + 1
        if room < 0 and lines:
            break
        lines.append(line)
    parts = [heading, _quoted("\n".join(lines))] if lines else [heading]
    if len(lines) < len(releases):
        parts.append(f"{len(releases) - len(lines)} older entries did not fit; narrow the dates.")
    return "\n\n".join(parts)


def _provenance(version: str, date: str) -> str:
    current = f", current to {date}" if date else ""
    return f"WorkOS documentation {version}{current}"


def _place(breadcrumb: Sequence[str], title: str, heading_path: Sequence[str]) -> str:
    return " > ".join(dict.fromkeys((*breadcrumb, title, *heading_path)))


def _name(language: str) -> str:
    return LANGUAGES.get(language, language)


def _hits_that_fit(hits: tuple[Hit, ...], budget: int) -> tuple[tuple[Hit, ...], int]:
    """Return the leading hits that can each be shown with some text, and their frames' size."""
    overhead = 0
    for count, hit in enumerate(hits):
        frame = len(_passage(hit, 0)) + 2
        if count and overhead + frame + (count + 1) * _MIN_PASSAGE > budget:
            return hits[:count], overhead
        overhead += frame
    return hits, overhead


def _passage(hit: Hit, room: int) -> str:
    facts = [f"Source: {hit.url}", f"path: {hit.path}"]
    if hit.language:
        facts.append(_name(hit.language))
    if hit.deprecated:
        facts.append("DEPRECATED")
    text, following = window(hit.text, 0, room)
    if following is not None:
        text, _ = window(hit.text, 0, max(room - len(_CUT), 1))
        text += _CUT
    place = _place(hit.breadcrumb, hit.title, hit.heading_path)
    return f"[{hit.rank}] {place}\n{' | '.join(facts)}\n{_quoted(text)}"


def _quoted(text: str) -> str:
    # A page that holds our own closing tag must not end the quotation early.
    text = re.sub(r"<(/?documentation)>", r"&lt;\1&gt;", text)
    return f"<documentation>\n{text}\n</documentation>"
