"""Small files that are written whole or not at all, and what is noted in them."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(file: Path, data: bytes) -> None:
    """Write a file under another name first: whoever reads it finds the former one or this."""
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_bytes(data)
    unfinished.replace(file)


def read_notes(file: Path) -> dict[str, Any]:
    """Return the object of a JSON file; nothing where it is missing or damaged."""
    with suppress(OSError, ValueError):
        notes = json.loads(file.read_bytes())
        return notes if isinstance(notes, dict) else {}
    return {}
