"""What to show of a text that does not fit: the parts that answer best, whole and in order."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_tools.text.budget import window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Measure = Callable[[str], int]

GAP = "[...]"
"""Stands where something was left out."""
_APART = "\n\n"
_CUT = f"{_APART}{GAP}"
_WORTHWHILE = 40
"""Room below which not even the beginning of a part is shown after a lead."""
BETWEEN = f"\n\n{GAP}\n\n"
"""What separates two parts between which something was left out."""


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """A part of what a hit can show, and how well it answers."""

    text: str
    separator: str
    """What stands between the part before and this one."""
    score: float
    """Higher is better; comparable only within one node."""
    node: int = 0
    """Rank of its node among those of the hit, from 0: the best one first."""
    node_id: str = ""
    """The node that it is a part of."""
    url: str = ""
    """Public URL of that node's section, or of its page."""


def cut(parts: Sequence[ScoredPart], limit: int, measure: Measure = len) -> str:
    """Return the text that some parts make, or as much of it as fits; no part is cut.

    The best node comes first, then the next one as far as there is room. Of each, the first part,
    which says what it is about, is kept if it fits, then those that score best. Where not a single
    part fits, the beginning of the first one is shown.

    Args:
        parts: The parts, in the order of the text.
        limit: Largest size of the text.
        measure: Returns the size of a text; that of two texts together is the sum of theirs.
    """
    whole = _joined(parts, range(len(parts)))
    if measure(whole) <= limit:
        return whole
    chosen: list[int] = []
    room = limit
    for number in _by_worth(parts):
        at = bisect(chosen, number)
        added = [*chosen[max(at - 1, 0) : at], number, *chosen[at : at + 1]]
        # What it adds: itself and its joints, less the joint that was there.
        size = measure(parts[number].text) + _joints(parts, added, measure)
        size -= _joints(parts, [other for other in added if other != number], measure)
        if size <= room:
            chosen.insert(at, number)
            room -= size
    return _joined(parts, chosen) if chosen else _beginning(whole, limit, measure)


def led(lead: str, parts: Sequence[ScoredPart], limit: int, measure: Measure = len) -> str:
    """Return a text that is always shown, then what `cut` makes of some parts in the room left.

    Args:
        lead: The text; its beginning where it alone does not fit.
        parts: What follows it, in order.
        limit: Largest size of all of it.
        measure: As for `cut`.
    """
    if measure(lead) > limit:
        return _beginning(lead, limit, measure)
    room = limit - measure(lead) - measure(_APART)
    followed = _APART + cut(parts, room, measure) if parts and room > _WORTHWHILE else ""
    if followed and measure(lead) + measure(followed) <= limit:
        return lead + followed
    return f"{lead}{_CUT}" if parts and measure(lead) + measure(_CUT) <= limit else lead


def _by_worth(parts: Sequence[ScoredPart]) -> list[int]:
    def worth(number: int) -> tuple[int, bool, float]:
        part = parts[number]
        leads = number == 0 or parts[number - 1].node != part.node
        return part.node, not leads, -part.score

    return sorted(range(len(parts)), key=worth)


def _joint(parts: Sequence[ScoredPart], before: int, after: int | None) -> str:
    """Return what stands between two parts that are shown, or after the last one."""
    if after is None:
        ends = before + 1 == len(parts) or parts[before + 1].node != parts[before].node
        return "" if ends else f"\n\n{GAP}"
    return parts[after].separator if after == before + 1 else BETWEEN


def _joints(parts: Sequence[ScoredPart], chosen: Sequence[int], measure: Measure) -> int:
    return sum(measure(_joint(parts, *pair)) for pair in _followed(chosen))


def _joined(parts: Sequence[ScoredPart], chosen: Sequence[int]) -> str:
    pairs = _followed(chosen)
    return "".join(parts[number].text + _joint(parts, number, after) for number, after in pairs)


def _followed(chosen: Sequence[int]) -> Iterator[tuple[int, int | None]]:
    """Return each number and the one after it."""
    return zip(chosen, [*chosen, None][1:], strict=True)


def _beginning(text: str, limit: int, measure: Measure) -> str:
    """Return the beginning of a text, with a mark where it is cut."""
    end = f"\n{GAP}"
    room = limit - len(end)
    while True:
        shown = f"{window(text, 0, room)[0]}{end}"
        excess = measure(shown) - limit
        if excess <= 0 or room <= 0:
            return shown
        room -= excess
