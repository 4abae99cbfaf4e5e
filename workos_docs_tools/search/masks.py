"""What a question holds of somebody's own: ids, addresses, times. No documentation knows them.

Each would count as several words that are met nowhere, and hide the page that answers.
"""

from __future__ import annotations

import re

_MASKS = (
    # A URL keeps its path, which may be an endpoint or a page.
    (r"\b(?:https?|wss?)://(?!(?:[\w-]+\.)?workos\.com\b|localhost\b|127\.)[\w.:@-]+", " "),
    (r"(?<=[\w/])\?[\w.%-]+=[^\s\"'<>)\]]*", " "),
    (r"(?<![\w.@+/-])[\w.+-]+@[\w-]+\.\w+(?![\w-]|\.\w)", " "),  # Of longer domains the name tells.
    # What `user_01J8XQ4N2V6T0R5M3K9P7H1B2C` is of stays.
    (r"\b([a-z]{2,}(?:_[a-z]+)*)_[0-9A-HJKMNP-TV-Z]{16,}\b", r"\1"),
    (r"\b[0-9][0-9A-HJKMNP-TV-Z]{25}\b", " "),
    (r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b", " "),
    # Letters of numbers in base 16 alone are words: `defaced`.
    (r"\b(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{12,}\b", " "),
    (r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?", " "),
    (r"(?<![\w.-])1[0-9]{9}(?:[0-9]{3})?(?![\w.-])", " "),  # A Unix time.
)
_COMPILED = tuple((re.compile(pattern), instead) for pattern, instead in _MASKS)
_WORD = re.compile(r"[A-Za-z]{3}")


def masked(text: str) -> str:
    """Return a question without what is somebody's own; as it is if no word is left."""
    rest = text
    for pattern, instead in _COMPILED:
        rest = pattern.sub(instead, rest)
    if rest == text or not _WORD.search(rest):
        return text
    return " ".join(rest.split())
