"""What can be had of a header that breaks its format: each key on its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.front_matter.strict import HeaderError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(r"(?P<key>[A-Za-z_][\w.-]*)[ \t]*[:=](?:[ \t]+(?P<value>.*))?$")
_QUOTED = re.compile(r"""(["'])(.*)\1$""", re.DOTALL)
_WORD = re.compile(r"\w")
_MAX_LINES = 1_000


def salvage(header: str) -> dict[str, object]:
    """Return the keys of a broken header: what is YAML as that, other lines as they are written.

    `title: Guide: sign in` and `title: @acme/sdk` are titles to whoever wrote them.
    """
    found: dict[str, object] = {}
    for key, written, below in _entries(header):
        value = _value(key, written, below)
        if value is not None:
            found[key] = value
    return found


def _entries(header: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each key at the margin, what stands beside it, and its lines below."""
    entry: tuple[str, str, list[str]] | None = None
    for line in header.split("\n")[:_MAX_LINES]:
        if match := _KEY.match(line):
            if entry:
                yield entry
            entry = (match["key"], (match["value"] or "").strip(), [])
        elif entry:
            entry[2].append(line)
    if entry:
        yield entry


def _value(key: str, written: str, below: list[str]) -> object:
    block = "\n".join([f"{key}: {written}", *(line.expandtabs(2) for line in below)])
    try:
        value = read_yaml(block)
    except HeaderError:
        value = None
    if isinstance(value, dict) and key in value:
        return value[key]
    if not _WORD.search(written):
        return None
    quoted = _QUOTED.match(written)
    return quoted[2] if quoted else written
