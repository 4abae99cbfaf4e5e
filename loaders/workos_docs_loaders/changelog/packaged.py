"""The packaged changelog: a JSON list that holds one object for each release."""

from __future__ import annotations

import json
from typing import Any

from workos_docs_loaders.changelog.heading import iso_date
from workos_docs_loaders.changelog.majors import with_major_versions
from workos_docs_loaders.changelog.markdown import is_breaking
from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.models import Release


def parse_packaged(text: str, *, path: str) -> tuple[Release, ...]:
    """Return the releases of a packaged changelog, in its order.

    Raises:
        ParseError: The text is not JSON, or not in this form.
    """
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as error:
        raise ParseError(f"malformed JSON: {error.msg}", path=path, line=error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise ParseError(f"malformed JSON: {error}", path=path) from error
    if not isinstance(entries, list):
        raise ParseError("not a list of changelog entries", path=path)
    releases = []
    for index, entry in enumerate(entries):
        try:
            releases.append(_packaged_release(entry))
        except ValueError as error:
            message = f"changelog entry {index + 1}: {error}"
            raise ParseError(message, path=path, line=_line_of_entry(text, index)) from error
    return with_major_versions(releases)


def _packaged_release(entry: object) -> Release:
    if not isinstance(entry, dict):
        raise ValueError("not an object")
    package, title = _text(entry, "package"), _text(entry, "version")
    date_text, url = _text(entry, "date", default=""), _text(entry, "url", default="")
    changes = entry.get("changes", [])
    if not isinstance(changes, list) or not all(isinstance(change, str) for change in changes):
        raise ValueError("`changes` is not a list of strings")
    changes = [_encodable(change) for change in changes]
    date = iso_date(date_text)
    text = changes[0] if len(changes) == 1 else "\n".join(f"- {change}" for change in changes)
    return Release(
        package=package,
        version=title,
        date=date,
        # Text that is not a date is kept where a reader sees it.
        text=text if date else "\n\n".join(part for part in (date_text, text) if part),
        url=url,
        title=title,
        breaking=is_breaking((), changes),
    )


def _text(entry: dict[str, Any], key: str, *, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"`{key}` is not a string")
    return _encodable(value)


def _encodable(text: str) -> str:
    """Return a text with `?` for lone surrogates: JSON can write them, UTF-8 cannot."""
    return text.encode(errors="replace").decode()


def _line_of_entry(text: str, index: int) -> int:
    """Return the line on which an item of a JSON list begins."""
    decoder = json.JSONDecoder()
    start = _skip_filler(text, text.index("[") + 1)
    for _ in range(index):
        start = _skip_filler(text, decoder.raw_decode(text, start)[1])
    return text.count("\n", 0, start) + 1


def _skip_filler(text: str, position: int) -> int:
    while text[position] in " \t\r\n,":
        position += 1
    return position
