"""What a name looks like: in code, in a request, in a sentence, in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_MEMBERS = 6
"""Most parts of a qualified name: the documentation's own have three."""


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


def as_in_code(name: str) -> Iterator[str]:
    """Yield a name as its language writes it: whole, then without its owners."""
    called = _called(_name_in(name))
    yield called
    for member in _MEMBER.finditer(called):
        yield called[member.end() :]


def looks_like_code(name: str) -> bool:
    """Return whether a name is written as in code: `user_id`, `userId`, `user.id`."""
    return _CODE.search(name) is not None


def without_keyword(name: str) -> str:
    """Return a name without the keyword of its definition: `class User`, `await getUser`."""
    return _BEFORE_NAME.sub("", name)


def _name_in(text: str) -> str:
    """Return what is left of a text without what stands around a name."""
    return without_keyword(text.strip(" \t\r\n`.,;"))


def _called(text: str) -> str:
    """Return what a statement calls: of `user = await workos.users.getUser({`, all but the ends."""
    return without_keyword(text.partition("(")[0].rpartition("=")[2].strip()) or text
