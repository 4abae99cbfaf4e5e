"""The API reference language as pages write it: front matter to typed entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from workos_docs_loaders.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_loaders.models import SourceFile

REFERENCE = re.compile(r"\((\w+(?:\.\w+)*)\)")
"""A reference is always the whole string; parentheses inside a longer text are prose."""

MAX_DEPTH = 20
"""Deepest nesting read. The documentation nests five levels."""
MAX_ITEMS = 10_000
"""Most items or texts read from one page, which has a few hundred."""

_VERB = re.compile(r"[A-Z]+")
_DEPRECATED = re.compile(r"\s*\[deprecated\]\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """An item written as a reference to an entry or to one of its items."""

    name: str
    """`Organization`, or `Organization.id`."""


@dataclass(frozen=True, slots=True)
class Item:
    """A parameter, a property, or a returned value."""

    key: str
    type: str
    description: str
    """Markdown, or a reference to a text: `(organization.id)`."""
    optional: bool
    deprecated: bool
    children: tuple[ItemOrReference, ...]


ItemOrReference: TypeAlias = Item | Reference


@dataclass(frozen=True, slots=True)
class Entry:
    """A method, an endpoint, an object, or a parameter that many methods share."""

    file: SourceFile
    """The file that defines the entry."""
    language: str
    key: str
    id: str
    title: str
    type: str
    """An HTTP verb, or the type of a shared parameter."""
    description: str
    optional: bool
    sends_email: bool
    parameters: tuple[ItemOrReference, ...]
    returns: tuple[ItemOrReference, ...]
    properties: tuple[ItemOrReference, ...]

    @property
    def verb(self) -> str:
        """The HTTP verb of an endpoint, else empty."""
        return self.type if self.title and _VERB.fullmatch(self.type) else ""

    @property
    def is_call(self) -> bool:
        """Whether this is a method or an endpoint."""
        return bool(self.verb or (self.title and (self.parameters or self.returns)))

    @property
    def items(self) -> tuple[ItemOrReference, ...]:
        """Everything listed, in the order in which references look for a key."""
        return self.properties + self.parameters + self.returns

    def item(self, key: str) -> Item | None:
        """Return the first item of that key, or None."""
        return next((i for i in self.items if isinstance(i, Item) and i.key == key), None)


def walk(items: tuple[ItemOrReference, ...]) -> Iterator[ItemOrReference]:
    """Yield items and all their children in the order of the page."""
    for item in items:
        yield item
        if isinstance(item, Item):
            yield from walk(item.children)


def read_entries(file: SourceFile) -> dict[str, tuple[Entry, ...]]:
    """Return a page's entries by language.

    Raises:
        ParseError: if `reference` does not have the shape of the reference language.
    """
    reader = _Reader(file)
    value = file.front_matter.get("reference")
    # A text is a key of an author's own: a link to somebody's reference.
    languages = reader.mapping(None if isinstance(value, str) else value, "reference")
    return {
        language: tuple(
            reader.entry(entry, language, f"reference.{language}[{number}]")
            for number, entry in enumerate(reader.sequence(entries, f"reference.{language}"))
        )
        for language, entries in languages.items()
    }


def read_descriptions(file: SourceFile) -> dict[str, str]:
    """Return the texts that a page defines for references, by their dotted path.

    Raises:
        ParseError: if `descriptions` is not a tree of texts.
    """
    reader = _Reader(file)
    texts = dict(reader.texts(file.front_matter.get("descriptions"), "descriptions"))
    # One page writes `description` for `descriptions`; elsewhere it is the page's summary.
    if isinstance(misspelt := file.front_matter.get("description"), dict):
        texts |= reader.texts(misspelt, "description")
    return texts


class _Reader:
    """Reads the values of one page's front matter and names the place of what is malformed."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._values_left = MAX_ITEMS

    def entry(self, value: object, language: str, where: str) -> Entry:
        self._count(where, depth=0)
        entry = self.mapping(value, where)
        parameters, returns, properties = (
            self.items(entry.get(name), f"{where}.{name}", depth=1)
            for name in ("parameters", "returns", "properties")
        )
        return Entry(
            file=self._file,
            language=language,
            key=self._key(entry, where),
            id=self._text(entry, "id", where),
            title=self._text(entry, "title", where),
            type=self._text(entry, "type", where),
            description=self._text(entry, "description", where),
            optional=self._flag(entry, "optional", where),
            sends_email=self._flag(entry, "sendsEmail", where),
            parameters=parameters,
            returns=returns,
            properties=properties,
        )

    def items(self, value: object, where: str, depth: int) -> tuple[ItemOrReference, ...]:
        return tuple(
            self._item(item, f"{where}[{number}]", depth)
            for number, item in enumerate(self.sequence(value, where))
        )

    def texts(self, value: object, where: str, depth: int = 1) -> Iterator[tuple[str, str]]:
        tree = self.mapping(value, where)
        for name, child in tree.items():
            self._count(where, depth)
            if isinstance(child, dict):
                children = self.texts(child, f"{where}.{name}", depth + 1)
                yield from ((f"{name}.{path}", text) for path, text in children)
            else:
                yield name, self._text(tree, name, where)

    def mapping(self, value: object, where: str) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._fail(where, "a mapping", value)
        for name in value:
            if not isinstance(name, str):
                self._fail(f"{where}: the key {name!r:.40}", "a string", name)
        return value

    def sequence(self, value: object, where: str) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self._fail(where, "a list", value)
        return value

    def _item(self, value: object, where: str, depth: int) -> ItemOrReference:
        self._count(where, depth)
        if isinstance(value, str):
            if not (reference := REFERENCE.fullmatch(value.strip())):
                self._fail(where, "an item or a reference such as (organization.id)", value)
            return Reference(reference[1])
        item = self.mapping(value, where)
        key = self._key(item, where)
        return Item(
            key=_DEPRECATED.sub("", key),
            type=self._text(item, "type", where),
            description=self._text(item, "description", where),
            optional=self._flag(item, "optional", where),
            deprecated=bool(_DEPRECATED.search(key)),
            children=self.items(item.get("properties"), f"{where}.properties", depth + 1),
        )

    def _key(self, owner: dict[str, Any], where: str) -> str:
        key = self._text(owner, "key", where)
        if not key:
            raise ParseError(f"{where} has no `key`", path=self._file.source_path)
        return key

    def _text(self, owner: dict[str, Any], name: str, where: str) -> str:
        value = owner.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._fail(f"{where}.{name}", "a string", value)
        return value.strip()

    def _flag(self, owner: dict[str, Any], name: str, where: str) -> bool:
        value = owner.get(name)
        if value is not None and not isinstance(value, bool):
            self._fail(f"{where}.{name}", "true or false", value)
        return bool(value)

    def _count(self, where: str, depth: int) -> None:
        self._values_left -= 1
        if depth > MAX_DEPTH:
            message = f"{where:.80} is nested deeper than {MAX_DEPTH} levels"
        elif self._values_left < 0:
            message = f"{where:.80}: the page has more than {MAX_ITEMS} items"
        else:
            return
        raise ParseError(message, path=self._file.source_path)

    def _fail(self, where: str, expected: str, value: object) -> NoReturn:
        found = f"{value!r:.40}" if isinstance(value, str) else type(value).__name__
        raise ParseError(f"{where} must be {expected}, not {found}", path=self._file.source_path)
