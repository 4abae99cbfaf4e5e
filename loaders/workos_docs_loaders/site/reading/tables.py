"""Tables of fields: names, types, what is required, descriptions; dotted names are children."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BORDER = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_DEPRECATED = re.compile(r"\s*[(\[]deprecated[)\]]\s*$", re.IGNORECASE)
_REQUIRED = re.compile(r"\s*[(\[]?(?P<word>required|optional)[)\]]?\s*$", re.IGNORECASE)
_REFERENCE_LIKE = re.compile(r"\((\w+(?:\.\w+)*)\)")
_COLUMNS = {
    "attribute": "name",
    "field": "name",
    "key": "name",
    "name": "name",
    "parameter": "name",
    "property": "name",
    "type": "type",
    "optional": "optional",
    "required": "required",
    "description": "text",
}
_YES = frozenset({"yes", "true", "required", "\N{CHECK MARK}", "\N{WHITE HEAVY CHECK MARK}", "x"})

Item = dict[str, Any]
"""A field in the form of the package's reference: `key`, `type`, `description`, `properties`."""


@dataclass(frozen=True, slots=True)
class FieldTable:
    """A table of fields, and the lines of the text that it stands on."""

    start: int
    end: int
    items: tuple[Item, ...]


def field_tables(lines: Sequence[str]) -> Iterator[FieldTable]:
    """Yield the tables among some lines that have a column of names and one of types."""
    number = 0
    fence = ""
    while number < len(lines):
        line = lines[number]
        following = lines[number + 1] if number + 1 < len(lines) else ""
        marks = re.match(r"\s*(`{3,}|~{3,})", line)
        if marks and not fence:
            fence = marks[1]
        elif fence and line.strip() == fence:
            fence = ""
        is_table = (
            not fence and "|" in line and "|" in following and _DELIMITER.fullmatch(following)
        )
        if not is_table:
            number += 1
            continue
        end = number + 2
        while end < len(lines) and "|" in lines[end]:
            end += 1
        columns = [_COLUMNS.get(cell.strip("*` ").lower(), "") for cell in _cells(line)]
        if "name" in columns and "type" in columns:
            rows = (
                dict(zip(columns, _cells(row), strict=False)) for row in lines[number + 2 : end]
            )
            yield FieldTable(number, end, tuple(_nested([row for row in rows if row.get("name")])))
        number = end


def _nested(rows: Sequence[dict[str, str]]) -> list[Item]:
    """Return the rows as fields, `domains[].id` below `domains`."""
    top: list[Item] = []
    by_name: dict[str, Item] = {}
    for row in rows:
        item, full = _item(row)
        if not full:  # nothing but marks
            continue
        owner, _, name = full.rpartition(".")
        if owner in by_name:
            item["key"] = name + item["key"].removeprefix(full)
            by_name[owner].setdefault("properties", []).append(item)
        else:
            top.append(item)
        by_name.setdefault(full, item)
    return top


def _item(row: dict[str, str]) -> tuple[Item, str]:
    """Return a row as a field, and the field's whole name."""
    name = row["name"].strip()
    marks = _REQUIRED.search(name)
    if marks and marks.start():
        name = name[: marks.start()]
    deprecated = _DEPRECATED.search(name)
    full = _plain(name[: deprecated.start()] if deprecated else name).replace("[]", "")
    item: Item = {"key": f"{full} [Deprecated]" if deprecated else full}
    if kind := _plain(row.get("type", "")):
        item["type"] = kind
    if text := _text(row.get("text", "")):
        item["description"] = text
    if _is_optional(row, marks["word"].lower() if marks and marks.start() else ""):
        item["optional"] = True
    return item, full


def _is_optional(row: dict[str, str], mark: str) -> bool:
    if "required" in row:
        return row["required"].strip("*`_ ").lower() not in _YES
    if "optional" in row:
        return row["optional"].strip("*`_ ").lower() in (_YES | {"optional"})
    return mark == "optional"


def _text(cell: str) -> str:
    """Return a description, its `<br>` as the line ends that a table cannot hold."""
    text = _BREAK.sub("\n", cell.replace("\\|", "|")).strip()
    # The whole of such a text would be read as a reference to another one.
    return f"\\{text}" if _REFERENCE_LIKE.fullmatch(text) else text


def _plain(cell: str) -> str:
    """Return a name or a type without the marks of a code span, or of bold."""
    text = cell.replace("\\|", "|").strip().strip("*").strip()
    if text.count("`") == 2 and text[0] == text[-1] == "`":
        return text.strip("`").strip()
    return text.replace("`", "")


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    cells = [cell.strip() for cell in _BORDER.split(line)]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells
