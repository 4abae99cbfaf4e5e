"""RSS and Atom feeds of a changelog: each entry is a release, its HTML becomes Markdown."""

from __future__ import annotations

import io
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import entities
from typing import Any
from xml.parsers import expat

from workos_docs_loaders.changelog.heading import iso_date, read_release_heading
from workos_docs_loaders.changelog.majors import with_major_versions
from workos_docs_loaders.changelog.markdown import is_breaking
from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.markdown.html import html_to_markdown
from workos_docs_loaders.models import Release

_START = re.compile(rb"<(?:\?xml|rss|feed|rdf:RDF|!DOCTYPE|!--)")
_MAX_JUNK = 1024
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding=["']([A-Za-z][\w.-]*)""")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")


def parse_feed(
    text: str | bytes, *, package: str, path: str, is_package_certain: bool = True
) -> tuple[Release, ...]:
    """Return the entries of an RSS or Atom feed as releases, in the feed's order.

    The full text (`content:encoded`, Atom's `content`) is preferred to the summary, categories
    are the groups, and the date is the day in the entry's own time zone.

    Args:
        text: The feed; bytes are decoded as their XML declaration says.
        package: Package of the releases.
        path: Name of the file or its URL, for errors.
        is_package_certain: Whether the package goes before the title of the feed's channel.

    Raises:
        ParseError: The text is not well-formed XML, or neither RSS nor Atom.
    """
    import feedparser  # Late, like all that only feeds need: most changelogs are none.

    text = _repaired(text)
    _check_well_formed(text, path)
    # A text is decoded already, whatever its XML declaration says: headers overrule that.
    headers = {"content-type": "application/xml; charset=utf-8"} if isinstance(text, str) else {}
    data = text.encode() if isinstance(text, str) else text
    # As a stream: feedparser would fetch a text that looks like a URL.
    feed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not feed.version:
        raise ParseError("neither an RSS nor an Atom feed", path=path)
    title = " ".join(_markdown(feed.feed.get("title_detail")).split())
    name = package if is_package_certain or not title else title
    return with_major_versions(_release(entry, name) for entry in feed.entries)


def _repaired(text: str | bytes) -> str | bytes:
    """Return a feed with what readers of feeds forgive put right.

    That is what stands before the XML, entities of HTML, and encodings that expat does not know.
    """
    if isinstance(text, bytes):
        start = _START.search(text[:_MAX_JUNK])
        text = text[start.start() :] if start else text
        declared = _ENCODING.match(text)
        try:
            text = text.decode(declared[1].decode() if declared else "utf-8")
        except (UnicodeDecodeError, LookupError):
            return text
        if declared:
            text = _DECLARATION.sub("", text, count=1)
    return _with_characters(text)


def _with_characters(text: str) -> str:
    return _ENTITY.sub(lambda match: entities.html5.get(f"{match[1]};", match[0]), text)


def _check_well_formed(text: str | bytes, path: str) -> None:
    """Refuse what feedparser would repair by guessing, and name the line, which it would not."""
    encoding = "utf-8" if isinstance(text, str) else None
    parser = expat.ParserCreate(encoding)
    try:
        parser.Parse(text.encode() if isinstance(text, str) else text, True)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        raise ParseError(f"malformed XML: {message}", path=path, line=error.lineno) from error
    except (ValueError, LookupError) as error:
        raise ParseError(f"malformed XML: {error}", path=path) from error


def _release(entry: Any, package: str) -> Release:
    title = " ".join(_markdown(entry.get("title_detail")).split())
    link = entry.get("link", "")
    text = "\n\n".join(_contents(entry))
    groups = tuple(dict.fromkeys(filter(None, map(_category, entry.get("tags", ())))))
    day = _day(entry)
    heading = read_release_heading(title)
    return Release(
        package=package,
        version=heading.version if heading and heading.certain else title or link or day,
        date=day,
        text=text,
        url=link if link.startswith(("http://", "https://")) else "",
        title=title,
        groups=groups,
        breaking=is_breaking(groups, text.split("\n\n")),
    )


def _contents(entry: Any) -> list[str]:
    contents = [*filter(None, map(_markdown, entry.get("content", ())))]
    summary = _markdown(entry.get("summary_detail"))
    return list(dict.fromkeys(contents)) or [part for part in (summary,) if part]


def _category(tag: Any) -> str:
    return " ".join((tag.get("label") or tag.get("term") or "").split())


def _markdown(detail: Any) -> str:
    """Return a text that feedparser has read, as Markdown."""
    if not detail or not detail.value:
        return ""
    if detail.type == "text/plain":
        return str(detail.value).strip()
    return html_to_markdown(detail.value)


def _day(entry: Any) -> str:
    """Return the date of an entry as written, not as it is in UTC."""
    # `in` first: feedparser answers for a missing `updated` with `published` and a warning.
    dates = (entry[key] for key in ("published", "updated") if key in entry)
    return next(filter(None, map(_day_in, dates)), "")


def _day_in(text: str) -> str:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text.strip()).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return iso_date(text)
