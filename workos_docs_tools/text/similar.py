"""The nearest of many names to one that may be misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(wanted: str, known: Iterable[str], *, limit: int, cutoff: float) -> list[str]:
    """Return the known names most like one, best first.

    Args:
        wanted: The name, perhaps misspelt.
        known: What it may stand for.
        limit: Most names returned.
        cutoff: Least share of the characters that both must have in the same order, from 0 to 1.
    """
    return [name for name, _ in rated(wanted, known, limit=limit, cutoff=cutoff)]


def rated(
    wanted: str, known: Iterable[str], *, limit: int, cutoff: float
) -> list[tuple[str, float]]:
    """Return what `closest` does, each with the share of the characters in the same order."""
    from rapidfuzz import fuzz, process  # Late: only what is not found has neighbours.

    found = process.extract(
        wanted, list(known), scorer=fuzz.ratio, limit=limit, score_cutoff=100 * cutoff
    )
    return [(name, score / 100) for name, score, _ in found]
