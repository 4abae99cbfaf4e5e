"""Exact names: methods, endpoints, objects, fields, events, error codes, in any spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from workos_docs_tools.answers.addresses import address_of
from workos_docs_tools.answers.spelling import (
    looks_like_code,
    normalise,
    spellings,
    without_keyword,
)
from workos_docs_tools.errors import NameNotFoundError
from workos_docs_tools.text.similar import rated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workos_docs_loaders.models import Node

_FIELD = re.compile(r"^( *)- `([^`]+)`", re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)`([A-Za-z_$][\w.:/-]+)(?:\([^`]*\))?`(?!`)")
_CONSTANT = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
_SUGGESTIONS = 5
_TELLING = 20
"""Most nodes that have a name which tells them from others; `organization_id` is everywhere."""
_SIMILAR, _MISSPELT = 0.6, 0.9
"""Least likeness of a suggestion, and of one that differs only by a letter or two."""

Level = Mapping[str, Collection[int]]
"""Positions of nodes by spelling, in order."""
Gathered = dict[str, dict[int, None]]
"""A level as it is gathered."""


@dataclass(frozen=True, slots=True)
class Names:
    """What nodes define or mention, by spelling."""

    defined: Level
    """Symbols, endpoints and events that a node is about, and URLs of nodes."""
    headings: Level
    fields: Level
    """Fields of API entries."""
    mentioned: Level
    """Code in prose, and constants anywhere."""
    in_sdks: Level
    """What else SDKs say of a name."""
    written: Mapping[str, str]
    """A name as it is written, by its spelling."""

    @staticmethod
    def of(nodes: Sequence[Node]) -> Names:
        """Return the names of nodes."""
        gathered = _Gathered()
        for position, node in enumerate(nodes):
            add = gathered.add_sdk if node.kind == "sdk" else gathered.add
            add(position, node)
        return gathered.names()


class NameTable:
    """Which nodes define, or else mention, a name.

    Definitions come first: a symbol, endpoint or event that a node is about, or the URL of a node;
    then a heading that is the name; then a field of an API entry (`organization_membership.status`;
    before headings if the name looks like code); then code in prose, and constants anywhere. A name
    found on one level is not searched for on the next. Methods of SDKs are definitions too; what
    else SDKs say of a name is a level of its own, for names that the documentation lacks.
    """

    def __init__(self, nodes: Sequence[Node], names: Names) -> None:
        self._nodes = nodes
        self.names = names

    def defined(self, name: str) -> Collection[int]:
        """Return the positions of the nodes that define exactly this name, if any do."""
        return self.names.defined.get(next(spellings(name), ""), {})

    def is_telling(self, name: str) -> bool:
        """Whether some nodes define or mention exactly this name, but not very many."""
        key = next(spellings(name), "")
        known = self.names
        levels = (known.defined, known.headings, known.fields, known.mentioned)
        found = next((level[key] for level in levels if key in level), ())
        return 0 < len(found) <= _TELLING

    def find(self, name: str) -> list[int]:
        """Return the positions of the nodes that define a name, else of those that mention it.

        Raises:
            NameNotFoundError: Nothing has that name; suggests the nearest names.
        """
        keys = [*filter(None, spellings(name))]
        known = self.names
        levels = (known.defined, known.headings, known.fields, known.mentioned)
        if looks_like_code(name):
            levels = (known.defined, known.fields, known.headings, known.mentioned)
        for level in levels:
            for key in (*keys, _page_key(name)):
                if key in level:
                    return self._ordered(name, level[key])
        near = dict.fromkeys(self._near(keys, levels))
        raise NameNotFoundError(name, tuple(islice(near, _SUGGESTIONS)))

    def mentioned_in_sdks(self, name: str) -> list[int]:
        """Return the positions of what SDKs say of a name that none of them defines."""
        return list(self.names.in_sdks.get(normalise(name), ()))

    def _ordered(self, name: str, positions: Iterable[int]) -> list[int]:
        """Put first what stands on a page named so, or so as a field's owner; then objects."""
        wanted = {normalise(name), normalise(name.partition(".")[0])}

        def rank(position: int) -> tuple[bool, bool, int]:
            node = self._nodes[position]
            page = normalise(node.path.rpartition("/")[2])
            return page not in wanted, node.kind != "object", position

        return sorted(positions, key=rank)

    def _near(self, keys: Sequence[str], levels: Sequence[Level]) -> Iterator[str]:
        """Yield names spelled alike: misspelt ones, then others, each in the order of levels."""
        near = [
            found
            for level in levels
            for key in keys
            for found in rated(key, level, limit=_SUGGESTIONS, cutoff=_SIMILAR)
        ]
        near.sort(key=lambda found: found[1] < _MISSPELT)
        written = self.names.written
        return (written[key] for key, _ in near if key in written)


class _Gathered:
    """Names as they are gathered, node by node."""

    def __init__(self) -> None:
        self._written: dict[str, str] = {}
        self._with_owner: dict[str, str] = {}
        self._defined: Gathered = defaultdict(dict)
        self._headings: Gathered = defaultdict(dict)
        self._fields: Gathered = defaultdict(dict)
        self._mentioned: Gathered = defaultdict(dict)
        self._in_sdks: Gathered = defaultdict(dict)

    def names(self) -> Names:
        """Return what was gathered."""
        return Names(
            self._defined,
            self._headings,
            self._fields,
            self._mentioned,
            self._in_sdks,
            # A name that stands alone somewhere is written so.
            {**self._with_owner, **self._written},
        )

    def add(self, position: int, node: Node) -> None:
        """Add a node of the documentation."""
        self._defined[_page_key(node.url)][position] = None
        for name in node.names:
            # Whole, and a method or object without its owner; an event's owner is its meaning.
            whole, *shorter = spellings(name)
            self._add(self._defined, whole, name, position)
            if node.kind != "event":
                self._add_without_owner(shorter, name, position)
        heading = (node.title, *node.heading_path)[-1]
        self._add(self._headings, normalise(heading), heading, position)
        if node.language:
            for field in _fields(node):
                self._add(self._fields, normalise(field), field, position)
        else:
            for name in (*_CODE_SPAN.findall(node.text), *_CONSTANT.findall(node.text)):
                self._add(self._mentioned, normalise(name), name, position)

    def add_sdk(self, position: int, node: Node) -> None:
        """Add a page of an SDK: a method by its name with its service, and by its operation."""
        self._defined[_page_key(node.url)][position] = None
        for name in node.names:
            if name == node.title or re.search(r"[./]", name):
                whole, *shorter = spellings(name)
                self._add(self._defined, whole, name, position)
                self._add_without_owner(shorter, name, position)
        mentioned = (*_CODE_SPAN.findall(node.text), *_CONSTANT.findall(node.text))
        for name in (*_fields(node), *mentioned):
            self._in_sdks.setdefault(normalise(name), {})[position] = None

    def _add_without_owner(self, shorter: Sequence[str], name: str, position: int) -> None:
        for key in filter(None, shorter[-1:]):
            self._defined[key][position] = None
            self._with_owner.setdefault(key, name)

    def _add(self, level: Gathered, key: str, name: str, position: int) -> None:
        if key:
            level[key][position] = None
            self._written.setdefault(key, name)


def _page_key(url: str) -> str:
    """Return the key of a page or section; no name has a space in it."""
    return f"page {address_of(url)[0]}"


def _fields(node: Node) -> Iterator[str]:
    """Yield the fields of an API entry, plain and qualified by the entry and by their parents."""
    parents: list[tuple[int, str]] = []
    for match in _FIELD.finditer(node.text):
        indent, name = len(match[1]), match[2]
        while parents and parents[-1][0] >= indent:
            parents.pop()
        yield name
        for owner in (*node.names, *(parent for _, parent in parents[-1:])):
            yield f"{without_keyword(owner)}.{name}"
        parents.append((indent, name))
