"""How many tokens of a language model a text is: an estimate, which errs on the high side.

Each model counts otherwise, and none of their tokenisers is here. The pieces that all of them cut a
text into are counted instead; tests compare the sum with the tokenisers of two models.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(
    r"(?=[A-Za-z]{0,24}[0-9])[A-Za-z0-9]{20,}|[A-Z]?[a-z]+|[A-Z]+|[0-9]{1,3}|[^\x00-\x7f]"
    r"|[^\w\s]{1,2}|_|\n\s*|[ \t]{2,}|\s"
)
_WORD = 8
"""Letters of a word within one token."""
_CAPITALS = 2
"""Letters of an id within one token; up to `_SPOKEN` they are an abbreviation: `SAML`."""
_SPOKEN = 4
_DIGITS = 3
"""What has more of them is an id, a key, a certificate: three characters are two tokens."""
_PLANE = 0x10000
"""Characters from here on, emoji mostly, are several tokens each."""
_EXACT = 0.96
"""Share of a budget that is filled: of single replies the estimate may be that much too low."""


@lru_cache(maxsize=8192)
def count_tokens(text: str) -> int:
    """Return how many tokens a text is; of texts put together, about the sum of theirs."""
    return sum(map(_size, _PIECE.findall(text)))


def budget_of(max_tokens: int) -> int:
    """Return how many tokens, counted so, fit into a budget of real ones."""
    return int(max_tokens * _EXACT)


def fitting_end(text: str, start: int, limit: int) -> int:
    """Return the end of what begins at an offset of a text and has at most so many tokens."""
    for match in _PIECE.finditer(text, start):
        limit -= _size(match[0])
        if limit < 0:
            return match.start()
    return len(text)


def beginning(text: str, limit: int) -> str:
    """Return the beginning of a text that has at most so many tokens, with a mark where cut."""
    end = fitting_end(text, 0, limit)
    return text if end == len(text) else f"{text[: fitting_end(text, 0, limit - 1)]}..."


def ending(text: str, limit: int) -> str:
    """Return the end of a text that has at most so many tokens, with a mark where cut."""
    excess = count_tokens(text) - limit
    if excess <= 0:
        return text
    return f"...{text[fitting_end(text, 0, excess + 2) :]}"


@lru_cache(maxsize=16384)
def _size(piece: str) -> int:
    first = piece[0]
    if first.isspace():
        # One blank is part of the word after it.
        return int(first == "\n" or len(piece) > 1)
    if not first.isascii():
        return 1 if ord(first) < _PLANE else 3
    if not first.isalnum():
        return 1
    if not piece.isalpha() and len(piece) > _DIGITS:
        return -(-2 * len(piece) // 3)
    if len(piece) > _SPOKEN and piece.isupper():
        return -(-len(piece) // _CAPITALS)
    return -(-len(piece) // _WORD)
