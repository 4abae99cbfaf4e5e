"""Rendered lists of fields, read back and written as the tables of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LABEL = re.compile(r"^(Parameters|Returns|Properties):$")
_ITEM = re.compile(
    r"(?P<indent> *)- (?P<name>`[^`]+`)(?: \((?P<mark>(?:`[^`]*`|[^()`]|\([^()]*\))*)\))?"
    r"(?::(?: (?P<text>.*))?)?"
)
_OBJECT = re.compile(r"\[object\]\([^()]*\)|object")


@dataclass(slots=True)
class Row:
    """One field."""

    name: str
    type: str
    required: bool
    lines: list[str] = field(default_factory=list)


def field_rows(text: str) -> dict[str, list[Row]]:
    """Return the fields of a symbol by the label of their list, nested ones by dotted name."""
    found: dict[str, list[Row]] = {}
    rows: list[Row] | None = None
    above: list[tuple[int, str]] = []
    for line in text.split("\n"):
        if label := _LABEL.match(line):
            rows = found.setdefault(label[1], [])
            above = []
        elif rows is None:
            continue
        elif (item := _ITEM.fullmatch(line)) and len(item["indent"]) <= 2 * len(above):
            depth = len(item["indent"]) // 2
            del above[depth:]
            name = ".".join([*(name for _, name in above), item["name"].strip("`")])
            rows.append(_row(name, item["mark"] or "", item["text"] or ""))
            above.append((depth, item["name"].strip("`")))
        elif rows:
            rows[-1].lines.append(line[2 * len(above) :])
    return found


def _row(name: str, mark: str, text: str) -> Row:
    kind = next(iter(re.findall(r"`([^`]*)`", mark)), "object" if _OBJECT.match(mark) else "")
    if "deprecated" in mark:
        name += " (deprecated)"
    return Row(name, kind, "optional" not in mark, [text] if text else [])


def table(rows: list[Row]) -> str:
    """Return fields as a table, as the site writes them."""
    lines = ["| Field | Type | Required | Description |", "| --- | --- | --- | --- |"]
    for row in rows:
        text = "<br>".join(line.strip() if not line.strip() else line for line in row.lines)
        cells = (f"`{row.name}`", f"`{row.type}`" if row.type else "", _word(row), text.strip())
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def _word(row: Row) -> str:
    return "Yes" if row.required else "No"
