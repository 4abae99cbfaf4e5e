"""Tables and definition lists, rewritten in the lines of one section."""

from __future__ import annotations

import re

_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_DEFINITION = re.compile(r"(?P<indent> *): +(?P<text>\S.*)")
_NOT_A_TERM = re.compile(r"\s*(?:$|[-*+>|#:]\s|[0-9]{1,9}[.)]\s)")
_TASK = re.compile(r"^(\s*(?:[-*+]|[0-9]{1,9}[.)]) +)\[[ xX]\] +")


def rewritten(lines: list[str]) -> list[str]:
    """Return the lines with compact tables, definitions as list items, and tasks as bullets."""
    result: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if "|" in line and "|" in following and _DELIMITER.fullmatch(following):
            end = number + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            result += _table(lines[number:end])
            number = end
        elif _is_term(line, lines[number - 1] if number else "") and (
            definition := _DEFINITION.fullmatch(following)
        ):
            term = line.strip()
            bold = term if term.startswith("**") and term.endswith("**") else f"**{term}**"
            result.append(f"{definition['indent']}- {bold}: {definition['text'].rstrip()}")
            number += 2
        else:
            result.append(_TASK.sub(r"\1", line))
            number += 1
    return result


def _is_term(line: str, before: str) -> bool:
    """Return whether a definition may follow: a paragraph of one line, or a term after another."""
    return not _NOT_A_TERM.match(line) and (
        not before.strip() or bool(_DEFINITION.fullmatch(before))
    )


def _table(lines: list[str]) -> list[str]:
    """Return a table's lines without the padding that aligns its columns."""
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    rows = [_cells(line) for line in lines]
    rows[1] = [re.sub("-+", "---", cell) for cell in rows[1]]
    return [f"{indent}| {' | '.join(cells)} |" for cells in rows]


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    cells = [cell.strip() for cell in _CELL_BORDER.split(line)]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells
