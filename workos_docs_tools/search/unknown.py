"""Names in a question that stand nowhere in the documentation, which then cannot answer it.

Only what is written as a name counts: everyday words that the documentation happens not to use are
in half of all questions that it does answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_tools.embeddings.common_words import is_common
from workos_docs_tools.text.similar import closest
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_WORD = re.compile(
    r"(?<![\w./@'\u2019-])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*(?![\w/@'\u2019-]|\.\w)"
)
"""A word that is no part of a path, an address or a compound."""
_JOINED = re.compile(r"[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
"""A brand or a constant: `LaunchDarkly`, `NEXT_REDIRECT`. Its parts may be known words."""
_BEGINS = re.compile(r"(?:^|[.?!:\n])[\s\"'(\[*>-]*$")
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday".split()
)
_SEEN = 2000
"""Characters of a question that are looked at."""
_MOST = 5
"""Names that are worth telling."""
_MISSPELT = 0.85
"""Share of its letters that a misspelt name has in common with the one that is meant."""


def unknown_names(
    question: str, is_known: Callable[[str], bool], names: Collection[str]
) -> tuple[str, ...]:
    """Return the names in a question that stand nowhere, as they are written there.

    Args:
        question: What is asked.
        is_known: Tells of a token whether it stands anywhere.
        names: Names that stand in titles, in lower case; what is one of them misspelt is not told.
    """
    text = question[:_SEEN]
    # Who writes everything in capitals marks nothing by them.
    is_plain = any(character.islower() for character in text)
    found: dict[str, None] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        is_first = _BEGINS.search(text, 0, match.start()) is not None
        if (
            _is_name(word, is_known, marked=is_plain and not is_first)
            and word.lower() not in _CALENDAR
            and not closest(word.lower(), names, limit=1, cutoff=_MISSPELT)
        ):
            found.setdefault(word)
    return tuple(found)[:_MOST]


def _is_name(word: str, is_known: Callable[[str], bool], *, marked: bool) -> bool:
    """Whether a word is written as a name and stands nowhere.

    Args:
        word: The word.
        is_known: As for `unknown_names`.
        marked: Whether a capital marks it, not only a sentence that begins with it.
    """
    if not word[0].isupper() or len(word) < 2:
        return False
    if _JOINED.fullmatch(word):
        return not is_known(word.lower())
    tokens = tokenize(word)
    if not tokens or any(map(is_known, tokens)):
        return False
    return marked or not is_common(word)
