"""Texts as lines that a terminal, or Markdown, shows as they are."""

from __future__ import annotations

import re

_SCHEMES = ("https://", "http://", "mailto:")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_CONTROLS = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")}
    # These turn the direction of what follows, so that code reads otherwise than it runs.
    | {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
)


def markdown_text(text: str) -> str:
    """Return a text as one line that Markdown shows as it is, in a table too."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def clean(text: str) -> str:
    """Return a text without control characters, line ends and tabs excepted.

    Those that turn the direction of writing are among them.
    """
    return text.translate(_CONTROLS)


def one_line(text: str) -> str:
    """Return a text as one line that a terminal takes as text."""
    return clean(" ".join(text.split()))


def is_web(url: str) -> bool:
    """Return whether a URL may be a link."""
    return url.lower().startswith(_SCHEMES)
