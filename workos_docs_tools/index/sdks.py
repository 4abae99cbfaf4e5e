"""SDK packages as collections: which ones are wanted, and each of them ready."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from packaging.version import Version

from workos_docs_loaders.errors import FetchError, LoaderWarning, WorkOSDocsError, reading
from workos_docs_loaders.sdk import (
    DEFAULT_SDKS,
    installed_sdks,
    named_sdk,
    newest_sdk,
    open_sdk,
)
from workos_docs_tools.errors import InvalidArgumentError, StoreBusyError
from workos_docs_tools.storage.facts import dump
from workos_docs_tools.storage.generations import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from chromadb.api import ClientAPI

    from workos_docs_tools.storage.database import Database
    from workos_docs_tools.storage.store import Told

PREFIX = "workos-sdk-"
"""Begins the name of every collection that holds an SDK."""

_INSTALLED = {"node_modules", "site-packages", "dist-packages"}
"""Folders whose packages are as they were published."""


@dataclass(frozen=True, slots=True)
class WantedSdk:
    """An SDK package that is to be loaded."""

    source: str | Path
    """What `open_sdk` takes."""
    is_named: bool
    """Whether the user asked for it; if so, going on without it is no answer."""
    name: str = ""
    """Short name, where its published files are meant."""
    version: str | None = None
    """The exact version; the newest one if None."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...


LoadedT = TypeVar("LoadedT", bound=_Named)


class OpenedSdks(NamedTuple):
    """What opening SDKs gives."""

    collections: tuple[str, ...]
    """Names of the collections, in the order in which the SDKs were asked for."""
    built: bool
    """Whether anything was written."""


def named_sdks(sources: Sequence[str | Path]) -> tuple[WantedSdk, ...]:
    """Return the SDKs that the user names, in any form that `open_sdk` takes."""
    return tuple(_named(source) for source in sources)


def default_sdks() -> tuple[WantedSdk, ...]:
    """Return the SDKs that the project at hand uses, and the newest of the most used others."""
    installed = installed_sdks()
    used = [
        WantedSdk(
            sdk.source,
            is_named=False,
            name="" if sdk.path and not _INSTALLED & {*sdk.path.parts} else sdk.name,
            version=sdk.version,
        )
        for sdk in installed
    ]
    missing = [name for name in DEFAULT_SDKS if name not in {sdk.name for sdk in installed}]
    return (*used, *(WantedSdk(name, is_named=False, name=name) for name in missing))


def open_sdks(
    database: Database,
    client: ClientAPI,
    wanted: Iterable[WantedSdk],
    *,
    refresh: bool,
    renew: bool,
    told: Told | None = None,
    progress: bool,
) -> OpenedSdks:
    """Return the collections of some SDKs, complete.

    Args:
        database: Where they lie.
        client: A client of it.
        wanted: The SDKs.
        refresh: Ask again which versions are the newest, and read folders again.
        renew: Read all of them again, and build again what is damaged.
        told: Told how many nodes are embedded, and of how many, if any need be.
        progress: Show a progress bar while embedding.

    Raises:
        SourceError: One that was named cannot be read or fetched.
        StoreError: Chroma refused it.
        InvalidArgumentError: Two are versions of one package.

    Warns:
        LoaderWarning: One that was not named cannot be read, fetched or stored.
    """
    sdks = load_each(
        wanted,
        lambda sdk: _open(
            database, client, sdk, refresh=refresh, renew=renew, told=told, progress=progress
        ),
    )
    return OpenedSdks(tuple(sdk.collection for sdk in sdks), any(sdk.built for sdk in sdks))


def load_each(wanted: Iterable[WantedSdk], load: Callable[[WantedSdk], LoadedT]) -> list[LoadedT]:
    """Return what loading gives of each SDK; without those that nobody named and that fail.

    Raises:
        WorkOSDocsError: What loading one that was named raised.
        InvalidArgumentError: Two are versions of one package.

    Warns:
        LoaderWarning: One that was not named cannot be loaded.
    """
    found: dict[str, LoadedT] = {}
    failures: list[str] = []
    for sdk in wanted:
        try:
            loaded = load(sdk)
        except WorkOSDocsError as error:
            if sdk.is_named:
                raise
            failures.append(f"{sdk.name or sdk.source}: {error}")
            continue
        if loaded.name in found:
            hint = f"There are two of {loaded.name}: name one version of each package."
            raise InvalidArgumentError("sdks", str(sdk.source), hint=hint)
        found[loaded.name] = loaded
    if failures:
        text = "Answers go without SDKs that cannot be loaded. " + " ".join(failures)
        warnings.warn(text, LoaderWarning, stacklevel=5)
    return list(found.values())


class _OpenedSdk(NamedTuple):
    name: str
    collection: str
    built: bool


def _open(
    database: Database,
    client: ClientAPI,
    sdk: WantedSdk,
    *,
    refresh: bool,
    renew: bool,
    told: Told | None,
    progress: bool,
) -> _OpenedSdk:
    """Return an SDK's collection, complete.

    A published version that is indexed needs neither its files nor the network.
    """
    source: str | Path = sdk.source
    if sdk.name:
        indexed = _indexed(client, sdk.name)
        version = sdk.version or newest_sdk(sdk.name, have=indexed, refresh=refresh)
        name = sdk_collection(sdk.name, version)
        if version in indexed and not renew and database.ready(client, name):
            return _OpenedSdk(sdk.name, name, built=False)
        source = sdk.source if isinstance(sdk.source, Path) else f"{sdk.name}@{version}"
    try:
        snapshot = open_sdk(source)
    except FetchError as error:
        if not (sdk.name and indexed):
            raise
        raise FetchError(f"{error} Indexed are {', '.join(indexed)}.") from error
    # The files of a folder may have been edited: they must not pass for a version.
    is_folder = not sdk.name and Path(source).expanduser().is_dir()
    edition = f"-{edition_of(snapshot.root)}" if is_folder else ""
    name = sdk_collection(snapshot.name, f"{snapshot.version}{edition}")
    if not is_folder and not renew and database.ready(client, name):
        return _OpenedSdk(snapshot.name, name, built=False)
    # Late: what is indexed is not read.
    from workos_docs_loaders.sdk import SdkPackage, read_sdk, sdk_nodes

    package = read_sdk(snapshot)
    nodes = sdk_nodes(package)
    # Where the files lie is nothing to other machines.
    facts = dump(SdkPackage, package.elsewhere)
    wait = refresh or renew or not database.ready(client, name)
    try:
        report = database.build(
            name,
            nodes,
            facts,
            wait=wait,
            check=refresh or renew,
            told=told,
            progress=progress,
        )
    except StoreBusyError:
        if wait:
            raise
        return _OpenedSdk(snapshot.name, name, built=False)  # As it was before.
    return _OpenedSdk(snapshot.name, name, built=report.is_change)


def sdk_collection(name: str, version: str) -> str:
    """Return the name of the Chroma collection that holds an SDK."""
    return f"{PREFIX}{name}-{re.sub(r'[^A-Za-z0-9.-]', '_', version)}"


def _named(source: str | Path) -> WantedSdk:
    with reading(source):
        named = named_sdk(source)
    if named is None:
        return WantedSdk(source, is_named=True)
    return WantedSdk(source, is_named=True, name=named.definition.name, version=named.version)


def _indexed(client: ClientAPI, name: str) -> tuple[str, ...]:
    """Return the published versions of an SDK that are indexed, oldest first."""
    prefix = sdk_collection(name, "")
    versions = {
        str(metadata.get("version", "")): found
        for found, metadata in served(client).items()
        if found.startswith(prefix) and metadata.get("state") == "ready"
    }
    published = (one for one, found in versions.items() if found == sdk_collection(name, one))
    return tuple(sorted(published, key=Version))


def edition_of(root: Path) -> str:
    """Return what tells the files of a directory, which may be edited, from those of a version."""
    return blake2b(str(root.resolve()).encode(), digest_size=4).hexdigest()
