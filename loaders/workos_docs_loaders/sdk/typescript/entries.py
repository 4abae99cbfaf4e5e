"""The files that users of an npm package import from, as its `package.json` says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workos_docs_loaders.sdk.typescript.files import ParsedFile

_ENDING = re.compile(r"(?:\.d)?\.[cm]?[jt]sx?$")
_INDEX = re.compile(r"(?:^|/)index$")
MAX_DEPTH = 10
"""Deepest nesting of conditions in `exports` that is followed."""


def stem(path: str) -> str:
    """Return a path without what says how it is written: `dist/index` of `dist/index.d.ts`."""
    return _ENDING.sub("", path)


def entry_files(files: Sequence[ParsedFile], manifest: Mapping[str, Any]) -> list[ParsedFile]:
    """Return the files of a package that it exports, else its outermost index file.

    A checkout has none of the files that its manifest names: they are built. Patterns (`./*`) are
    left out: what is meant for users has a name.
    """
    exports = strings(manifest.get("exports"), MAX_DEPTH)
    named = [*exports, *(manifest.get(key) for key in ("types", "typings"))]
    stems = {stem(text.removeprefix("./")) for text in named if isinstance(text, str)}
    found = [file for file in files if stem(file.path) in stems]
    indexes = [file for file in files if _INDEX.search(stem(file.path))]
    return found or sorted(indexes, key=lambda file: file.path.count("/"))[:1]


def strings(value: object, depth: int) -> Iterator[str]:
    """Yield all texts in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item, depth - 1)
