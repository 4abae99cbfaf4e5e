"""What the line that opens a code fence says: language, title and other attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|\{([^{}]*)\}|([^\s"'{}]+))""")
_LANGUAGE_KEYS = ("language", "langauge")  # the second is a typo in the source
_TITLE_KEYS = ("title", "filename", "file", "name", "label")
_BRACES = re.compile(r"\{[^{}]*\}")
_MARKED_LINES = re.compile(r"/[^/\n]+/[\w,-]*|#[\w-]+|:\S+|[\d,-]+")
_LABEL = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]")
_LANGUAGE = re.compile(r"(?:\{ *)?\.?([^\s{},:\[\]]+)")
_FLAGS = frozenset(
    "copy expandable icon ignore lines live nocopy nolines nolinenumbers norun showlinenumbers "
    "twoslash wrap shouldpanic compilefail editable linenums icon collapse unstyled diff".split()
)


@dataclass(frozen=True, slots=True)
class FenceInfo:
    """The info string of a fence, read."""

    language: str
    """Language of the highlighter: the first word, or else what `language=` says."""
    title: str
    """A file name, the label of a tab; empty without one."""
    attributes: Mapping[str, str]
    """All that is written as `key="value"`: `language`, `title`, `tab` ..."""


_NO_INFO = FenceInfo("", "", MappingProxyType({}))


def read_fence_info(info: str) -> FenceInfo:
    """Read an info string.

    Read are ``bash language="curl" title="Request" tab="1"``, ``js [config.js] {1,3}``,
    ``js Node.js wrap``, ``{ .py title="app.py" }`` and ``rust,ignore``.
    """
    if not info.strip():
        return _NO_INFO
    attributes = {key: next(filter(None, values), "") for key, *values in _ATTRIBUTE.findall(info)}
    first = info.split(maxsplit=1)[0]
    if "=" in first and not first.startswith("{"):
        language, rest = "", info
    else:
        found = _LANGUAGE.match(info.strip())
        language = found[1] if found else ""
        rest = info.strip()[found.end() :] if found else ""
    named = next((attributes[key] for key in _LANGUAGE_KEYS if key in attributes), "")
    titles = (attributes[key] for key in _TITLE_KEYS if key in attributes)
    title = next(titles, "") or _bare_title(rest)
    return FenceInfo("" if "=" in language else language or named.lower(), title, attributes)


def _bare_title(rest: str) -> str:
    """Return the title that is written without a key: `[config.js]`, or the words of Mintlify."""
    rest = _BRACES.sub(" ", _ATTRIBUTE.sub(" ", rest))
    if label := _LABEL.search(rest):
        return label[1].strip()
    if not rest[:1].isspace():
        return ""  # `rust,ignore`: what goes on without a space qualifies the language
    words = (
        word
        for word in rest.replace("}", " ").split()
        if not _MARKED_LINES.fullmatch(word)
        and word.lower().replace("_", "").replace("-", "") not in _FLAGS
        and not word.startswith((".", "{", "%"))
    )
    return " ".join(words)
