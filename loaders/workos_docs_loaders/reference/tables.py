"""What the references of the API reference point at, and every entry with them resolved."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from workos_docs_loaders.addresses import Addresses
from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.languages import LANGUAGES, language_name
from workos_docs_loaders.mdx import markdown_text
from workos_docs_loaders.models import ApiEntry
from workos_docs_loaders.reference.rendering import Field, Symbol, symbol_section, type_label
from workos_docs_loaders.reference.syntax import (
    REFERENCE,
    Entry,
    Item,
    ItemOrReference,
    Reference,
    read_descriptions,
    read_entries,
    walk,
)
from workos_docs_loaders.urls import BASE_URL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from workos_docs_loaders.models import SourceFile

API_URL = "https://api.workos.com"

PAGINATION_PAGE = "reference/pagination"
"""Its four texts stand on every list call; other pages show their first sentences only."""

MAX_SHOWN_FIELDS = 50
"""Largest object shown where it is referred to. The largest of the documentation has 17 fields;
the limit keeps the output in proportion to the pages, however often they refer to an object."""

_WORKOS = Addresses(BASE_URL)


@dataclass(frozen=True, slots=True)
class Description:
    """A text that references name, and the file that defines it."""

    text: str
    file: SourceFile


@dataclass(frozen=True, slots=True)
class ReferenceTables:
    """What the references of all pages point at."""

    descriptions: Mapping[str, Sequence[Description]]
    """Texts by dotted path: `organization.id`. A path can be defined on several pages."""
    definitions: Mapping[tuple[str, str], Sequence[Entry]]
    """Entries by language and key. A key can be defined on several pages."""
    addresses: Addresses
    """Where pages are cited."""

    @classmethod
    def from_files(
        cls, files: Iterable[SourceFile], addresses: Addresses = _WORKOS
    ) -> ReferenceTables:
        """Read the tables from all pages.

        A malformed page defines nothing here; `entries` raises its error.
        """
        descriptions: dict[str, list[Description]] = {}
        definitions: dict[tuple[str, str], list[Entry]] = {}
        for file in files:
            with suppress(ParseError):
                for path, text in read_descriptions(file).items():
                    descriptions.setdefault(path, []).append(Description(text, file))
            with suppress(ParseError):
                for language, entries in read_entries(file).items():
                    # A page that lists a key twice means the first.
                    for key, entry in {entry.key: entry for entry in reversed(entries)}.items():
                        definitions.setdefault((language, key), []).append(entry)
        return cls(descriptions, definitions, addresses)

    def entries(self, file: SourceFile) -> tuple[ApiEntry, ...]:
        """Return a page's API reference, one `ApiEntry` per language.

        Raises:
            ParseError: if the page's reference or descriptions are malformed.
        """
        read_descriptions(file)
        by_language = read_entries(file)
        order = dict.fromkeys((*LANGUAGES, *by_language))
        return tuple(
            ApiEntry(
                language=language,
                sections=tuple(symbol_section(self._symbol(entry)) for entry in entries),
                names=tuple(dict.fromkeys(name for entry in entries for name in _names(entry))),
                is_call=any(entry.is_call for entry in entries),
            )
            for language in order
            if (entries := by_language.get(language))
        )

    def _descriptions(self, path: str) -> Sequence[Description]:
        return self.descriptions.get(path) or self.descriptions.get(f"{path}.self", ())

    def _target(self, reference: Reference, user: Entry) -> tuple[Entry, Item | None] | None:
        """Return the entry a reference names, with the item where it names one."""
        key, _, item_key = reference.name.partition(".")
        candidates = self.definitions.get((user.language, key), ())
        targets = [(entry, entry.item(item_key) if item_key else None) for entry in candidates]
        if item_key:
            targets = [(entry, item) for entry, item in targets if item]
        return max(targets, key=lambda target: _closeness(target[0].file, user.file), default=None)

    def _text(self, text: str, definer: Entry, page: str) -> str:
        """Return a text of the definer's file, or the one it refers to, for `page`."""
        source = Description(text, definer.file)
        visited = set[str]()
        while reference := REFERENCE.fullmatch(source.text):
            found = self._descriptions(reference[1])
            if not found or reference[1] in visited:
                return ""
            visited.add(reference[1])
            user = source.file
            source = max(found, key=lambda candidate: _closeness(candidate.file, user))
        addresses, file = self.addresses, source.file
        shown = _clean(source.text, addresses.url_of(file), addresses.base_of(file))
        if source.file.path == PAGINATION_PAGE != page:
            return _first_sentence(shown)
        return shown

    def _symbol(self, entry: Entry) -> Symbol:
        page = entry.file.path
        text = self._text(entry.description, entry, page)
        parameters, returns, properties = (
            tuple(self._field(item, entry, page) for item in items)
            for items in (entry.parameters, entry.returns, entry.properties)
        )
        if entry.verb or entry.parameters or entry.returns:
            # Some endpoints list their inputs as properties.
            parameters, properties = parameters + properties, ()
        shared = Field(entry.key, "" if entry.verb else entry.type, entry.optional)
        label = type_label(shared)
        return Symbol(
            heading=_heading(entry),
            language=language_name(entry.language),
            text="\n\n".join(
                part
                for part in (
                    f"Type: {label}" if label else "",
                    text,
                    "Sends an email." if entry.sends_email else "",
                )
                if part
            ),
            lists=(("Parameters", parameters), ("Returns", returns), ("Properties", properties)),
        )

    def _field(
        self, item: ItemOrReference, definer: Entry, page: str, *, referred: bool = False
    ) -> Field:
        """Return an item as a field of `page`.

        Args:
            item: The item as written.
            definer: The entry that writes it.
            page: Path of the page that shows it.
            referred: Whether a reference led to the definer. Then other references below show no
                children: objects are shown one level deep, and cycles end.
        """
        if isinstance(item, Reference):
            target = self._target(item, definer)
            if target is None:
                return Field(item.name.rpartition(".")[2])
            entry, target_item = target
            if target_item is None:
                return self._entry_field(entry, page, show_fields=not referred)
            item, definer = target_item, entry
            children = () if referred else _shown(item.children)
            referred = True
        else:
            children = item.children
        return Field(
            name="" if item.key == "anonymous" else item.key,
            type=item.type,
            optional=item.optional,
            deprecated=item.deprecated,
            text=self._text(item.description, definer, page),
            fields=tuple(
                self._field(child, definer, page, referred=referred) for child in children
            ),
        )

    def _entry_field(self, entry: Entry, page: str, *, show_fields: bool) -> Field:
        text = entry.description or next(
            (f"({name}.self)" for name in (entry.id, entry.key) if self._has_self(name)), ""
        )
        properties = _shown(entry.properties) if show_fields else ()
        return Field(
            name=entry.key,
            type="" if entry.verb else entry.type,
            optional=entry.optional,
            text=self._text(text, entry, page),
            object_url=self.addresses.url_of(entry.file) if entry.properties else "",
            fields=tuple(self._field(item, entry, page, referred=True) for item in properties),
        )

    def _has_self(self, name: str) -> bool:
        return f"{name}.self" in self.descriptions


def _shown(items: tuple[ItemOrReference, ...]) -> tuple[ItemOrReference, ...]:
    too_many = next(islice(walk(items), MAX_SHOWN_FIELDS, None), None)
    return () if too_many else items


def _closeness(definer: SourceFile, user: SourceFile) -> tuple[int, int]:
    """Return how near a definition is: directories shared with the user, then its own depth."""
    there = definer.source_path.split("/")[:-1]
    here = user.source_path.split("/")[:-1]
    shared = takewhile(lambda names: names[0] == names[1], zip(there, here, strict=False))
    return sum(1 for _ in shared), len(there)


def _heading(entry: Entry) -> str:
    title = entry.title or entry.key
    if not entry.verb:
        return title
    return f"{entry.verb} {API_URL if title.startswith('/') else ''}{title}"


def _names(entry: Entry) -> Iterator[str]:
    if entry.verb:
        yield f"{entry.verb} {entry.title}"
    yield from (name for name in (entry.title, entry.key, entry.id) if name)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\.)\s", text, maxsplit=1)[0]


# The languages of a page repeat each other: 5474 descriptions are 846 distinct texts.
@lru_cache(maxsize=4096)
def _clean(text: str, url: str, base_url: str) -> str:
    return markdown_text(text, page_url=url, base_url=base_url) if text else ""
