"""What `workos-docs doctor --repair` does: fetch and index again what is damaged."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from workos_docs_loaders.source import home, open_source
from workos_docs_loaders.source.cache import changed_files, renew_snapshot
from workos_docs_tools.embeddings import MiniLMEmbedder
from workos_docs_tools.index.opening import Origin, collection_name
from workos_docs_tools.index.sdks import PREFIX, named_sdks, open_sdks, sdk_collection
from workos_docs_tools.storage.chroma import close, persistent_client
from workos_docs_tools.storage.database import Database, index_directory
from workos_docs_tools.storage.generations import served
from workos_docs_tools.storage.repair import database_problem
from workos_docs_tools.storage.tokens import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

DOCS = collection_name("")
_VERSION = re.compile(r"\d+\.\d+\.\d+[\w.+-]*", re.ASCII)
_RESULTS: Mapping[bool | None, str] = {
    True: "built again",
    False: "intact",
    None: "read again whenever it is opened",
}


def repair(*, progress: bool) -> Iterator[str]:
    """Repair what can be repaired without being told more; yield what was done.

    Raises:
        SourceError: What is damaged cannot be fetched again.
        StoreError: The database cannot be written.
    """
    snapshots = home() / "snapshots"
    for snapshot in sorted(path for path in snapshots.glob("*") if _VERSION.fullmatch(path.name)):
        if changed := changed_files(snapshot):
            renew_snapshot(snapshot, partial(open_source, version=snapshot.name))
            yield f"documentation {snapshot.name}: fetched again, {len(changed)} files had changed"
    database = Database(index_directory(), None, MiniLMEmbedder())
    if problem := database_problem(database.directory):
        yield f"database: moved to {database.set_aside()} ({problem})"
    for name, version in _collections(database.directory).items():
        yield f"{name}: {_RESULTS[_is_renewed(database, name, version, progress=progress)]}"


def _is_renewed(database: Database, name: str, version: str, *, progress: bool) -> bool | None:
    """Build a collection again if it is not what it says; `None` where its source is not known."""
    if name == collection_name(version) and _VERSION.fullmatch(version):
        origin = Origin(version, None, (), database)
        report = origin.open(refresh=False, renew=True, progress=progress).report
        return bool(report and report.is_change)
    package = name.removeprefix(PREFIX).removesuffix(f"-{version}")
    if name != sdk_collection(package, version):
        return None
    wanted = named_sdks((f"{package}@{version}",))
    client = database.connect()
    opened = open_sdks(database, client, wanted, refresh=False, renew=True, progress=progress)
    database.close(client)
    return opened.built


def _collections(directory: Path) -> Mapping[str, str]:
    """Return names and versions of the collections that there are, or were by their tokens."""
    found = {
        file.name.removesuffix(SUFFIX): file.name.removesuffix(SUFFIX).removeprefix(DOCS)
        for file in directory.glob(f"{DOCS}*{SUFFIX}")
    }
    if (directory / "chroma.sqlite3").exists():
        client = persistent_client(directory)
        found |= {name: str(one.get("version", "")) for name, one in served(client).items()}
        close(client)
    return {name: found[name] for name in sorted(found) if name.startswith((DOCS, PREFIX))}
