"""Collections in memory: what they hold, as what answers."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import numpy as np

from workos_docs_loaders.sdk import SdkPackage, join_documentation, method_path, open_sdk
from workos_docs_loaders.sdk.sources.cache import cached_versions
from workos_docs_loaders.source import home
from workos_docs_tools.answers.contents import Contents
from workos_docs_tools.answers.sdk.loaded import LoadedSdk
from workos_docs_tools.embeddings import MiniLMEmbedder, TokenEmbedder
from workos_docs_tools.index.facts import load
from workos_docs_tools.index.opening import DOCUMENTED
from workos_docs_tools.index.sdks import sdk_collection
from workos_docs_tools.index.tokens import StoredTokens
from workos_docs_tools.search.catalog import Catalog
from workos_docs_tools.search.engine import Engine
from workos_docs_tools.search.late_interaction import TokenIndex

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from workos_docs_tools.index.database import Database
    from workos_docs_tools.index.opening import Opened
    from workos_docs_tools.search.reranking import Reranker

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
        if found is None:
            found = _held[key] = _load(opened, database, reranker)
        return found


def _load(opened: Opened, database: Database, reranker: Reranker | None) -> Contents:
    stores = (opened.documentation, *opened.sdks)
    records = [store.read() for store in stores]
    sdks = _sdks(opened)
    catalog = Catalog(
        tuple(chain.from_iterable(found.nodes for found in records)),
        np.concatenate([found.vectors for found in records]),
        _documented(sdks),
    )
    files = [database.token_file(store.name) for store in stores]
    tokens = [StoredTokens.load(file, database.embedder.name) for file in files]
    engine = Engine.of(catalog, database.embedder, StoredTokens.joined(tokens), reranker)
    if engine.tokens is None and isinstance(database.embedder, TokenEmbedder):
        pairs = zip(files, records, tokens, strict=True)
        lacking = [str(file) for file, found, one in pairs if not TokenIndex.of(found.nodes, one)]
        _log.warning(_NO_TOKENS, ", ".join(lacking))
    described = opened.documentation.metadata
    return Contents(engine, str(described["version"]), str(described["date"]), sdks)


def _sdks(opened: Opened) -> tuple[LoadedSdk, ...]:
    if not opened.sdks:
        return ()
    stored = opened.documentation.facts()
    documented = load(DOCUMENTED, stored) if stored else ()
    packages = (_with_files(load(SdkPackage, store.facts()), store.name) for store in opened.sdks)
    return tuple(LoadedSdk(one, join_documentation(documented, one)) for one in packages)


def _with_files(package: SdkPackage, collection: str) -> SdkPackage:
    """Return a package with the place of its files, where the published ones are on this machine.

    Checks of code read there what can be imported; without the files they do not speak of it.
    """
    snapshot = package.snapshot
    if collection != sdk_collection(snapshot.name, snapshot.version):
        return package
    if snapshot.version not in cached_versions(home() / "sdks" / snapshot.name):
        return package
    root = open_sdk(f"{snapshot.name}@{snapshot.version}").root
    return replace(package, snapshot=replace(snapshot, root=root))


def _documented(sdks: Sequence[LoadedSdk]) -> Mapping[str, str]:
    """Return the page that documents each method of SDKs, both by path."""
    return {
        method_path(sdk.package.snapshot, sdk.package.by_name[name]): page
        for sdk in sdks
        for name, page in sdk.pages.items()
    }
