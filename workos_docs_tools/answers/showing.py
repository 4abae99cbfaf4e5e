"""Hits and pages as they are shown where SDKs are loaded: each API page begins with its call."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from workos_docs_tools.answers.sdk.calls import documented_call, method_call
from workos_docs_tools.answers.sdk.loaded import method_at, of_page, release_at
from workos_docs_tools.answers.sdk.missing_code import MissingCode
from workos_docs_tools.languages import DEFAULT_LANGUAGES
from workos_docs_tools.search.passages import INDEPENDENT
from workos_docs_tools.text.budget import UNLIMITED
from workos_docs_tools.text.excerpts import ScoredPart, cut

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from workos_docs_tools.answers.contents import Contents
    from workos_docs_tools.answers.sdk.calls import Call
    from workos_docs_tools.answers.sdk.loaded import Sdks
    from workos_docs_tools.results import Hit, Page

_LAST = 1 << 20
"""Rank of a part that is shown where there is room after all others."""


def shown_hits(
    contents: Contents,
    hits: Iterable[Hit],
    language: str | None,
    named: Collection[int] | None = None,
) -> tuple[Hit, ...]:
    """Return hits as they are shown.

    Args:
        contents: What answers.
        hits: What was found.
        language: Language that was asked for, if any was.
        named: Positions of what was asked for by its name. Of a page that happens to answer only
            the line with its call is never cut out; of all pages the whole call if left out.
    """
    nodes = contents.catalog.nodes
    paths = None if named is None else {nodes[position].path for position in named}
    return tuple(
        _shown_hit(contents, hit, language, brief=paths is not None and hit.path not in paths)
        for hit in hits
    )


def shown_beside(contents: Contents, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return what SDKs have on a question as it is shown: the first call whole."""
    return tuple(_shown_hit(contents, hit, hit.language, brief=hit is not hits[0]) for hit in hits)


def shown_page(contents: Contents, page: Page, language: str | None) -> Page:
    """Return a page as it is shown; a section of it too begins with the call."""
    if page.path not in contents.catalog.by_path:  # A list of the pages below it.
        return page
    call = _call(contents.sdks, page.path, page.language, language)
    missing = _missing(contents, page.path, language, call)
    if method_at(contents.sdks, page.path) and call:
        return replace(page, markdown=_all_of(call), sdk=call.sdk)
    marked = _marked(missing.said(page.markdown), call)
    sections = tuple(
        replace(section, markdown=missing.said(section.markdown)) for section in page.sections
    )
    if call is None:
        return replace(page, markdown=marked, sections=sections)
    markdown = f"{_all_of(call)}\n\n{marked}"
    return replace(page, markdown=markdown, sections=sections, sdk=call.sdk)


def _shown_hit(contents: Contents, hit: Hit, language: str | None, *, brief: bool) -> Hit:
    call = _call(contents.sdks, hit.path, hit.language, language)
    if call is not None:
        lead, more = (call.brief, _after_brief(call)) if brief else (call.text, call.more)
    if method_at(contents.sdks, hit.path) and call:
        rest = (ScoredPart(more, "", 0.0),) if more else ()
        return replace(hit, text=_all_of(call), sdk=call.sdk, lead=lead, parts=rest)
    missing = _missing(contents, hit.path, language, call)
    parts = tuple(_with_text(part, _marked(missing.said(part.text), call)) for part in hit.parts)
    is_whole = hit.language or hit.kind in INDEPENDENT
    size = UNLIMITED if is_whole else contents.engine.tuning.passage_size(hit.rank)
    text = hit.text if parts == hit.parts else cut(parts, size)
    if call is None:
        return replace(hit, text=text, parts=parts, sdk=release_at(contents.sdks, hit.path))
    if more:
        first = ScoredPart(more, "", 0.0, _LAST)
        parts = (first, *(replace(part, separator="\n\n") for part in parts[:1]), *parts[1:])
    return replace(hit, text=f"{_all_of(call)}\n\n{text}", sdk=call.sdk, lead=lead, parts=parts)


def _call(sdks: Sdks, path: str, shown: str, asked: str | None) -> Call | None:
    """Return the call that a page begins with.

    Args:
        sdks: The SDKs.
        path: Path of the page.
        shown: Language of the API reference that is shown, if the page has one.
        asked: Language that was asked for, if any was.
    """
    if known := method_at(sdks, path):
        return method_call(*known)
    for language in (asked,) if asked else (shown, *DEFAULT_LANGUAGES):
        found = of_page(sdks, path, language)
        if not asked:
            # Nobody asked for this language: what it lacks is of no interest.
            found = [
                (sdk, joined) for sdk, joined in found if joined.method or joined.documented.name
            ]
        if call := documented_call(found):
            return call
    return None


def _missing(contents: Contents, path: str, language: str | None, call: Call | None) -> MissingCode:
    return MissingCode(contents.catalog, contents.sdks, path, language, call is not None)


def _with_text(part: ScoredPart, text: str) -> ScoredPart:
    return part if text == part.text else replace(part, text=text)


def _marked(text: str, call: Call | None) -> str:
    """Return a documented text with a mark on the arguments that the method does not take."""
    if call is None:
        return text
    for name in call.unknown:
        text = re.sub(
            rf"^- `{re.escape(name)}`(?= |:|$)",
            lambda match: f"{match[0]} **(not in {call.sdk})**",
            text,
            flags=re.MULTILINE,
        )
    return text


def _after_brief(call: Call) -> str:
    """Return what the brief form of a call leaves out; all of several calls."""
    whole = _all_of(call)
    return whole if "\n\n" in call.brief else whole.partition("\n\n")[2]


def _all_of(call: Call) -> str:
    return "\n\n".join(filter(None, (call.text, call.more)))
