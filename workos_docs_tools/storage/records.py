"""Nodes as Chroma records and back: flat scalar metadata that any Chroma client can read.

Flags are 0 or 1 and every date is a number too, `day` (`20260217`): frameworks' filters take text
and numbers alone. Three of the values are compact, one item a space or a line:

- `parts`: where each part begins in the text, and in the embedded text; a part ends where only
  white space is left before the next: `0:41 120:158`.
- `headings`: one a line, `<start> <level> <slug> <title>`.
- `body_start`: where a release's own text begins, after its title and date.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from workos_docs_loaders.markdown.parts import parts_at
from workos_docs_loaders.models import Node, NodeHeading, Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Scalar = str | int
Metadata = dict[str, Scalar]

_TITLE_SEPARATOR = " > "
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def join_titles(titles: Iterable[str]) -> str:
    """Return titles as one text: `Guides > Single Sign-On`.

    A `>` within a title is escaped, so that no title can hold the separator.
    """
    return _TITLE_SEPARATOR.join(re.sub(r"([\\>])", r"\\\1", title) for title in titles)


def split_titles(joined: str) -> tuple[str, ...]:
    """Return the titles that `join_titles` joined."""
    titles = joined.split(_TITLE_SEPARATOR) if joined else ()
    return tuple(re.sub(r"\\([\\>])", r"\1", title) for title in titles)


def _join_headings(headings: Iterable[NodeHeading]) -> str:
    return "\n".join(f"{item.start} {item.level} {item.slug} {item.title}" for item in headings)


def _split_headings(joined: str) -> tuple[NodeHeading, ...]:
    lines = (line.split(" ", 3) for line in joined.split("\n") if line)
    return tuple(
        NodeHeading(int(start), int(level), title, slug) for start, level, slug, title in lines
    )


class _Form(NamedTuple):
    """How a field of a node that is not a scalar is written and read."""

    write: Callable[[Any], Scalar]
    read: Callable[[Any], Any]


_TITLES = _Form(join_titles, split_titles)
_LINES = _Form("\n".join, lambda joined: tuple(joined.split("\n")) if joined else ())
_FLAG = _Form(int, bool)
_FORMS: Mapping[str, _Form] = {
    "breadcrumb": _TITLES,
    "heading_path": _TITLES,
    "names": _LINES,
    "headings": _Form(_join_headings, _split_headings),
    "deprecated": _FLAG,
    "hidden": _FLAG,
}
_KEYS: Mapping[str, str] = {
    field.name: {"url": "source"}.get(field.name, field.name)  # As frameworks' citations call it.
    for field in fields(Node)
    if field.name not in ("id", "text", "parts", "release")
}
"""Metadata key of each field of a node that needs no other to be read."""


def to_metadata(node: Node) -> Metadata:
    """Return a node's Chroma metadata: everything but id and text, and the content hash.

    Empty fields are left out: Chroma takes no `None`, and what frameworks show a model is shorter.
    """
    values = {key: _written(name, getattr(node, name)) for name, key in _KEYS.items()}
    values["parts"] = " ".join(f"{part.start}:{part.embedded_start}" for part in node.parts)
    values["content_hash"] = node.content_hash
    values["day"] = day_number(node.date)
    if node.release:
        values |= release_metadata(node.release)
        values["body_start"] = len(node.text) - len(node.release.text)
    return {key: value for key, value in values.items() if value != ""}


def release_metadata(release: Release) -> Metadata:
    """Return what is known of a changelog entry beyond what every page has."""
    return {
        "package": release.package,
        "release": release.version,
        "release_title": release.title,
        "groups": "\n".join(release.groups),
        "breaking": int(release.breaking),
        "yanked": int(release.yanked),
    }


def day_number(date: str) -> int:
    """Return an ISO date as a number in the same order; 0 where there is none."""
    return int(date.replace("-", "")) if _ISO_DATE.fullmatch(date) else 0


def is_node(record_id: str, metadata: Mapping[str, Any] | None, version: str) -> bool:
    """Whether a record is a node of ours, and none that a user wrote beside them.

    Copies of our records that users add, with the same metadata, have ids of their own.

    Args:
        record_id: Its id.
        metadata: Its metadata, if it has any.
        version: Version of the nodes of its collection.
    """
    described = metadata or {}
    return (
        record_id.startswith(f"{version}/")
        and described.get("version") == version
        and "content_hash" in described
    )


def from_record(record_id: str, text: str, metadata: Mapping[str, Any]) -> Node:
    """Return the node that a Chroma record was made of."""
    values = {name: _read(name, metadata.get(key, "")) for name, key in _KEYS.items()}
    offsets = [item.split(":") for item in metadata.get("parts", "").split()]
    starts, embedded = ([int(pair[at]) for pair in offsets] for at in (0, 1))
    return Node(
        id=record_id,
        text=text,
        parts=parts_at(text, starts, embedded),
        release=_release(text, metadata) if "body_start" in metadata else None,
        **values,
    )


def _written(field: str, value: Any) -> Scalar:
    return _FORMS[field].write(value) if field in _FORMS else value


def _read(field: str, value: Any) -> Any:
    return _FORMS[field].read(value) if field in _FORMS else value


def _release(text: str, metadata: Mapping[str, Any]) -> Release:
    return Release(
        package=metadata.get("package", ""),
        version=metadata.get("release", ""),
        date=metadata.get("date", ""),
        text=text[metadata["body_start"] :],
        url=metadata.get("page_url", ""),
        title=metadata.get("release_title", ""),
        groups=_LINES.read(metadata.get("groups", "")),
        breaking=bool(metadata["breaking"]),
        yanked=bool(metadata["yanked"]),
    )
