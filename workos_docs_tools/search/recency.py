"""What a question asks by date: whether it does, of which days, and whether of the newest."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {
    name: number
    for number, month in enumerate(_NAMES.split(), 1)
    for name in {month, month[:3], month[:4] if month == "september" else month}
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each, of three."""
_WHEN = "since|after|from|before|until|in|during|of"
_SPAN = "|".join(sorted(chain(_MONTHS, _SEASONS), key=len, reverse=True))
_PERIOD = re.compile(
    rf"\b(?:(?P<when>{_WHEN}) )?(?:early |late |mid-?)?"
    rf"(?P<name>{_SPAN})\.?,? (?:of )?(?P<year>20\d\d)\b"
    rf"|\b(?P<bare_when>{_WHEN}) (?:the )?(?P<bare>{_SPAN})\b"
    rf"|(?:\b(?P<year_when>{_WHEN}) )?\b(?P<alone>20\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?\b",
    re.IGNORECASE,
)
"""`in March 2025`, `since January`, `autumn 2025`, `2025-03`, `before 2026`."""
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|recently|what(?:['\u2019]s| is) new)\b", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:recent|releases?|released|release notes?|change ?logs?|new in|announced?|introduced|"
    r"launched|when did|since when|(?:in|since|before|after|until) last|"
    r"when (?:was|were|could) .{1,80}?\b(?:first|added|possible|available))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks by date."""

    by_date: bool = False
    """Whether it asks what changed when."""
    newest: bool = False
    """Whether it asks for the newest."""
    first: str = ""
    """First day, ISO; empty where it names none."""
    last: str = ""
    """Last day, ISO; empty where it names none."""

    @property
    def days(self) -> bool:
        """Whether it names days."""
        return bool(self.first or self.last)

    def covers(self, day: str) -> bool:
        """Return whether a day, an ISO date, is within the days that are named."""
        return self.days and bool(day) and self.first <= day <= (self.last or "9999")


@lru_cache(maxsize=64)
def asked(question: str, today: str) -> Asked:
    """Return what a question asks by date.

    Args:
        question: The question.
        today: ISO date on which it is asked: months without a year are the last ones until then.
    """
    periods = [*_periods(question, today)]
    newest = _NEWEST.search(question) is not None
    by_date = bool(newest or periods or _CHANGE.search(question))
    first, last = periods[0] if len(periods) == 1 else ("", "")
    return Asked(by_date, newest, first, last)


def _periods(question: str, today: str) -> Iterator[tuple[str, str]]:
    for found in _PERIOD.finditer(question):
        when = (found["when"] or found["bare_when"] or found["year_when"] or "in").lower()
        name = (found["name"] or found["bare"] or "").lower()
        month = _MONTHS.get(name) or _SEASONS.get(name) or int(found["month"] or 1)
        year = int(found["year"] or found["alone"] or _last_year(month, today))
        count = 12 if found["alone"] and not found["month"] else 3 if name in _SEASONS else 1
        yield _bounds(when, year, month, count)


def _bounds(when: str, year: int, month: int, count: int) -> tuple[str, str]:
    """Return the first and the last day of what a preposition makes of some months."""
    end_year, end_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    first = f"{year}-{month:02}-01"
    last = f"{end_year}-{end_month:02}-{monthrange(end_year, end_month)[1]}"
    if when in ("since", "from", "after"):
        # As texts, `2025-03-31~` comes after that day, and `2025-03-` before the first.
        return (f"{last}~" if when == "after" else first), ""
    if when in ("before", "until"):
        return "", (first[:8] if when == "before" else last)
    return first, last


def _last_year(month: int, today: str) -> int:
    year = int(today[:4] or 1)
    return year if f"{month:02}" <= today[5:7] else year - 1
