"""How alike two names of methods are."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> list[str]:
    """Return the words of a name in any spelling: `getLogoutUrl` and `get_logout_url`."""
    return [word.lower() for word in _WORD.findall(name)]


def folded(name: str) -> str:
    """Return a name without case, underscores and hyphens: `getLogOutUrl` is `getlogouturl`."""
    return "".join(words(name))


def similarity(one: str, other: str) -> float:
    """Return how alike two method names are, from 0 to 1.

    Words count more than letters: `list_users` is nearer to `list_all_users` than to `list_uses`.
    """
    first, second = words(one), words(other)
    if not first or not second:
        return 0.0
    shared = 2 * len(set(first) & set(second)) / (len(set(first)) + len(set(second)))
    letters = SequenceMatcher(None, "".join(first), "".join(second)).ratio()
    return (2 * shared + letters) / 3
