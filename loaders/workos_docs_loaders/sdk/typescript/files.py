"""The files of an npm package: its declarations, and the sources they were made from."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.sdk.manifests import read_json
from workos_docs_loaders.sdk.models import SkippedFile
from workos_docs_loaders.sdk.typescript.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tree_sitter import Node

MAX_FILE_SIZE = 4 * 1024 * 1024
"""Largest declaration, source or source map read; the largest of the SDK has 760 kB."""

DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
"""The same declarations for different loaders of modules: the first kind that is there is read."""
_SOURCE = re.compile(r"\.[cm]?tsx?$")
_SCRIPT = re.compile(r"\.[cm]?js$")
_IMPORT_TYPE = re.compile(r"""\bimport\((["'])[^"'\n]*\1\)\.(?=\w)""")
_TEST = re.compile(r"(?:^|/)(?:node_modules|__tests__|__mocks__|fixtures)/|\.(?:spec|test)\.")


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file and its syntax."""

    path: str
    """Relative to the package, with `/`; of a source in a map, as in the repository."""
    root: Node
    is_source: bool
    """Whether its lines are those of the repository."""


@dataclass
class PackageFiles:
    """What a package declares and how it is written."""

    manifest: Mapping[str, Any]
    """Its `package.json`."""
    declarations: list[ParsedFile] = field(default_factory=list)
    sources: list[ParsedFile] = field(default_factory=list)
    """TypeScript sources, shipped or in source maps; else the compiled JavaScript."""
    skipped: list[SkippedFile] = field(default_factory=list)


def read_files(root: Path) -> PackageFiles:
    """Read the declarations and sources of a package's folder."""
    manifest = read_json(root / "package.json")
    found = PackageFiles(manifest if isinstance(manifest, dict) else {})
    paths = sorted(place for path in root.rglob("*") if (place := _place(path, root)))
    declared = next((list(some) for kind in DECLARATIONS if (some := _ending(paths, kind))), [])
    shipped = [p for p in paths if p.startswith("src/") and _is_source(p)]
    for place in declared:
        _read(root, place, False, found.declarations, found)
    for place in shipped:
        _read(root, place, True, found.sources, found)
    if not shipped:
        _read_maps(root, _ending(paths, ".map"), found)
    if not found.sources:
        for place in filter(_SCRIPT.search, paths):
            _read(root, place, False, found.sources, found)
    if not declared:
        found.declarations = [file for file in found.sources if file.is_source]
    return found


def _place(path: Path, root: Path) -> str:
    place = path.relative_to(root).as_posix()
    return "" if _TEST.search(place) or path.is_symlink() or not path.is_file() else place


def _ending(paths: list[str], suffix: str) -> list[str]:
    return [place for place in paths if place.endswith(suffix)]


def _is_source(place: str) -> bool:
    return bool(_SOURCE.search(place)) and not place.endswith(DECLARATIONS)


def _read(
    root: Path, place: str, is_source: bool, into: list[ParsedFile], found: PackageFiles
) -> None:
    try:
        text = decoded(root / place)
    except (OSError, ValueError) as error:
        found.skipped.append(SkippedFile(place, str(error)[:200]))
        return
    _parse(place, text, is_source, into, found)


def decoded(path: Path) -> str:
    """Return the text of a file that is not larger than any of a package."""
    if path.stat().st_size > MAX_FILE_SIZE:
        raise ValueError(f"larger than {MAX_FILE_SIZE} bytes")
    return path.read_bytes().decode("utf-8-sig")


def _parse(
    place: str, text: str, is_source: bool, into: list[ParsedFile], found: PackageFiles
) -> None:
    # The grammar does not know `import("module").Type<Argument>`.
    text = _IMPORT_TYPE.sub("", text)
    tree = parse(text, jsx=place.endswith(("x", ".js", ".mjs", ".cjs")))
    # Elsewhere an error costs the declaration that it is in.
    if tree.has_error and all(child.type == "ERROR" for child in tree.children):
        found.skipped.append(SkippedFile(place, "syntax that is not TypeScript"))
        return
    into.append(ParsedFile(place, tree, is_source))


def _read_maps(root: Path, places: list[str], found: PackageFiles) -> None:
    """Read the sources that source maps carry; the maps of different bundles repeat them."""
    seen: set[str] = set()
    for place in places:
        try:
            content = json.loads(decoded(root / place))
        except (OSError, ValueError, RecursionError) as error:
            found.skipped.append(SkippedFile(place, str(error)[:200]))
            continue
        for source, text in _sources(content, posixpath.dirname(place)):
            if source not in seen:
                seen.add(source)
                _parse(source, text, True, found.sources, found)


def _sources(content: Any, directory: str) -> Iterator[tuple[str, str]]:
    if not isinstance(content, dict):
        return
    names, texts = content.get("sources"), content.get("sourcesContent")
    if not isinstance(names, list) or not isinstance(texts, list):
        return
    base = str(content.get("sourceRoot") or "")
    for name, text in zip(names, texts, strict=False):
        if isinstance(name, str) and isinstance(text, str):
            # Only a label: nothing is opened at this place.
            place = posixpath.normpath(posixpath.join(directory, base, name))
            if place.startswith("src/") and _is_source(place) and not _TEST.search(place):
                yield place, text
