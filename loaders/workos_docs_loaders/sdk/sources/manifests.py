"""Which official package a folder holds: `package.json`, wheel metadata, or a project file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.sdk.packages import SDKS, SdkDefinition, published_as
from workos_docs_loaders.sdk.sources.cache import is_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from workos_docs_loaders.sdk.packages import Registry

MAX_SIZE = 5 * 1024 * 1024
"""Largest manifest read. A lock file of a large project has two megabytes."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An official package that was found in a folder."""

    definition: SdkDefinition
    version: str
    root: Path


def find_manifests(directory: Path) -> list[Manifest]:
    """Return the official packages that a folder is or holds at its top, at most one a folder.

    Raises:
        ParseError: A manifest of an official package is malformed.
    """
    roots = [directory, *_folders(directory)]
    # An archive has one folder at its top; `node_modules` has the scopes `@workos-inc`, `@workos`.
    roots += [path for scope in roots[1:] if scope.name[0] == "@" for path in _folders(scope)]
    found: list[Manifest] = []
    for root in roots:
        found += islice(_manifests(root), 1)
        if found and root == directory:
            break
    return found


def read_json(path: Path) -> Any:
    """Return the content of a JSON file.

    Raises:
        ParseError: It is not JSON, or far too large.
    """
    try:
        return json.loads(read_limited(path))
    except json.JSONDecodeError as error:
        raise ParseError(error.msg, path=str(path), line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise ParseError(f"not JSON: {error}", path=str(path)) from error


def read_limited(path: Path) -> bytes:
    """Return the bytes of a manifest or lock file.

    Raises:
        ParseError: It is far too large.
    """
    if path.stat().st_size > MAX_SIZE:
        raise ParseError(f"larger than {MAX_SIZE} bytes", path=str(path))
    return path.read_bytes()


def _folders(directory: Path) -> list[Path]:
    return sorted(path for path in directory.iterdir() if path.is_dir())


def _manifests(root: Path) -> Iterator[Manifest]:
    for registry, files, read in _KINDS:
        for file in files(root):
            values = read(file)
            definition = published_as(str(values.get("name")), registry)
            if definition is None:
                continue
            version = values.get("version")
            if not isinstance(version, str) or not is_version(version):
                raise ParseError(f"no valid version: {version!r}", path=str(file))
            yield Manifest(definition, version, root)


def _package_json(path: Path) -> Mapping[str, object]:
    content = read_json(path)
    return content if isinstance(content, dict) else {}


def _metadata(path: Path) -> Mapping[str, object]:
    from email.parser import BytesHeaderParser  # Late: a package that is indexed is not read.

    headers = BytesHeaderParser().parsebytes(read_limited(path))
    return {"name": headers["Name"], "version": headers["Version"]}


def _project(path: Path) -> Mapping[str, object]:
    import tomllib

    try:
        content = tomllib.loads(read_limited(path).decode())
    except (ValueError, RecursionError) as error:
        raise ParseError(f"not TOML: {error}", path=str(path)) from error
    project = content.get("project")
    return project if isinstance(project, dict) else {}


def _named(pattern: str) -> Callable[[Path], list[Path]]:
    return lambda root: sorted(path for path in root.glob(pattern) if path.is_file())


def _wheel_metadata(root: Path) -> list[Path]:
    names = [definition.package for definition in SDKS if definition.registry == "pypi"]
    return [path for name in names for path in _named(f"{name}-*.dist-info/METADATA")(root)]


_KINDS: tuple[
    tuple[Registry, Callable[[Path], list[Path]], Callable[[Path], Mapping[str, object]]], ...
] = (
    ("npm", _named("package.json"), _package_json),
    ("pypi", _wheel_metadata, _metadata),
    ("pypi", _named("PKG-INFO"), _metadata),
    ("pypi", _named("pyproject.toml"), _project),
)
"""In this order: what is published says more than what it is built from."""
