"""Pages of the API reference: samples and tables of fields as entries in the package's form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from workos_docs_loaders.languages import LANGUAGES
from workos_docs_loaders.site.reading.markdown_page import joined, segments
from workos_docs_loaders.site.reading.samples import Sample, is_container_mark, samples
from workos_docs_loaders.site.reading.tables import Item, field_tables
from workos_docs_loaders.urls import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.site.reading.markdown_page import Segment

Role = Literal["parameters", "returns", "properties"]

_ROLES: dict[str, Role] = {
    "parameters": "parameters",
    "path parameters": "parameters",
    "query parameters": "parameters",
    "body parameters": "parameters",
    "arguments": "parameters",
    "request": "parameters",
    "request body": "parameters",
    "response": "returns",
    "returns": "returns",
    "properties": "properties",
    "attributes": "properties",
    "fields": "properties",
}
"""What a heading says of the tables below it."""
_PATH = re.compile(r"(?:(?P<verb>GET|POST|PUT|PATCH|DELETE)\s+)?(?P<path>/\S*)")
_MARKED_SAMPLES = frozenset({"request", "response"})
_CURL = "curl"
_MAIN_LEVEL = 3
"""Deeper headings divide one operation."""


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """A page of the reference, told apart into text and entries."""

    text: str
    """What is neither sample nor table."""
    reference: dict[str, list[dict[str, Any]]]
    """Entries by language, as the front matter of the package has them."""


def read_reference(text: str) -> ReferencePage:
    """Read a page of the reference, whatever it holds of it."""
    kept: list[str] = []
    reference: dict[str, list[dict[str, Any]]] = {}
    for group in _groups(segments(text)):
        operation = _Operation.read(group)
        entries = dict(operation.entries())
        kept.append(operation.text if entries else joined(group))
        for language, entry in entries.items():
            reference.setdefault(language, []).append(entry)
    return ReferencePage("\n\n".join(part for part in kept if part), reference)


def _groups(pieces: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Yield the segments of each operation: a heading, then those that divide what it is over."""
    group: list[Segment] = []
    for piece in pieces:
        divides = piece.level > _MAIN_LEVEL or _is_mark(piece)
        if group and not divides:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _is_mark(piece: Segment) -> bool:
    return piece.title.lower() in _ROLES or _PATH.fullmatch(piece.title) is not None


@dataclass(slots=True)
class _Operation:
    """What one operation, or one object, has."""

    title: str
    text: str = ""
    verb: str = ""
    path: str = ""
    requests: dict[str, list[Sample]] = field(default_factory=dict)
    """By language."""
    responses: list[Sample] = field(default_factory=list)
    fields: dict[Role, list[Item]] = field(default_factory=dict)

    @classmethod
    def read(cls, group: Sequence[Segment]) -> _Operation:
        operation = cls(next((piece.title for piece in group if piece.title), ""))
        texts = [operation._piece(piece) for piece in group]
        operation.text = "\n\n".join(text for text in texts if text)
        operation._complete()
        return operation

    def _piece(self, piece: Segment) -> str:
        """Take what a segment has of the operation; return the rest of it."""
        if match := _PATH.fullmatch(piece.title):
            self.verb, self.path = match["verb"] or self.verb, match["path"]
        heading = piece.title.lower()
        role = "parameters" if match else _ROLES.get(heading)
        lines = piece.text.split("\n")
        taken: set[int] = set()
        for table in field_tables(lines):
            self.fields.setdefault(role or "properties", []).extend(table.items)
            taken.update(range(table.start, table.end))
        for sample in samples(lines):
            if self._takes(sample, heading):
                taken.update(range(sample.start, sample.end))
        if taken:
            taken.update(n for n, line in enumerate(lines) if is_container_mark(line))
        rest = "\n".join(line for n, line in enumerate(lines) if n not in taken).strip("\n")
        if _is_mark(piece):
            return rest if rest.strip() else ""
        head = piece.markdown[: len(piece.markdown) - len(piece.text)] if piece.level else ""
        title = f"{'#' * piece.level} {piece.title}" if piece.level else head
        return "\n\n".join(part for part in (title.strip("\n"), rest) if part.strip())

    def _takes(self, sample: Sample, heading: str) -> bool:
        """Take a sample, if it is one of the operation rather than of its text."""
        mark = sample.title.lower() if sample.title.lower() in _MARKED_SAMPLES else heading
        if mark == "response":
            self.responses.append(sample)
        elif sample.language and (
            sample.call or sample.endpoint[1] or (mark == "request" and _is_sdk(sample))
        ):
            self.requests.setdefault(sample.language, []).append(sample)
        else:
            return False
        return True

    def _complete(self) -> None:
        for sample in self.requests.get(_CURL, ()):
            verb, path = sample.endpoint
            self.verb, self.path = self.verb or verb, self.path or path
        if self.path or self.requests:
            # A table right below the heading of an operation is of what it takes.
            self.fields.setdefault("parameters", []).extend(self.fields.pop("properties", ()))

    def entries(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield an entry for each language, cURL's first; the first one shows the response."""
        if not (self.path or self.requests or any(self.fields.values())):
            return
        shown = self.responses
        if self.path or not self.requests:
            requests = self.requests.get(_CURL, [])
            entry = self._entry(self._key(), self.path or self.title, [*requests, *shown])
            if self.path and self.verb:
                entry["type"] = self.verb
            yield _CURL, entry
            shown = []
        for language, requests in self.requests.items():
            if language != _CURL:
                title = next((sample.call for sample in requests if sample.call), self.title)
                key = _last_name(title) or self._key()
                yield language, self._entry(key, title, [*requests, *shown])
                shown = []

    def _entry(self, key: str, title: str, shown: Sequence[Sample]) -> dict[str, Any]:
        entry: dict[str, Any] = {"key": key, "title": title}
        if shown:
            entry["description"] = "\n\n".join(sample.markdown for sample in shown)
        # Copies: YAML would write one list that many entries share as an alias.
        entry.update({role: _copied(items) for role, items in self.fields.items() if items})
        return entry

    def _key(self) -> str:
        """Return what the operation is called in any language."""
        for language in ("python", "ruby", *self.requests):
            for sample in self.requests.get(language, ()):
                if name := _last_name(sample.call):
                    return name
        return slugify(self.title).replace("-", "_") or "entry"


def _is_sdk(sample: Sample) -> bool:
    return sample.language in LANGUAGES and LANGUAGES[sample.language].has_sdk


def _last_name(call: str) -> str:
    return re.split(r"\.|->|::", call)[-1].removesuffix("()") if call.endswith("()") else ""


def _copied(items: Sequence[Item]) -> list[Item]:
    return [
        {name: _copied(value) if name == "properties" else value for name, value in item.items()}
        for item in items
    ]
