"""What to show of a text that does not fit: the parts that answer best, whole and in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from workos_docs_tools.text.budget import window

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    Measure = Callable[[str], int]

GAP = "[...]"
"""Stands where something was left out."""
BETWEEN = f"\n\n{GAP}\n\n"
"""What separates two parts between which something was left out."""
_BEFORE = f"{GAP}\n\n"
_CUT = f"\n\n{GAP}"
_APART = "\n\n"
_HEADINGS = re.compile(r"(?:#{1,6} [^\n]*\n+)+(?=[^\n])")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_LABEL = re.compile(r"\*\*[^*\n]+\*\*:?|\*[^*\n]+:\*")
"""The title of a tab or an example, or the stack that what follows is for."""
_BLOCK = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|`{3}|~{3}|\|)")
"""How a list, a code fence or a table begins."""


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """A part of what a hit can show, and how well it answers."""

    text: str
    separator: str
    """What stands between the part before and this one; `BETWEEN` also before the first one, where
    it is not the beginning of its page."""
    score: float
    """Higher is better; comparable only within one node."""
    node: int = 0
    """Rank of its node among those of the hit, from 0: the best one first."""
    node_id: str = ""
    """The node that it is a part of."""
    url: str = ""
    """Public URL of that node's section, or of its page."""
    goes_on: bool = False
    """Whether its section goes on after it, beyond the parts that there are."""

    @property
    def indent(self) -> int:
        """How deep the part stands in a list."""
        return len(self.text) - len(self.text.lstrip(" \t"))

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return _ITEM.match(self.text) is not None

    @property
    def is_block(self) -> bool:
        """Whether it is a list, a code fence or a table, which a paragraph may announce."""
        return _BLOCK.match(self.text) is not None

    @property
    def is_heading(self) -> bool:
        """Whether it begins with a heading."""
        return self.text.startswith("#")

    @property
    def is_label(self) -> bool:
        """Whether it is one line that only says what the next part is, or whom it is for."""
        return _LABEL.fullmatch(self.text) is not None

    @property
    def announces(self) -> bool:
        """Whether it ends with what announces the next part."""
        return self.text.endswith((":", ":**", ":*"))


def cut(parts: Sequence[ScoredPart], limit: int, measure: Measure = len) -> str:
    """Return the text that some parts make, or as much of it as fits; no part is cut.

    The best node comes first, then the next one as far as there is room. Of each, the first part,
    which says what it is about, is kept if it fits, then those that score best, each with what it
    cannot be understood without: its heading, the lead-in of its list. Where not a single part
    fits, the beginning of the best one is shown.

    Args:
        parts: The parts, in the order of the text.
        limit: Largest size of the text.
        measure: Returns the size of a text; that of two texts together is the sum of theirs.
    """
    whole = _joined(parts, range(len(parts)))
    if measure(whole) <= limit:
        return whole
    pieces = list(_pieces(parts))
    chosen = _chosen(pieces, limit, measure)
    if chosen:
        return _joined(pieces, chosen)
    best = min(range(len(parts)), key=lambda number: (parts[number].node, number))
    before = _BEFORE if _begins_within(parts, best) else ""
    return _beginning(before + parts[best].text, limit, measure)


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
    followed = _APART + cut(parts, room, measure) if parts and room > measure(_CUT) * 3 else ""
    if followed and measure(lead) + measure(followed) <= limit:
        return lead + followed
    return f"{lead}{_CUT}" if parts and measure(lead) + measure(_CUT) <= limit else lead


def _pieces(parts: Iterable[ScoredPart]) -> Iterator[ScoredPart]:
    """Yield the parts, those that begin with headings as two: the headings, and what follows."""
    for part in parts:
        headings = _HEADINGS.match(part.text)
        if headings is None:
            yield part
            continue
        yield replace(part, text=headings[0].rstrip(), goes_on=False)
        yield replace(part, text=part.text[headings.end() :], separator="\n\n")


def _chosen(pieces: Sequence[ScoredPart], limit: int, measure: Measure) -> list[int]:
    """Return the numbers of the pieces to show, in order."""
    above = _above(pieces)
    sizes = [measure(piece.text) for piece in pieces]
    joints = cache(measure)

    def size(numbers: Sequence[int]) -> int:
        around = sum(joints(text) for text in _joints(pieces, numbers))
        return around + sum(sizes[number] for number in numbers)

    chosen: list[int] = []
    leads = _leads(pieces)
    for number in _by_worth(pieces, leads):
        if number in chosen:
            continue
        alone = {*chosen, *_up(above, number)}
        following = number + 1
        announced = (
            pieces[number].announces and following < len(pieces) and pieces[following].is_block
        )
        # What is announced and not shown is no answer, but the first part of a node is kept.
        tried = [alone | {following}] if announced else [alone]
        if announced and number in leads:
            tried.append(alone)
        chosen = next((fits for fits in map(sorted, tried) if size(fits) <= limit), chosen)
    return chosen


def _above(pieces: Sequence[ScoredPart]) -> list[int | None]:
    """Return for each piece the one without which it cannot be understood, if there is one."""
    found: list[int | None] = []
    for number, piece in enumerate(pieces):
        before = range(number - 1, -1, -1)
        wanted: Iterator[int] = iter(())
        if piece.indent:
            wanted = (i for i in before if pieces[i].indent < piece.indent)
        elif piece.is_item:
            wanted = (i for i in before if not pieces[i].indent and not pieces[i].is_item)
        elif number and _belongs(piece, pieces[number - 1]):
            wanted = iter((number - 1,))
        elif not piece.is_heading:
            wanted = (i for i in before if pieces[i].is_heading)
        nearest = next(wanted, None)
        # Beyond a gap, or in another section, stands nothing that belongs to it.
        apart = nearest is None or any(
            pieces[i].separator == BETWEEN or (pieces[i].is_heading and i > nearest)
            for i in range(nearest + 1, number + 1)
        )
        found.append(None if apart else nearest)
    return found


def _belongs(piece: ScoredPart, before: ScoredPart) -> bool:
    """Whether a piece cannot be understood without the one right before it."""
    return not piece.is_heading and (before.is_label or (piece.is_block and before.announces))


def _up(above: Sequence[int | None], number: int | None) -> Iterator[int]:
    """Yield a piece and those without which it cannot be understood."""
    while number is not None:
        yield number
        number = above[number]


def _by_worth(pieces: Sequence[ScoredPart], leads: Container[int]) -> list[int]:
    def worth(number: int) -> tuple[int, bool, float]:
        return pieces[number].node, number not in leads, -pieces[number].score

    # A heading or a label is shown with what stands under it.
    return sorted((i for i, piece in enumerate(pieces) if not _is_title(piece)), key=worth)


def _is_title(piece: ScoredPart) -> bool:
    return piece.is_heading or piece.is_label


def _leads(pieces: Sequence[ScoredPart]) -> frozenset[int]:
    """Return the numbers of the first text of each node."""
    first: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        if not _is_title(piece):
            first.setdefault(piece.node, number)
    return frozenset(first.values())


def _begins_within(parts: Sequence[ScoredPart], number: int) -> bool:
    """Whether something that belongs to a part stands before it."""
    is_first = number == 0 and parts[0].separator != BETWEEN
    return not is_first and not parts[number].is_heading


def _joints(parts: Sequence[ScoredPart], numbers: Sequence[int]) -> Iterator[str]:
    """Yield what stands before each part that is shown, and after the last one."""
    if not numbers:
        return
    yield _BEFORE if _begins_within(parts, numbers[0]) else ""
    for before, number in pairwise(numbers):
        yield parts[number].separator if number == before + 1 else BETWEEN
    ends = numbers[-1] + 1 == len(parts) and not parts[-1].goes_on
    yield "" if ends else _CUT


def _joined(parts: Sequence[ScoredPart], numbers: Sequence[int]) -> str:
    texts = [*(parts[number].text for number in numbers), ""]
    joints = _joints(parts, numbers)
    return "".join(chain.from_iterable(zip(joints, texts, strict=False)))


def _beginning(text: str, limit: int, measure: Measure) -> str:
    """Return the beginning of a text, with a mark where it is cut."""
    end = f"\n{GAP}"
    room = len(text)
    while True:
        shown = f"{window(text, 0, room)[0]}{end}"
        excess = measure(shown) - limit
        if excess <= 0 or room <= 0:
            return shown
        room = min(room - excess, room * limit // max(measure(shown), 1))
