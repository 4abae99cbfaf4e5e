"""The methods that the documentation names, each with its page's operation and parameters."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.reference.syntax import Reference, read_entries
from workos_docs_loaders.sdk.joining.methods import DocumentedMethod, DocumentedParameter
from workos_docs_loaders.sdk.operations import operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workos_docs_loaders.models import SourceFile
    from workos_docs_loaders.reference.syntax import Entry, ItemOrReference

_CALL = re.compile(r"[\w.]+\(\)")
_CURL = "curl"
_OBJECTS = {"options", "payload", "anonymous"}
"""Keys of arguments without a name of their own; their fields are what matters."""


def documented_methods(
    files: Iterable[SourceFile], languages: Sequence[str]
) -> tuple[DocumentedMethod, ...]:
    """Return what pages document in some languages, in page order.

    A page that documents a call in other languages only yields one method without a name. A
    malformed page yields nothing here; reading the corpus reports it.
    """
    found: list[DocumentedMethod] = []
    for file in files:
        with suppress(ParseError):
            entries = read_entries(file)
            if any(entry.is_call for some in entries.values() for entry in some):
                for language in languages:
                    found += _of_page(file.path, language, entries)
    return tuple(found)


def _of_page(
    page: str, language: str, entries: dict[str, tuple[Entry, ...]]
) -> list[DocumentedMethod]:
    operations = tuple(
        dict.fromkeys(
            shown
            for entry in entries.get(_CURL, ())
            if entry.verb and (shown := operation(entry.verb, entry.title))
        )
    )
    calls = [entry for entry in entries.get(language, ()) if _name(entry)]
    hints = tuple(
        dict.fromkeys(
            name
            for other, some in entries.items()
            if other != language
            for entry in some
            for name in (_name(entry), entry.id, entry.key)
            if name and "/" not in name
        )
    )
    if not calls:
        return [DocumentedMethod(page, language, "", operations, (), hints)]
    return [
        DocumentedMethod(
            page, language, _name(entry), operations, _parameters(entry.parameters), hints
        )
        for entry in calls
    ]


def _name(entry: Entry) -> str:
    title = entry.title.replace(" ", "")
    return title.removesuffix("()") if _CALL.fullmatch(title) else ""


def _parameters(
    items: tuple[ItemOrReference, ...], *, in_object: bool = False
) -> tuple[DocumentedParameter, ...]:
    found: list[DocumentedParameter] = []
    for item in items:
        if isinstance(item, Reference):
            owner, _, key = item.name.rpartition(".")
            found.append(DocumentedParameter(key, False, not owner, in_object))
        elif item.children and item.key in _OBJECTS:
            found += _parameters(item.children, in_object=True)
        else:
            is_certain = item.key not in _OBJECTS
            found.append(DocumentedParameter(item.key, not item.optional, is_certain, in_object))
    return tuple(found)
