"""Exact names: methods, endpoints, objects, fields, events, error codes, in any spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from workos_docs_tools.answers.pages import address_of
from workos_docs_tools.errors import NameNotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from workos_docs_loaders.models import Node

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")

_BEFORE_NAME = re.compile(
    r"^(?:curl\s+(?:(?:-X|--request)\s+)?|(?:class|interface|type|struct|enum|await|new)\s+)"
)
_ENDPOINT = re.compile(
    rf"^(?:({'|'.join(VERBS)})\s+)?[\"']?(?:https?://api\.[^/\s]+)?(/[\w/:{{}}<>$.-]*)",
    re.IGNORECASE,
)
_PARAMETER = re.compile(
    r"/(?::\w+|\$?\{\w+\}|<\w+>|[a-z_]+_[0-9a-z]*[0-9][0-9a-z]*)(?=/|$)", re.IGNORECASE
)
_MEMBER = re.compile(r"\.|->|::|\\")
_WORD = re.compile(r"[A-Z]?[a-z]*|[A-Z]*|\W*")
_CODE = re.compile(r"[a-z][A-Z]|[._]")
_FIELD = re.compile(r"^( *)- `([^`]+)`", re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)`([A-Za-z_$][\w.:/-]+)(?:\([^`]*\))?`(?!`)")
_CONSTANT = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
_SUGGESTIONS = 5
_MEMBERS = 6
"""Most parts of a qualified name: the documentation's own have three."""

Level = dict[str, dict[int, None]]
"""Positions of nodes by spelling, in order."""


class NameTable:
    """Which nodes define, or else mention, a name.

    Definitions come first: a symbol, endpoint or event that a node is about, or the URL of a node;
    then a heading that is the name; then a field of an API entry (`organization_membership.status`;
    before headings if the name looks like code); then code in prose, and constants anywhere. A name
    found on one level is not searched for on the next.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._names: dict[str, str] = {}
        self._defined, self._headings, self._fields, self._mentioned = self._levels = tuple(
            defaultdict[str, dict[int, None]](dict) for _ in range(4)
        )
        for position, node in enumerate(nodes):
            self._defined[_place(node.url)][position] = None
            for name in node.names:
                # Whole, and a method or object without its owner; an event's owner is its meaning.
                whole, *shorter = spellings(name)
                for spelling in {whole, *shorter[-1:]} if node.kind != "event" else {whole}:
                    self._add(self._defined, spelling, name, position)
            heading = (node.title, *node.heading_path)[-1]
            self._add(self._headings, normalise(heading), heading, position)
            if node.language:
                for field in _fields(node):
                    self._add(self._fields, normalise(field), field, position)
            else:
                for name in (*_CODE_SPAN.findall(node.text), *_CONSTANT.findall(node.text)):
                    self._add(self._mentioned, normalise(name), name, position)

    def _add(self, level: Level, key: str, name: str, position: int) -> None:
        if key:
            level[key][position] = None
            self._names.setdefault(key, name)

    def defined(self, name: str) -> Collection[int]:
        """Return the positions of the nodes that define exactly this name, if any do."""
        return self._defined.get(next(spellings(name), ""), {})

    def find(self, name: str) -> list[int]:
        """Return the positions of the nodes that define a name, else of those that mention it.

        Raises:
            NameNotFoundError: Nothing has that name; suggests the nearest names.
        """
        keys = [*filter(None, spellings(name)), _place(name)]
        levels: Sequence[Level] = self._levels
        if _CODE.search(name):
            levels = (self._defined, self._fields, self._headings, self._mentioned)
        for level in levels:
            for key in keys:
                if key in level:
                    return self._ordered(name, level[key])
        near = dict.fromkeys(self._near(keys))
        raise NameNotFoundError(name, tuple(islice(near, _SUGGESTIONS)))

    def _ordered(self, name: str, positions: Iterable[int]) -> list[int]:
        """Put first what stands on a page named so, or so as a field's owner; then objects."""
        wanted = {normalise(name), normalise(name.partition(".")[0])}

        def rank(position: int) -> tuple[bool, bool, int]:
            node = self._nodes[position]
            page = normalise(node.path.rpartition("/")[2])
            return page not in wanted, node.kind != "object", position

        return sorted(positions, key=rank)

    def _near(self, keys: Sequence[str]) -> Iterator[str]:
        """Yield names spelled alike, definitions before fields and mentions."""
        for cutoff in (0.85, 0.6):
            for level in self._levels:
                for key in keys:
                    near = get_close_matches(key, level, n=_SUGGESTIONS, cutoff=cutoff)
                    yield from (self._names[item] for item in near if item in self._names)


def normalise(name: str) -> str:
    """Return what all spellings of a name share: `createUser()`, `create_user`."""
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def spellings(name: str) -> Iterator[str]:
    """Yield the keys under which a name is known, the most precise first."""
    text = _name_in(name)
    endpoint = _ENDPOINT.match(text)
    if endpoint:
        verb, path = endpoint.groups()
        # A parameter is a parameter, however it is called or filled in.
        path = _PARAMETER.sub("/:", path).rstrip("/").lower()
        yield f"{verb.upper()} {path}" if verb else path
        return
    called = _called(text)
    parts = _MEMBER.split(called)
    yield normalise(called)
    for start in range(max(1, len(parts) - _MEMBERS), len(parts)):
        # Without its owner, a plain `create` or `User` says too little.
        if start < len(parts) - 1 or not _WORD.fullmatch(parts[start]):
            yield normalise("".join(parts[start:]))


def written(name: str) -> Iterator[str]:
    """Yield a name as its language writes it: whole, then without its owners."""
    called = _called(_name_in(name))
    yield called
    for member in _MEMBER.finditer(called):
        yield called[member.end() :]


def _name_in(text: str) -> str:
    """Return what is left of a text without what stands around a name."""
    return _BEFORE_NAME.sub("", text.strip(" \t\r\n`.,;"))


def _called(text: str) -> str:
    """Return what a statement calls: of `user = await workos.users.getUser({`, all but the ends."""
    return _BEFORE_NAME.sub("", text.partition("(")[0].rpartition("=")[2].strip()) or text


def _place(url: str) -> str:
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
            yield f"{_BEFORE_NAME.sub('', owner)}.{name}"
        parents.append((indent, name))
