"""What the heading of a release says: version, date, package, and whatever else it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

UNRELEASED = "Unreleased"

# Longer headings are prose; the limit also keeps matching linear, whatever they hold.
_MAX_LENGTH = 400

_NUMBER = r"\d+(?:\.\d+)*(?:[-+.]?[0-9A-Za-z]+(?:[-+.][0-9A-Za-z]+)*)?"
_VERSION = re.compile(
    rf"(?P<open>\[)?(?P<v>[vV]\.?)?(?P<number>{_NUMBER})(?(open)\])(?:\[\])?(?![\w.@+])"
)
_UNRELEASED = re.compile(
    r"(?:(?:head|main|master|next)\s*\()?\[?unreleased\]?(?:\[\])?(?!\w)", re.IGNORECASE
)
_LABEL = re.compile(r"(?:version|release)\s*:?\s+", re.IGNORECASE)
_PACKAGE = re.compile(r"\[?(?P<name>@?[A-Za-z][\w.-]*(?:/[\w.-]+)*)(?P<link>@|\s+)(?=[vV]?\d)")
_YANKED = re.compile(r"[\[(]?\byanked\b[\])]?", re.IGNORECASE)
_SEPARATORS = " \t-\u2010\u2011\u2012\u2013\u2014\u2015:/,|\u00b7\u2022~"
_DATE_LABEL = re.compile(r"\brelease(?:d|[- ]date)\b(?: on)?[\s:]*$", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
# Anything else after a version makes a sentence of it: `2.0 migration guide`.
_NOTE_STARTS = _SEPARATORS + "([\"'\u2018\u201c\u00ab"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DATES = tuple(
    re.compile(rf"(?<![\w.]){pattern}(?!\w)", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})\.(?P<month>\d\d)\.(?P<day>\d\d)(?=,?\s+version\b)",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)",
        # Slashes are read where only one of both orders has such a month.
        r"(?P<month>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d\d)",
        r"(?P<day>1[3-9]|2\d|3[01])/(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})",
    )
)

_PERIOD = re.compile(
    rf"{_MONTH},?\s+(?P<year>(?:19|20)\d\d)(?!\w)|(?P<isoyear>(?:19|20)\d\d)-W(?P<isoweek>\d\d?)(?!\w)"
    r"|week\s+(?P<week>\d\d?),?\s+(?:of\s+)?(?P<weekyear>(?:19|20)\d\d)(?!\w)",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/(?:19|20)\d\d(?!\w)")
_WEEK_LABEL = re.compile(
    r"^\W*(?:the\s+)?week(?:\s+(?:of|ending|commencing|starting))?\W*$", re.IGNORECASE
)
_ORNAMENT = re.compile(r"^[^\w\[@(\"'`]+")
_STATUS = re.compile(
    r"also available|see |(?:full )?(?:change-?log|release notes|diff|compare|milestone)\b"
    r"|(?:alpha|beta|deprecated|final|hotfix|initial release|latest|preview|rc|stable|unpublished"
    r"|unreleased)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReleaseHeading:
    """A heading that begins a release."""

    version: str
    """Number without a leading `v`, `Unreleased`, or the date of a changelog by dates."""
    date: str = ""
    package: str = ""
    title: str = ""
    """What the heading says besides version and date: a code name, a channel."""
    yanked: bool = False
    certain: bool = True
    """False for `pkg 1.2.0`, `1.2` and bare dates, which may also head a part of a release."""


def read_release_heading(text: str) -> ReleaseHeading | None:
    """Return what the heading of a release says, or None for any other heading.

    Args:
        text: Heading as plain text: the marks of links, emphasis and code removed.
    """
    if len(text) > _MAX_LENGTH:
        return None
    text = _ORNAMENT.sub("", " ".join(text.split())).removesuffix(".")
    day, before, after = _split_at_date(text)
    if day and not before:
        text = after.lstrip(_SEPARATORS)
    return (
        _unreleased(text, day)
        or _numbered(text, day)
        or _packaged(text, day)
        or _dated(day, before, after)
        or _period(text)
    )


def iso_date(text: str) -> str:
    """Return the first date that a text names, as `YYYY-MM-DD`, or an empty text."""
    return _split_at_date(text[:_MAX_LENGTH])[0]


def _split_at_date(text: str) -> tuple[str, str, str]:
    """Return the first valid date, and what stands before and after it."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = match["month"]
            number = int(month) if month.isdecimal() else 1 + _MONTHS.index(month[:3].lower())
            try:
                day = date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                continue
            return day.isoformat(), text[: match.start()], text[match.end() :]
    return "", text, ""


def _unreleased(text: str, day: str) -> ReleaseHeading | None:
    match = _UNRELEASED.match(text)
    if match is None or not _is_note(text[match.end() :]):
        return None
    return ReleaseHeading(UNRELEASED, day, title=_note(_dateless(text[match.end() :])).strip(")"))


def _numbered(text: str, day: str) -> ReleaseHeading | None:
    label = _LABEL.match(text)
    match = _VERSION.match(text, label.end() if label else 0)
    if match is None:
        return None
    number, parts = match["number"], re.findall(r"(?:^|\.)\d+", match["number"])
    marked = bool(match["open"] or match["v"] or label or day)
    if not (marked or len(parts) > 1):
        return None
    return _heading(number, text[match.end() :], day, certain=marked or len(parts) > 2)


def _packaged(text: str, day: str) -> ReleaseHeading | None:
    name = _PACKAGE.match(text)
    match = _VERSION.match(text, name.end()) if name else None
    if name is None or match is None:
        return None
    rest = text[match.end() :]
    if text.startswith("["):
        rest = rest.removeprefix("]")
    certain = name["link"] == "@" or bool(day)
    if not certain and not match["v"] and match["number"].count(".") < 2:
        return None
    return _heading(match["number"], rest, day, package=name["name"], certain=certain)


def _dated(day: str, before: str, after: str) -> ReleaseHeading | None:
    before = _WEEK_LABEL.sub("", before)
    title = _note(after)
    if not day or _note(before) or (title and after.lstrip()[:1] not in _NOTE_STARTS):
        return None
    return ReleaseHeading(day, day, title=title, certain=False)


def _period(text: str) -> ReleaseHeading | None:
    """Return the release of a month or a week, dated at its beginning, or of an unclear day."""
    slashed = _SLASHED.match(text)
    if slashed and _is_note(text[slashed.end() :]):
        note = _note(text[slashed.end() :])
        return ReleaseHeading(slashed[0], title=note, certain=False)
    match = _PERIOD.match(text)
    if match is None or not _is_note(text[match.end() :]):
        return None
    try:
        if match["month"]:
            month = 1 + _MONTHS.index(match["month"][:3].lower())
            day = date(int(match["year"]), month, 1)
        else:
            year, week = match["isoyear"] or match["weekyear"], match["isoweek"] or match["week"]
            day = date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
    title = _note(text[match.end() :])
    return ReleaseHeading(match[0], day.isoformat(), title=title, certain=False)


def _heading(
    version: str, rest: str, day: str, *, package: str = "", certain: bool = True
) -> ReleaseHeading | None:
    dateless = _dateless(rest)
    unyanked = _YANKED.sub("", dateless)
    if not _is_note(unyanked):
        return None
    return ReleaseHeading(
        version=version,
        date=day,
        package=package,
        title=_note(unyanked),
        yanked=unyanked != dateless,
        certain=certain,
    )


def _dateless(text: str) -> str:
    day, before, after = _split_at_date(text)
    return _DATE_LABEL.sub("", before) + after if day else text


def _is_note(rest: str) -> bool:
    rest = rest.strip()
    return rest[:1] in _NOTE_STARTS or bool(_STATUS.match(rest))


def _note(text: str) -> str:
    bare = _EMPTY_BRACKETS.sub("", text).strip(_SEPARATORS)
    for opening, closing in ("()", "[]"):
        if bare.startswith(opening) and bare.endswith(closing) and bare.count(opening) == 1:
            return bare[1:-1].strip()
    return bare
