"""Exact names: methods, endpoints, objects, fields, events, error codes, in any spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING

from workos_docs_tools.errors import InvalidArgumentError, NameNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.models import Node

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")

_ENDPOINT = re.compile(
    rf"^(?:({'|'.join(VERBS)})\s+)?(?:https?://[^/\s]+)?(/[\w/:{{}}.-]*)$", re.IGNORECASE
)
_PARAMETER = re.compile(r"/(?::\w+|\{\w+\}|[a-z_]+_[0-9A-Za-z]{10,})")
_DECLARATION = re.compile(r"^(?:class|interface|type|struct|enum)\s+")
_FIELD = re.compile(r"^( *)- `([^`]+)`", re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)`([A-Za-z_$][\w.:/-]+)(?:\([^`]*\))?`(?!`)")
_SUGGESTIONS = 5


class NameTable:
    """Which nodes define, or else mention, a name.

    Definitions come first: a symbol, endpoint or event that a node is about; then a heading that is
    the name; then a field of an API entry (`organization_membership.status`); then code in prose.
    A name found on one level is not searched for on the next.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._levels: list[dict[str, list[int]]] = [defaultdict(list) for _ in range(4)]
        self._names: dict[str, str] = {}
        defined, headings, fields, mentioned = self._levels
        for position, node in enumerate(nodes):
            for name in node.names:
                for spelling in spellings(name):
                    self._add(defined, spelling, name, position)
            for heading in (*node.heading_path[-1:], node.title):
                self._add(headings, normalise(heading), heading, position)
            if node.language:
                for field in _fields(node):
                    self._add(fields, normalise(field), field, position)
            else:
                for name in _CODE_SPAN.findall(node.text):
                    self._add(mentioned, normalise(name), name, position)

    def _add(self, level: dict[str, list[int]], key: str, name: str, position: int) -> None:
        if key and position not in level[key]:
            level[key].append(position)
            self._names.setdefault(key, name)

    def find(self, name: str) -> list[int]:
        """Return the positions of the nodes that define a name, else of those that mention it.

        Raises:
            InvalidArgumentError: The name is empty.
            NameNotFoundError: Nothing has that name; suggests the nearest names.
        """
        if not name.strip():
            raise InvalidArgumentError("name", name, hint="Give a method, endpoint or event.")
        keys = list(spellings(name))
        for level in self._levels:
            for key in keys:
                if key in level:
                    return list(level[key])
        near = get_close_matches(keys[0], self._names, n=_SUGGESTIONS, cutoff=0.6)
        raise NameNotFoundError(name, [self._names[key] for key in near])


def normalise(name: str) -> str:
    """Return what all spellings of a name share: `createUser()`, `create_user`."""
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def spellings(name: str) -> Iterator[str]:
    """Yield the keys under which a name is known, the most precise first."""
    name = _DECLARATION.sub("", name.strip().strip("`"))
    endpoint = _ENDPOINT.match(name)
    if endpoint:
        verb, path = endpoint.groups()
        # A parameter is a parameter, however it is called or filled in.
        path = _PARAMETER.sub("/:", path).rstrip("/").lower()
        if verb:
            yield f"{verb.upper()} {path}"
        else:
            yield path
        return
    called = re.sub(r"\(.*\)$", "", name, flags=re.DOTALL)
    yield normalise(called)
    member = re.split(r"\.|->|::", called)[-1]
    if member != called:
        yield normalise(member)


def _fields(node: Node) -> Iterator[str]:
    """Yield the fields of an API entry, plain and qualified by the entry and by their parents."""
    parents: list[tuple[int, str]] = []
    for match in _FIELD.finditer(node.text):
        indent, name = len(match[1]), match[2]
        while parents and parents[-1][0] >= indent:
            parents.pop()
        yield name
        for owner in (*node.names, *(parent for _, parent in parents[-1:])):
            yield f"{_DECLARATION.sub('', owner)}.{name}"
        parents.append((indent, name))
