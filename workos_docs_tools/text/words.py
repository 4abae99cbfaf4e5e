"""Words of a text as search compares them: stems, and identifiers whole and in their parts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    import Stemmer

_WORD = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", re.IGNORECASE)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_STOP_WORDS = frozenset(
    "a an and are as at be but by can do does for from had has have how i if in into is it its "
    "me my of on or our so than that the their them then there these they this to us was we were "
    "what when where which who why will with would you your".split()
)


def tokenize(text: str) -> list[str]:
    """Return the search tokens of a text.

    A plain word gives its stem. An identifier (`getLogoutUrl`, `dsync.user.created`,
    `organization_id`, `sign-in`) gives itself whole, lower-cased, and the stems of its parts.
    """
    return list(_tokens(fold(text)))


def _tokens(text: str) -> Iterator[str]:
    stem = _stemmer().stemWord
    for match in _WORD.finditer(text):
        word = match[0]
        parts = _PART.findall(word)
        if len(parts) > 1:
            yield word.lower()
        for part in parts:
            lowered = part.lower()
            if lowered not in _STOP_WORDS:
                yield stem(lowered)


@lru_cache(1)
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer

    return Stemmer.Stemmer("english")
