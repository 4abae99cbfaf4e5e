"""The attributes of a tag: scanned in text, and the values that they hold read."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from workos_docs_loaders.mdx.masks import Masks

_NAME = re.compile(
    r"(?:\s++(?P<name>[A-Za-z_:@#][\w:.@-]*+)(?P<equals>\s*+=\s*+)?|(?P<spread>\s*+)(?=\{))"
)
_UNQUOTED = re.compile(r"[^\s\"'=<>`{}]++")
_END = re.compile(r"\s*+(?P<closed>/?)>")
_IN_EXPRESSION = re.compile(r"[{}\"'`]|/\*")
_LITERAL = re.compile(
    r"""\{\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`$]*)`)\s*\}""", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)")
_MAX_ATTRIBUTES = 200
_MAX_VALUE = 20_000
_SMALL_VALUE = 200


class Attributes(NamedTuple):
    """What stands between a tag's name and the mark that ends the tag."""

    values: dict[str, str]
    """Strings as one line of text, expressions as written (`{widgets.X.props}`), `""` for none."""
    end: int
    """Where the text goes on after the tag."""
    closed: bool
    """Whether the tag closes itself."""


class AttributeScanner:
    """Scans the attributes of the tags of one text, in time that grows with the text alone."""

    def __init__(self, text: str, masks: Masks) -> None:
        self._text = text
        self._masks = masks
        # What unbalanced braces and quotes may cost in all; beyond it only short values are read.
        self._budget = 4 * len(text) + _MAX_VALUE

    def scan(self, start: int) -> Attributes | None:
        """Return the attributes that begin at a position, or None if no tag ends after them."""
        values: dict[str, str] = {}
        position = start
        for _ in range(_MAX_ATTRIBUTES):
            if end := _END.match(self._text, position):
                return Attributes(values, end.end(), bool(end["closed"]))
            match = _NAME.match(self._text, position)
            if match is None:
                return None
            position = match.end()
            name = match["name"]
            if name and not match["equals"]:
                values.setdefault(name, "")
                continue
            stop = self._value_end(position)
            if stop is None:
                return None
            if name:
                values[name] = self._value(self._text[position:stop])
            position = stop
        return None

    def _value_end(self, start: int) -> int | None:
        first = self._text[start : start + 1]
        limit = min(len(self._text), start + (_MAX_VALUE if self._budget > 0 else _SMALL_VALUE))
        if first in ('"', "'"):
            end = self._text.find(first, start + 1, limit)
            self._budget -= limit - start if end == -1 else 0
            return None if end == -1 else end + 1
        if first == "{":
            return self._expression_end(start, limit)
        unquoted = _UNQUOTED.match(self._text, start, limit)
        # `<a href=/x/>` closes itself in JSX, which has no such values.
        return unquoted and unquoted.end() - unquoted[0].endswith("/")

    def _expression_end(self, start: int, limit: int) -> int | None:
        depth, position = 0, start
        while mark := _IN_EXPRESSION.search(self._text, position, limit):
            position = mark.end()
            if mark[0] == "{":
                depth += 1
            elif mark[0] == "}":
                depth -= 1
                if depth == 0:
                    return position
            else:
                closing = "*/" if mark[0] == "/*" else mark[0]
                end = self._text.find(closing, position, min(limit, position + _MAX_VALUE))
                is_string = end != -1 and (
                    mark[0] not in "\"'" or "\n" not in self._text[position:end]
                )
                # An apostrophe in the text of an element opens no string.
                position = end + len(closing) if is_string else position
        self._budget -= limit - start
        return None

    def _value(self, written: str) -> str:
        restored = self._masks.restore(written)
        if literal := _LITERAL.fullmatch(restored):
            text = _ESCAPED.sub(r"\1", next(part for part in literal.groups() if part is not None))
        elif written.startswith("{"):
            text = restored
        else:
            text = unescape(restored[1:-1] if written[:1] in "\"'" else restored)
        return " ".join(text.split())
