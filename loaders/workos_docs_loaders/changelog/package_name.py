"""The package whose changelog a file is, as its manifest or its path says."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MANIFESTS: tuple[tuple[str, Callable[[str], Any], tuple[str, ...]], ...] = (
    # Files beside a changelog that name the package, and the keys under which they do.
    ("package.json", json.loads, ("name",)),
    ("composer.json", json.loads, ("name",)),
    ("pyproject.toml", tomllib.loads, ("project", "name")),
    ("Cargo.toml", tomllib.loads, ("package", "name")),
)
# Parts of a path or URL that do not name a package.
_GENERIC_NAME = re.compile(
    r"(change-?logs?|changes|history|releases?|rss|feeds?|atom|index|main|master|head|refs|heads|"
    r"blob|raw|docs|latest)?",
    re.IGNORECASE,
)
_GENERIC_ENDING = re.compile(r"[-_.](change-?log|changes|history|releases?)$", re.IGNORECASE)


def name_in_manifest(directory: Path) -> str:
    """Return the name that the first manifest in a directory gives, or an empty text."""
    for file_name, parse, keys in _MANIFESTS:
        try:
            value = parse((directory / file_name).read_text(encoding="utf-8"))
            for key in keys:
                value = value[key]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        if isinstance(value, str) and value:
            return value
    return ""


def name_in_path(path: str) -> str:
    """Return the last part of a path that names something: `.../authkit-nextjs/CHANGELOG.md`."""
    stem, *parents = reversed(PurePosixPath("/", path).parts)
    names = (_GENERIC_ENDING.sub("", PurePosixPath(stem).stem), *parents)
    return next((name for name in names if not _GENERIC_NAME.fullmatch(name.strip("/"))), "")
