"""Links without their targets: what is embedded of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINK = re.compile(r"\[([^\]\[]*)\]\([^()\s]*\)")


def without_targets(text: str) -> str:
    """Return a text with the words of each link in place of the link."""
    return _LINK.sub(r"\1", text)


def offsets_without_targets(text: str, offsets: Iterable[int]) -> list[int]:
    """Return where offsets of a text come to lie in `without_targets(text)`."""
    removed = [
        span
        for link in _LINK.finditer(text)
        for span in ((link.start(), link.start(1)), (link.end(1), link.end()))
    ]
    ends = [end for _, end in removed]
    totals = [0, *accumulate(end - start for start, end in removed)]
    return [offset - totals[bisect_right(ends, offset)] for offset in offsets]
