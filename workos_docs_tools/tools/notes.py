"""What a reply says of the other tools: which call shows more, or answers better.

A tool that the agent does not hold is never mentioned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from workos_docs_tools.search.recency import asked
from workos_docs_tools.text.excerpts import GAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools.answers.names import NameTable
    from workos_docs_tools.results import SearchResults
    from workos_docs_tools.tools.naming import ToolNames

_IDENTIFIER = re.compile(
    r"\b(?:[a-z]+(?:[A-Z][a-z0-9]+)+|[a-z]+(?:_[a-z0-9]+)+|[a-z_]+(?:\.[a-z_]+)+)\b"
    r"|\b(?:GET|POST|PUT|PATCH|DELETE) /[\w/:{}-]+"
)
"""A name as code writes it: `createUser`, `get_user`, `dsync.user.created`, `GET /users`."""


class _Note(NamedTuple):
    tool: str
    applies: Callable[[SearchResults, str], object]
    """Whether there is something to say, from what was found and a name that the question holds."""
    text: str


_NOTES = (
    _Note(
        "workos_docs",
        lambda results, _: len(results),
        f"{GAP} marks what is left out; read on with workos_docs.",
    ),
    _Note(
        "workos_changelogs",
        lambda results, _: asked(results.query, results.date).by_date,
        "What changed when: workos_changelogs.",
    ),
    _Note("workos_api", lambda _, name: name, "An exact name: workos_api({name!r})."),
)
"""What may be said below what was found."""


def notes_on(results: SearchResults, names: ToolNames, defined: NameTable) -> tuple[str, ...]:
    """Return what is worth saying of the tools that the agent holds.

    Args:
        results: What was found.
        names: Names of the tools.
        defined: The names that can be looked up.
    """
    name = _name(results.query.strip(), defined)
    fitting = (note for note in _NOTES if note.tool in names.held and note.applies(results, name))
    return tuple(names.said(note.text).format(name=name) for note in fitting)


def _name(query: str, names: NameTable) -> str:
    """Return a name that a question holds beside other words: one that is defined, if there is."""
    written = dict.fromkeys(match[0] for match in _IDENTIFIER.finditer(query))
    telling = [name for name in written if name != query and names.is_telling(name)]
    return next(filter(names.defined, telling), next(iter(telling), ""))
