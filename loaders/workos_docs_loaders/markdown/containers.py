"""Containers of Markdown dialects, `:::name[title]` to `:::`: their lines read and paired.

Python-Markdown writes them with slashes: `/// name | title` to `///`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OPENING = re.compile(
    r"(?P<indent>[ \t]*)(?P<marks>:{3,}|/{3,})[ \t]*(?:\{\.?)?(?P<name>[A-Za-z][\w-]*)\}?(?![\w.(])"
    r"(?P<rest>.*)"
)
_CLOSING = re.compile(r"[ \t]*(?P<marks>:{3,}|/{3,})[ \t]*")
_ATTRIBUTES = re.compile(r"\{([^{}]*)\}[ \t]*$")
_LABEL = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+)))?""")

ADMONITIONS = frozenset(
    "abstract announcement attention bug caution check danger error example failure faq fail help "
    "hint important info information note question quote seealso success summary tip tldr todo "
    "warning warn".split()
)
"""Containers whose name says how their text is meant; any other name only lays text out."""


@dataclass(frozen=True, slots=True)
class Container:
    """A container, by its lines counted from 0."""

    start: int
    end: int
    """Line of the marks that close it."""
    name: str
    """`code-group`, `tip`, `details`, in lower case."""
    title: str
    """As Markdown; empty without one."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    indent: str = ""
    """The spaces before its marks."""

    @property
    def is_admonition(self) -> bool:
        """Whether its name says how its text is meant: a note, a warning."""
        return self.name in ADMONITIONS


def containers(lines: Sequence[str]) -> list[Container]:
    """Return the containers of a text without code, in the order of their opening lines.

    Marks close the innermost container that as many of them opened, or else the innermost with
    fewer. What is never closed is no container, and marks that close nothing are text.

    Args:
        lines: Lines of the text. Those of code fences must not be among them.
    """
    found: list[Container] = []
    opened: list[tuple[str, Container]] = []
    for number, line in enumerate(lines):
        if ":::" not in line and "///" not in line:
            continue
        if closing := _CLOSING.fullmatch(line):
            depth = _closed(closing["marks"], [marks for marks, _ in opened])
            if depth is not None:
                found.append(replace(opened[depth][1], end=number))
                del opened[depth:]
        elif opening := _OPENING.fullmatch(line):
            opened.append((opening["marks"], _opened(opening, number)))
            del opened[:-_MAX_OPEN]
    return sorted(found, key=lambda container: container.start)


def _closed(marks: str, opened: Sequence[str]) -> int | None:
    """Return which of the opened containers some marks close."""
    depths = range(len(opened) - 1, -1, -1)
    same = (depth for depth in depths if opened[depth] == marks)
    fewer = (depth for depth in depths if marks.startswith(opened[depth]))
    return next(same, next(fewer, None))


_MAX_OPEN = 32
"""Containers that may stand in one another; an outer one is given up beyond that."""


def _opened(opening: re.Match[str], number: int) -> Container:
    rest = opening["rest"].strip()
    attributes: dict[str, str] = {}
    if written := _ATTRIBUTES.search(rest):
        attributes = {
            key: next(filter(None, values), "") for key, *values in _ATTRIBUTE.findall(written[1])
        }
        rest = rest[: written.start()].strip()
    label = _LABEL.fullmatch(rest)
    title = (label[1] if label else rest.removeprefix("|")) or attributes.get("title", "")
    return Container(
        number, number, opening["name"].lower(), title.strip(), attributes, opening["indent"]
    )
