"""The exact versions that the lock files of npm, pnpm and Yarn name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.sdk.sources.manifests import read_json, read_limited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# A block begins in the first column with all ranges it answers; its version stands below.
_YARN_BLOCK = re.compile(
    r'^(?P<ranges>[^\s#][^\n]*):\n(?:[ \t]+[^\n]*\n)*?[ \t]+version:? "?(?P<version>[^"\s]+)"?$',
    re.MULTILINE,
)
_YARN_NAME = re.compile(r'"?((?:@[^@/"]+/)?[^@/",\s]+)@')


def locked_versions(path: Path, project: Path) -> Mapping[str, str]:
    """Return the version of each package that a lock file names, by the package's name.

    Args:
        path: The lock file.
        project: The folder whose packages are wanted: that of the lock file, or one of its
            workspace below.

    Raises:
        ParseError: The file breaks its format.
    """
    return dict(LOCK_FILES[path.name](path, project.relative_to(path.parent).as_posix()))


def _npm(path: Path, project: str) -> Iterator[tuple[str, str]]:
    content = read_json(path)
    for prefix in ("node_modules/", f"{project}/node_modules/"):
        # Deeper places, with a second `node_modules`, hold the versions of dependencies.
        for place, entry in _items(content, "packages"):
            if place.startswith(prefix):
                yield from _version(place.removeprefix(prefix), entry)
    if not _items(content, "packages"):
        for name, entry in _items(content, "dependencies"):
            yield from _version(name, entry)


def _pnpm(path: Path, project: str) -> Iterator[tuple[str, str]]:
    import yaml  # Late: most projects have no such file.

    try:
        # Far faster than the loader in Python where libyaml is there, as in all wheels of PyYAML.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        content = yaml.load(read_limited(path), Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ParseError(f"not YAML: {error}", path=str(path)) from error
    # Before pnpm 9 a project on its own stands at the top of the file.
    yield from _pnpm_project(content)
    yield from _pnpm_project(dict(_items(content, "importers")).get(project))


def _pnpm_project(project: object) -> Iterator[tuple[str, str]]:
    for group in ("optionalDependencies", "devDependencies", "dependencies"):
        for name, entry in _items(project, group):
            version = entry.get("version") if isinstance(entry, dict) else entry
            if isinstance(version, str):
                # `11.0.0(react@19.0.0)` and, before pnpm 8, `11.0.0_react@19.0.0`.
                yield name, re.split(r"[(_]", version, maxsplit=1)[0]


def _yarn(path: Path, _: str) -> Iterator[tuple[str, str]]:
    text = read_limited(path).decode(errors="replace").replace("\r\n", "\n")
    for block in _YARN_BLOCK.finditer(text):
        for name in {match[1] for match in _YARN_NAME.finditer(block["ranges"])}:
            yield name, block["version"]


def _items(content: object, key: str) -> list[tuple[str, Any]]:
    value = content.get(key) if isinstance(content, dict) else None
    items = value.items() if isinstance(value, dict) else ()
    return [(name, item) for name, item in items if isinstance(name, str)]


def _version(name: str, entry: object) -> Iterator[tuple[str, str]]:
    if isinstance(entry, dict) and isinstance(entry.get("version"), str):
        yield name, entry["version"]


LOCK_FILES: Mapping[str, Callable[[Path, str], Iterator[tuple[str, str]]]] = {
    "package-lock.json": _npm,
    "npm-shrinkwrap.json": _npm,
    "pnpm-lock.yaml": _pnpm,
    "yarn.lock": _yarn,
}
"""Readers by file name, in the order in which they are looked for."""
