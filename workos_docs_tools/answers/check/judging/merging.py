"""What several values of one name have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workos_docs_tools.answers.check.judging.usage import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


MAX_DEPTH = 24
"""Longest chain of assignments and calls that is followed."""


class Memo:
    """Values that are found out once; one that depends on itself is not known."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], Value | None] = {}

    def once(self, thing: int, name: str, find: Callable[[], Value | None]) -> Value | None:
        """Return what was found for a name in a thing, or find it out now."""
        key = (thing, name)
        if key not in self._known:
            self._known[key] = None
            self._known[key] = find()
        return self._known[key]


def agreed(values: Iterable[Value | None]) -> Value | None:
    """Return what all values are, placeholders aside; None where they differ or one is unknown."""
    found: Value | None = None
    for value in values:
        if value is None:
            return None
        if value.kind == "nothing":
            continue
        if value.kind == "class":
            value = replace(value, path=())  # the synchronous client or the other one
        if found is None:
            found = value
        elif replace(found, is_certain=True) != replace(value, is_certain=True):
            return None
        elif found.is_certain and not value.is_certain:
            found = value
    return found


def as_factory(returned: Value | None) -> Value | None:
    """Return what a function is that returns a value: a factory, if that is the client."""
    if returned is None or returned.kind != "member" or returned.path:
        return None
    return Value("factory", is_certain=returned.is_certain)
