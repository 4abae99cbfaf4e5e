"""Collections in memory: what they hold, as what answers."""

from __future__ import annotations

import logging
from contextlib import suppress
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import numpy as np

from workos_docs_tools.answers.contents import Contents
from workos_docs_tools.answers.copied.copies import (
    DIRECTORY,
    copy_path,
    copying,
    read_copy,
    write_copy,
)
from workos_docs_tools.answers.sdk.loaded import LoadedSdk
from workos_docs_tools.embeddings import MiniLMEmbedder, TokenEmbedder
from workos_docs_tools.errors import IncompleteIndexError
from workos_docs_tools.index.sdks import sdk_collection
from workos_docs_tools.search.catalog import Catalog
from workos_docs_tools.search.engine import Engine
from workos_docs_tools.search.late_interaction import TokenIndex
from workos_docs_tools.storage.tokens import StoredTokens

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from workos_docs_loaders.sdk import DocumentedMethod
    from workos_docs_tools.index.opening import Opened
    from workos_docs_tools.search.reranking import Reranker
    from workos_docs_tools.storage.database import Database
    from workos_docs_tools.storage.store import Store

_log = logging.getLogger(__name__)
_NO_TOKENS = "No token vectors that fit in %s: search works less well. refresh() makes them."


_held: WeakValueDictionary[Hashable, Contents] = WeakValueDictionary()
_loading = Lock()


def load_contents(opened: Opened, database: Database, reranker: Reranker | None) -> Contents:
    """Return what some collections hold: in a process once, for as long as someone uses it.

    Raises:
        IncompleteIndexError: One of them is being rebuilt, or was damaged.
        StoreError: Chroma refused.
    """
    stores = (opened.documentation, *opened.sdks)
    described = [(store.name, store.metadata) for store in stores]
    embedder = database.embedder
    key = (
        database.directory,
        # Every one of the bundled model is the same.
        type(embedder) if isinstance(embedder, MiniLMEmbedder) else id(embedder),
        id(reranker),
        *((name, held.get("fingerprint"), held.get("facts")) for name, held in described),
    )
    with _loading:
        found = _held.get(key)
        # Those without tokens may have been made since.
        lacks = found and found.engine.tokens is None and isinstance(embedder, TokenEmbedder)
        if found is None or lacks:
            found = _held[key] = _copied(opened, database, reranker)
        return found


def _copied(opened: Opened, database: Database, reranker: Reranker | None) -> Contents:
    """Return what some collections hold from its copy, which is written if it is missing."""
    stores = (opened.documentation, *opened.sdks)
    held = [(store.collection.name, sorted(store.metadata.items())) for store in stores]
    copy = copy_path(database.directory / DIRECTORY, held)

    def read() -> Contents | None:
        described = opened.documentation.metadata
        version, date = str(described["version"]), str(described["date"])
        return read_copy(copy, version, date, database.embedder, reranker)

    def make() -> Contents:
        found = read_collections(opened, database, reranker)
        lacks_tokens = found.engine.tokens is None and isinstance(database.embedder, TokenEmbedder)
        if not lacks_tokens:
            with suppress(OSError):
                write_copy(copy, found)
                return read() or found
        return found

    found = read()
    if found is None:
        with copying(database.directory):
            found = read() or make()  # Another process may have made it meanwhile.
    database.note(stores)
    return found


def read_collections(opened: Opened, database: Database, reranker: Reranker | None) -> Contents:
    """Return what some collections hold, read from Chroma.

    Raises:
        IncompleteIndexError: One of them is being rebuilt, or was damaged.
        StoreError: Chroma refused.
    """
    # Late: a copy has all of this.
    from workos_docs_tools.index.documented import Documented
    from workos_docs_tools.storage.facts import load

    stores = (opened.documentation, *opened.sdks)
    records = [store.read() for store in stores]
    facts = opened.documentation.facts()
    documented = load(Documented, facts) if facts else Documented()
    sdks = _sdks(opened, documented.methods)
    catalog = Catalog(
        tuple(chain(*(found.nodes for found in records), documented.read)),
        np.concatenate([found.vectors for found in records]),
        _documented(sdks),
    )
    files = [database.token_file(store.name) for store in stores]
    hashes = [{node.content_hash for node in found.nodes} for found in records]
    stored = map(database.tokens, stores, hashes)
    tokens = [one and one.only(wanted) for one, wanted in zip(stored, hashes, strict=True)]
    engine = Engine.of(catalog, database.embedder, StoredTokens.joined(tokens), reranker)
    if engine.tokens is None and isinstance(database.embedder, TokenEmbedder):
        _require_current(stores, database)
        pairs = zip(files, records, tokens, strict=True)
        lacking = [str(file) for file, found, one in pairs if not TokenIndex.of(found.nodes, one)]
        _log.warning(_NO_TOKENS, ", ".join(lacking))
    described = opened.documentation.metadata
    return Contents(engine, str(described["version"]), str(described["date"]), sdks)


def _require_current(stores: Sequence[Store], database: Database) -> None:
    """Refuse collections that others have replaced: their tokens may be gone."""
    for store in stores:
        now = database.find(store.client, store.name)
        if now and now.metadata.get("fingerprint") != store.metadata.get("fingerprint"):
            raise IncompleteIndexError(
                f"The collection {store.name!r} was replaced while it was read. Open the "
                "documentation again."
            )


def _sdks(opened: Opened, documented: tuple[DocumentedMethod, ...]) -> tuple[LoadedSdk, ...]:
    if not opened.sdks:
        return ()
    from workos_docs_loaders.sdk import SdkPackage, join_documentation
    from workos_docs_tools.storage.facts import load

    loaded = ((load(SdkPackage, store.facts()), store.name) for store in opened.sdks)
    return tuple(
        LoadedSdk(
            package,
            join_documentation(documented, package),
            published=name == sdk_collection(package.snapshot.name, package.snapshot.version),
        )
        for package, name in loaded
    )


def _documented(sdks: Sequence[LoadedSdk]) -> Mapping[str, str]:
    """Return the page that documents each method of SDKs, both by path."""
    from workos_docs_loaders.sdk import method_path

    return {
        method_path(sdk.package.snapshot, sdk.package.by_name[name]): page
        for sdk in sdks
        for name, page in sdk.pages.items()
    }
