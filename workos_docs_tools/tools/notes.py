"""What a reply says of the other tools: which call shows more, or answers better.

A tool that the agent does not hold is never mentioned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from workos_docs_tools.text.excerpts import GAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools.results import SearchResults
    from workos_docs_tools.tools.naming import ToolNames

_RECENT = re.compile(
    r"\b(?:changelog|release notes?|releases?d?|latest|newest|recently|what['\u2019]?s new|new in"
    r"|20[2-9]\d|(?:in|since|before|after|until) (?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december|autumn|spring|summer|winter|last))\b",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(
    r"\b(?:[a-z]+(?:[A-Z][a-z0-9]+)+|[a-z]+(?:_[a-z0-9]+)+|[a-z_]+(?:\.[a-z_]+)+)\b"
    r"|\b(?:GET|POST|PUT|PATCH|DELETE) /[\w/:{}-]+"
)
"""A name as code writes it: `createUser`, `get_user`, `dsync.user.created`, `GET /users`."""


class _Note(NamedTuple):
    tool: str
    applies: Callable[[SearchResults], object]
    text: str


def _name(results: SearchResults) -> str:
    """Return a name that the question holds beside other words."""
    found = _IDENTIFIER.search(results.query)
    return found[0] if found and found[0] != results.query.strip() else ""


_NOTES = (
    _Note("workos_docs", len, f"{GAP} marks what is left out; read on with workos_docs."),
    _Note(
        "workos_changelogs",
        lambda results: _RECENT.search(results.query),
        "What changed when: workos_changelogs.",
    ),
    _Note("workos_api", _name, "An exact name: workos_api({name!r})."),
)
"""What may be said below what was found."""


def notes_on(results: SearchResults, names: ToolNames) -> tuple[str, ...]:
    """Return what is worth saying of the tools that the agent holds, by its names of them."""
    fitting = (note for note in _NOTES if note.tool in names.held and note.applies(results))
    return tuple(names.said(note.text).format(name=_name(results)) for note in fitting)
