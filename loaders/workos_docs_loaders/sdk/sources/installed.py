"""What the project at hand uses: this Python environment, and the nearest Node project."""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from workos_docs_loaders.errors import LoaderWarning, ParseError, reading
from workos_docs_loaders.sdk.packages import SDKS, SdkDefinition
from workos_docs_loaders.sdk.sources.cache import is_version
from workos_docs_loaders.sdk.sources.lockfiles import LOCK_FILES, locked_versions
from workos_docs_loaders.sdk.sources.manifests import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEPENDENCY_GROUPS = ("dependencies", "devDependencies", "peerDependencies")
# `^10.2.0` and its like begin at a version that was published, and that the project allows.
_RANGE = re.compile(r"(?:[\^~=v]|>=)*\s*(\d+\.\d+\.\d+(?:-[\w.-]+)?)")


@dataclass(frozen=True, slots=True)
class InstalledSdk:
    """An SDK package that a project uses."""

    name: str
    """Short name: `python`, `node`."""
    version: str
    path: Path | None
    """The installed package's folder; None where it is not installed."""
    origin: Path
    """The folder or file that says so."""

    @property
    def source(self) -> str | Path:
        """What `open_sdk` takes to open it."""
        return self.path or f"{self.name}@{self.version}"


def installed_sdks(directory: str | Path | None = None) -> tuple[InstalledSdk, ...]:
    """Return the SDK packages that a project uses, in the order of `SDKS`.

    They are the `workos` distribution of this Python environment, found without importing it, and
    the WorkOS packages of the nearest `package.json`: their version is the installed one, else the
    one of the nearest lock file, else the lowest that the `package.json` allows.

    Args:
        directory: Where the project is; by default the working directory. The search goes upward.

    Warns:
        LoaderWarning: A manifest or lock file is malformed; the others are read.
    """
    with reading(directory or "."):
        start = Path(directory or ".").expanduser().absolute()
        found = [_find(definition, start) for definition in SDKS]
    return tuple(sdk for sdk in found if sdk)


def _find(definition: SdkDefinition, start: Path) -> InstalledSdk | None:
    if definition.registry == "pypi":
        return _in_python_environment(definition)
    return _in_node_project(definition, start)


def _in_python_environment(definition: SdkDefinition) -> InstalledSdk | None:
    if not _may_be_installed(definition.package):
        return None
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        found = distribution(definition.package)
    except PackageNotFoundError:
        return None
    root = Path(str(found.locate_file("")))
    if not (root / definition.package).is_dir():
        # An editable install names the checkout in its metadata.
        origin = json.loads(found.read_text("direct_url.json") or "{}")
        root = Path(unquote(urlsplit(str(origin.get("url", ""))).path))
    path = root if root.is_dir() and root != Path() else None
    return InstalledSdk(definition.name, found.version, path, root)


def _may_be_installed(package: str) -> bool:
    """Return whether a folder of this environment has metadata of a package, by the name alone.

    Asking `importlib.metadata` takes a twentieth of a second, to import it.
    """
    for entry in sys.path:
        try:
            names = [found.name for found in os.scandir(entry or ".")]
        except NotADirectoryError:
            return True  # An archive, which may hold anything.
        except OSError:
            continue
        if any(name.lower().startswith((f"{package}-", f"{package}.")) for name in names):
            return True
    return False


def _in_node_project(definition: SdkDefinition, start: Path) -> InstalledSdk | None:
    folders = [start, *start.parents]
    for project in folders:
        allowed = _dependencies(project / "package.json").get(definition.package)
        if allowed is None:
            continue
        above = folders[folders.index(project) :]
        return (
            _in_node_modules(definition, above)
            or _in_lock_file(definition, above)
            or _in_package_json(definition, project, allowed)
        )
    return None


def _dependencies(manifest: Path) -> Mapping[str, str]:
    content = _read_or_warn(manifest)
    groups = [content.get(group) for group in reversed(_DEPENDENCY_GROUPS)]
    return {
        name: wanted
        for group in groups
        if isinstance(group, dict)
        for name, wanted in group.items()
        if isinstance(wanted, str)
    }


def _in_node_modules(definition: SdkDefinition, folders: list[Path]) -> InstalledSdk | None:
    for folder in folders:
        path = folder / "node_modules" / definition.package
        version = _read_or_warn(path / "package.json").get("version")
        if isinstance(version, str) and is_version(version):
            return InstalledSdk(definition.name, version, path, path)
    return None


def _in_lock_file(definition: SdkDefinition, folders: list[Path]) -> InstalledSdk | None:
    for path in _lock_files(folders):
        try:
            version = locked_versions(path, folders[0]).get(definition.package, "")
        except ParseError as error:
            warnings.warn(str(error), LoaderWarning, stacklevel=2)
            continue
        if is_version(version):
            return InstalledSdk(definition.name, version, None, path)
    return None


def _lock_files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for name in LOCK_FILES if (path := folder / name).is_file())


def _in_package_json(definition: SdkDefinition, project: Path, allowed: str) -> InstalledSdk | None:
    lowest = _RANGE.match(allowed)
    if lowest is None or not is_version(lowest[1]):
        return None
    return InstalledSdk(definition.name, lowest[1], None, project / "package.json")


def _read_or_warn(manifest: Path) -> Mapping[str, object]:
    if not manifest.is_file():
        return {}
    try:
        content = read_json(manifest)
    except ParseError as error:
        warnings.warn(str(error), LoaderWarning, stacklevel=2)
        return {}
    return content if isinstance(content, dict) else {}
