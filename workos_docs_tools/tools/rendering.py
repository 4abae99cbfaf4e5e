"""Answers as Markdown within a token budget: one place for the tools of every framework.

Every reply says which documentation it comes from and cites the URL of each piece. What it quotes
stands between `<documentation>` tags, so that a model can tell it from instructions; `quoted=False`
leaves them out, for people.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from workos_docs_loaders.languages import language_name
from workos_docs_loaders.urls import page_url
from workos_docs_tools.citations import counted, provenance, trail
from workos_docs_tools.search.passages import within_budget
from workos_docs_tools.text.budget import token_window
from workos_docs_tools.text.code import fenced
from workos_docs_tools.text.excerpts import GAP
from workos_docs_tools.text.lean import lean, lean_parts
from workos_docs_tools.text.tokens import beginning, budget_of, count_tokens, ending
from workos_docs_tools.views import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workos_docs_tools.answers.findings import Findings
    from workos_docs_tools.results import Examples, Hit, Page, Releases, SearchResults

    _Found = SearchResults | Page | Examples | Releases | Findings

_MAX_QUESTION = 20
"""Tokens of what was asked that a reply repeats."""
_MAX_PLACE = 24
"""Tokens of where a text stands."""
_TAG = re.compile(r"<(?=\s*/?\s*documentation\b)", re.IGNORECASE)
_SOURCE_OF_CALL = re.compile(r" \(\[source\]\([^()\s]*\)\)")
_CUT = f"\n{GAP}"
_LEFT_OUT = " Showing {}; raise max_tokens to see more."
_CALLS = "Calls in {} that may fit, best first{}:"
_WHOLE_CALL = "; {} shows a name's whole call"
_OTHERS = "\n\nOthers:"
_SHARE_OF_CALLS = 3
"""What part of a reply calls take at most: passages say what they are for."""
_SHARE_OF_NOTES = 16
"""What part of it notes take at most; in a smaller reply there are none."""
_CONTINUE = "\n\nRead on with start={} of {}."


def render_hits(
    results: SearchResults,
    max_tokens: int,
    notes: Sequence[str] = (),
    *,
    quoted: bool = True,
    lookup: str = "",
) -> str:
    """Return passages with their sources, each cut to its share of the budget.

    Args:
        results: What was found.
        max_tokens: Budget of all of it.
        notes: Sentences for the first line, on what to do next, if there is room for them.
        quoted: Whether tags tell the documentation from what is said of it.
        lookup: What the reader looks names up with, if anything.
    """
    found = counted(len(results), "passage")
    heading = f"{_origin(results)}: {found} for {_clip(results.query)}."
    if not results:
        heading += " Try without product and kind."
    if count_tokens(" ".join(notes)) * _SHARE_OF_NOTES > max_tokens:
        notes = ()
    heading = " ".join([heading, *map(_harmless, results.doubts), *notes])
    room = budget_of(max_tokens) - count_tokens(heading) - count_tokens(_LEFT_OUT)
    methods = readable(hit for hit in results.beside if hit.lead)
    calls = _calls(methods, room, quoted, _WHOLE_CALL.format(lookup) if lookup else "")
    room -= count_tokens(calls) + 1
    shown = excerpts([*results, *(hit for hit in results.beside if not hit.lead)], room)
    if len(shown) < len(results):
        heading += _LEFT_OUT.format(len(shown))
    # What SDKs say was ranked among all that was found.
    passages = [
        _passage(replace(hit, rank=number), text, room, quoted)
        for number, (hit, text) in enumerate(shown, 1)
    ]
    return "\n\n".join(filter(None, [heading, calls, *passages]))


def render_definitions(results: SearchResults, max_tokens: int) -> str:
    """Return what defines a name: the first whole if possible, of those left out the paths."""
    found = counted(len(results), "definition")
    heading = _noted(f"{_origin(results)}: {found} of {_clip(results.query)}.", results)
    room = budget_of(max_tokens) - count_tokens(heading) - _MAX_PLACE
    shown = _whole(((_head(hit, room), hit.text) for hit in results), room, quoted=True)
    others = ", ".join(dict.fromkeys(hit.path for hit in results[len(shown) :]))
    if others:
        heading += f" Also: {_line(others, _MAX_PLACE - 4)}"
    return "\n\n".join([heading, *shown])


def readable(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits without what only a browser uses."""
    return [
        replace(
            hit,
            lead=lean(_SOURCE_OF_CALL.sub("", hit.lead)),
            parts=lean_parts(hit.parts or (hit.as_part,)),
        )
        for hit in hits
    ]


def excerpts(hits: Sequence[Hit], budget: int) -> list[tuple[Hit, str]]:
    """Return the leading hits that fit into a budget of tokens, each with its passage."""

    def frame(hit: Hit) -> int:
        return count_tokens(f"{_head(hit, budget)}\n") + _around(quoted=True) + 1

    return within_budget(readable(hits), budget, frame, count_tokens)


def _calls(calls: Sequence[Hit], room: int, quoted: bool, more: str) -> str:
    """Return the calls that may fit: the first whole, the others in a line; empty for none."""
    if not calls:
        return ""
    first, *others = calls
    limit = room // _SHARE_OF_CALLS
    body = first.excerpt(min(count_tokens(first.lead), limit), count_tokens)
    for number, hit in enumerate(others):
        line = f"{_OTHERS if number == 0 else ''}\n{hit.lead}"
        if count_tokens(body) + count_tokens(line) > limit:
            break
        body += line
    return f"{_CALLS.format(first.sdk, more)}\n{_body(body, quoted)}"


def render_page(page: Page, max_tokens: int, start: int, *, quoted: bool = True) -> str:
    """Return a page from an offset on, as much of it as the budget takes, and how to go on."""
    size = len(page.markdown)
    frame = _around(quoted) + count_tokens(_CONTINUE.format(size, size))
    room = budget_of(max_tokens) - frame
    deprecated = "DEPRECATED" if page.deprecated else ""
    facts = known(*page.language_facts, page.sdk, deprecated)
    where = _tail(trail(page.breadcrumb, page.title, ()))
    source = _source(page.url, page.path, room, *facts)
    head = f"{_noted(f'{_origin(page)}: {where}', page)}\n{source}\n"
    children = _children(page, room // 4)
    taken = count_tokens(head) + count_tokens(children)
    text, following = token_window(page.markdown, start, room - taken)
    more = _CONTINUE.format(following, size) if following is not None else children
    return head + _body(text, quoted) + more


def render_examples(examples: Examples, topic: str, max_tokens: int, *, quoted: bool = True) -> str:
    """Return code examples with their sources, as many as the budget takes whole."""
    found = counted(len(examples), "code example")
    heading = _noted(f"{_origin(examples)}: {found} for {_clip(topic)}.", examples)
    room = budget_of(max_tokens) - count_tokens(heading) - count_tokens(_LEFT_OUT)
    items = (
        (
            "\n".join(
                [
                    _tail(trail((example.title,), example.page_title, example.heading_path)),
                    _source(example.url, example.path, room, *known(example.sdk)),
                ]
            ),
            fenced(example.code, example.language),
        )
        for example in examples
    )
    shown = _whole(items, room, quoted)
    if len(shown) < len(examples):
        heading += _LEFT_OUT.format(len(shown))
    return "\n\n".join([heading, *shown])


def render_releases(
    releases: Releases, package: str, max_tokens: int, *, quoted: bool = True
) -> str:
    """Return changelog entries, as many as the budget takes whole."""
    name = _line(package, _MAX_QUESTION)
    found = counted(len(releases), "entry", "entries")
    heading = _noted(f"{_origin(releases)}: {found} of the {name} changelog.", releases)
    if not releases and releases.covered:
        heading += f" It has {releases.covered}."
    room = budget_of(max_tokens) - count_tokens(heading) - count_tokens(_LEFT_OUT)
    items = (
        (
            " ".join(known(release.date, _line(release.title or release.version, _MAX_PLACE)))
            + f"\nSource: {_line(release.url, room // 2)}",
            release.text,
        )
        for release in releases
    )
    shown = _whole(items, room - _around(quoted) - 1, quoted=False)
    if len(shown) < len(releases):
        heading += _LEFT_OUT.format(len(shown))
    return "\n\n".join([heading, *([_body("\n\n".join(shown), quoted)] if shown else [])])


def render_findings(findings: Findings, max_tokens: int) -> str:
    """Return what a check found, as many findings as the budget takes whole."""
    from workos_docs_tools.answers.check import as_text  # Late: only checks need parsers of code.

    heading = _noted(f"{_origin(findings)}: {findings.summary}.", findings)
    room = budget_of(max_tokens) - count_tokens(heading) - count_tokens(_LEFT_OUT)
    shown: list[str] = []
    for finding in findings:
        text = _harmless(as_text([finding]))
        size = count_tokens(text) + 1
        if size > room:
            break
        room -= size
        shown.append(text)
    if len(shown) < len(findings):
        heading += _LEFT_OUT.format(len(shown))
    return "\n\n".join([heading, *shown])


def _origin(found: _Found) -> str:
    """Return what every reply begins with: which documentation and which SDKs it is from."""
    return provenance(found.version, found.date, found.sdks)


def _noted(heading: str, found: _Found) -> str:
    """Return a heading with what is to be known of all that it stands above."""
    return " ".join(known(heading, _harmless(found.notice)))


def _children(page: Page, room: int) -> str:
    """Return what stands after a page: the pages below it, as many as there is room for.

    A page without sections is itself a list of pages.
    """
    links = [_harmless(f"{link.path} ({link.title})") for link in page.children if page.sections]
    ends = accumulate(count_tokens(link) + 1 for link in links)
    shown = [link for link, end in zip(links, ends, strict=True) if end <= room - _MAX_PLACE]
    if not shown:
        return ""
    left = f" and {len(links) - len(shown)} more" if len(shown) < len(links) else ""
    return f"\n\nPages below: {', '.join(shown)}{left}."


def _source(url: str, path: str, room: int, *facts: str) -> str:
    """Return one line on where a text is from; URL and path take half the room at most.

    The path is left out where the URL has it: either leads to the page.
    """
    shown = [_line(fact, room // 12) for fact in facts]
    if not f"{url}/".startswith(f"{page_url(path)}/"):
        path = _line(path, room // 4)
        shown.insert(0, f"path: {path}")
    url = _line(url, room // 2 - count_tokens(shown[0] if shown else ""))
    return " | ".join([f"Source: {url}", *shown])


def _passage(hit: Hit, text: str, room: int, quoted: bool) -> str:
    return f"{_head(hit, room)}\n{_body(text, quoted)}"


def _head(hit: Hit, room: int) -> str:
    where = _tail(trail(hit.breadcrumb, hit.title, hit.heading_path))
    deprecated = "DEPRECATED" if hit.deprecated else ""
    facts = known(language_name(hit.language), hit.sdk, deprecated)
    source = _source(hit.url, hit.path, room, *facts)
    return f"[{hit.rank}] {where}\n{source}"


def _whole(items: Iterable[tuple[str, str]], room: int, quoted: bool) -> list[str]:
    """Return items, head and text, as many as fit; one is cut only if it does not fit alone."""
    parts: list[str] = []
    for head, text in items:
        size = count_tokens(text)
        frame = count_tokens(f"{head}\n") + _around(quoted) + 1
        if parts and frame + size > room:
            break
        parts.append(f"{head}\n{_body(_excerpt(text, room - frame), quoted)}")
        room -= frame + size
    return parts


def _excerpt(text: str, room: int) -> str:
    """Return as much of a text as there is room for, with a mark where it is cut."""
    if count_tokens(text) <= room:
        return text
    return token_window(text, 0, room - count_tokens(_CUT))[0] + _CUT


def _body(text: str, quoted: bool) -> str:
    if not quoted:
        return f"\n{text}"
    return f"<documentation>\n{_harmless(text)}\n</documentation>"


def _around(quoted: bool) -> int:
    """Return how many tokens stand around a text that is quoted."""
    # Line breaks with nothing between them would be one token.
    return count_tokens(_body("x", quoted)) - count_tokens("x")


def _harmless(text: str) -> str:
    """Return a text that cannot begin or end a quotation, of the same length."""
    return _TAG.sub("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", text)


def _clip(text: str) -> str:
    """Return what was asked as a quotation of one line."""
    return repr(beginning(_harmless(" ".join(text.split())), _MAX_QUESTION))


def _line(text: str, limit: int) -> str:
    """Return the beginning of a text as one line that cannot begin or end a quotation."""
    return beginning(_harmless(" ".join(text.splitlines())), limit)


def _tail(where: str) -> str:
    """Return the end of a place, which says most, if it is long."""
    return _harmless(ending(where, _MAX_PLACE))
