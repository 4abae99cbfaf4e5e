"""From what the user asks for to a collection that is ready: fetch, read, synchronise."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from workos_docs_loaders.errors import (
    FetchError,
    LoaderWarning,
    SourceError,
    SourceNotFoundError,
)
from workos_docs_loaders.site.addresses import is_address
from workos_docs_loaders.source import LOCAL_VERSION, home, open_source
from workos_docs_loaders.source.cache import changed_files
from workos_docs_loaders.source.live import LIVE
from workos_docs_tools.errors import ServerAwayError, StoreBusyError
from workos_docs_tools.index.sdks import default_sdks, edition_of, named_sdks, open_sdks
from workos_docs_tools.storage.facts import dump

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chromadb.api import ClientAPI

    from workos_docs_loaders.models import Node, Release, Snapshot
    from workos_docs_tools.storage.database import Database
    from workos_docs_tools.storage.store import Store, SyncReport

_BEING_RENEWED = (
    "Another process is writing to the index: {} answers as it was before. Call refresh(), or open "
    "it again later, for what has changed since."
)
_AWAY = (
    "The Chroma server does not answer: {} answers as it was copied. Call refresh(), or open it "
    "again later, for what has changed since."
)
SDK_LANGUAGES = ("python", "js")
"""The languages of the API reference that SDKs are read of."""


class Opened(NamedTuple):
    """Collections that are ready, all of one client."""

    documentation: Store
    sdks: tuple[Store, ...]


class Watch(Protocol):
    """Who is told how opening goes, where anything must be indexed."""

    def read(self, searched: Sequence[Node], only_read: Sequence[Node], date: str) -> None:
        """Take the nodes of the documentation, before they are indexed."""

    def embedded(self, count: int, total: int) -> None:
        """Take how many nodes, of the documentation or of an SDK, are embedded, of how many."""


class Synchronised(NamedTuple):
    """What opening gives."""

    opened: Opened
    report: SyncReport | None
    """What synchronising the documentation did, if that was needed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What documentation is asked for, with which SDKs, and where its index lives."""

    version: str | None
    source: str | Path | None
    sdks: Sequence[str | Path] | None
    """Sources of SDK packages; `None` for those that the project at hand uses."""
    database: Database
    changelogs: Sequence[str | Path] | None = None
    """Feeds and changelogs whose entries join those of the documentation; `None` for the public
    feed, of the live site always, of the package where it was fetched before."""
    base_url: str | None = None
    """What the URLs of a source's pages begin with."""

    def open(
        self,
        *,
        refresh: bool,
        renew: bool = False,
        progress: bool,
        watch: Watch | None = None,
    ) -> Synchronised:
        """Return the collections, complete.

        Args:
            refresh: Read the sources and synchronise, even if the collections are complete;
                without a pinned version, also ask for a newer one.
            renew: Read the sources as they are here and synchronise, even if the collections are
                complete: what is damaged is built again.
            progress: Show a progress bar while embedding.
            watch: Who is told how it goes.

        Raises:
            SourceError: The documentation, or an SDK that was named, cannot be read or fetched.
            StoreError: Chroma refused, or another process is building for too long.
            ServerAwayError: The server does not answer, and what is asked for was not copied.
            EmbedderMismatchError: A collection was built with another embedding model.

        Warns:
            LoaderWarning: An SDK that was not named cannot be read or fetched.
        """
        try:
            return self._open(refresh, renew, progress, watch)
        except ServerAwayError:
            # It went away meanwhile: what was copied answers.
            return self._open(refresh, renew, progress, watch)

    def _open(
        self, refresh: bool, renew: bool, progress: bool, watch: Watch | None
    ) -> Synchronised:
        client = self.database.connect()
        name, report = self._documentation(client, refresh, renew, progress, watch)
        if report:
            client = self._reconnect(client)
        documentation = self._found(client, name)
        if self.sdks is not None:
            wanted = named_sdks(self.sdks)
        else:
            # Whatever documents no method of an SDK is not WorkOS's documentation.
            wanted = default_sdks() if documentation.has_facts else ()
        sdks = open_sdks(
            self.database,
            client,
            wanted,
            refresh=refresh,
            renew=renew,
            told=watch.embedded if watch else None,
            progress=progress,
        )
        if sdks.built:
            client = self._reconnect(client)
        opened = Opened(
            self._found(client, name), tuple(self._found(client, one) for one in sdks.collections)
        )
        return Synchronised(opened, report)

    def current(self, opened: Opened) -> Opened:
        """Return the collections that answer now, after what other processes have written."""
        documentation, *sdks = (
            self.database.find(store.client, store.name) or store
            for store in (opened.documentation, *opened.sdks)
        )
        return Opened(documentation, tuple(sdks))

    def reopen(self, opened: Opened) -> Opened:
        """Return the collections that answer now, as a new client sees them."""
        return self._seen_by(self.database.connect(), opened)

    def glance(self, opened: Opened) -> Opened | None:
        """Return the collections that answer now, if that can be told at once."""
        client = self.database.glance()
        return self._seen_by(client, opened) if client else None

    def release(self, opened: Opened) -> None:
        """Close the client of some collections, unless it is the user's own."""
        self.database.close(opened.documentation.client)

    def _seen_by(self, client: ClientAPI, opened: Opened) -> Opened:
        documentation, *sdks = (
            replace(store, client=client) for store in (opened.documentation, *opened.sdks)
        )
        return self.current(Opened(documentation, tuple(sdks)))

    def _documentation(
        self,
        client: ClientAPI,
        refresh: bool,
        renew: bool,
        progress: bool,
        watch: Watch | None,
    ) -> tuple[str, SyncReport | None]:
        """Return the name of the documentation's collection, complete."""
        # A published version never changes, nor does a site without a refresh; the files of a
        # directory, or of changelogs, may have.
        published = self.source is None or is_address(self.source)
        is_settled = published and not (refresh or renew or self.changelogs)
        # A version that is indexed needs neither its files nor the network. Who reads it refuses a
        # base of URLs, as it has its own.
        named = self._site if self.version in (None, LIVE) else self.source is None and self.version
        if is_settled and named and self.base_url is None:
            name = collection_name(named)
            if self.database.ready(client, name):
                return name, None
        snapshot = open_source(
            self.source,
            base_url=self.base_url,
            version=self.version,
            refresh=refresh,
            progress=progress,
        )
        name = collection_name(self._identity(snapshot))
        if is_settled and self.database.ready(client, name):
            return name, None
        if self.source is None and self.version != LIVE:
            _require_unchanged(home() / "snapshots" / snapshot.version)
        # Late: what is indexed is not read.
        from workos_docs_loaders.corpus import Corpus
        from workos_docs_loaders.sdk import documented_methods
        from workos_docs_tools.index.asked import as_indexed
        from workos_docs_tools.index.documented import Documented

        corpus = Corpus.read(snapshot, releases=self._releases(refresh=refresh))
        nodes = tuple(corpus.nodes())
        if not nodes:
            raise SourceNotFoundError(f"The pages in {snapshot.docs} hold no text.")
        searched, read = as_indexed(nodes)
        if watch:
            watch.read(searched, read, corpus.date)
        methods = documented_methods(corpus.files, SDK_LANGUAGES)
        documented = Documented.of(methods, read)
        facts = dump(Documented, documented) if methods or read else ""
        # Whoever opens what another process is renewing gets what has been complete until then.
        wait = refresh or renew or not self.database.ready(client, name)
        try:
            report = self.database.build(
                name,
                searched,
                facts,
                date=corpus.date,
                wait=wait,
                check=refresh or renew,
                told=watch.embedded if watch else None,
                progress=progress,
            )
        except (StoreBusyError, ServerAwayError) as error:
            if wait:
                raise
            why = _BEING_RENEWED if isinstance(error, StoreBusyError) else _AWAY
            warnings.warn(why.format(name), LoaderWarning, stacklevel=5)
            return name, None
        return name, replace(report, left_out=corpus.left_out)

    def _releases(self, *, refresh: bool) -> tuple[Release, ...]:
        """Return the entries of changelogs that are not the documentation's own."""
        from workos_docs_loaders.source.feeds import CHANGELOG_FEED, is_kept, kept_releases

        if self.changelogs is not None:
            found = (kept_releases(source, refresh=refresh) for source in self.changelogs)
            return tuple(chain.from_iterable(found))
        if self.source is not None:
            return ()
        if self.version == LIVE:
            try:
                return kept_releases(CHANGELOG_FEED, refresh=refresh)
            except FetchError as error:
                warnings.warn(str(error), LoaderWarning, stacklevel=6)
                return ()
        # What was once added stays; only who asks for the feed reaches for it.
        return kept_releases(CHANGELOG_FEED) if is_kept(CHANGELOG_FEED) else ()

    @property
    def _site(self) -> str:
        """What a site's collection is called, whatever its date; empty for all else."""
        if self.source is None:
            return LIVE if self.version == LIVE else ""
        if not is_address(self.source):
            return ""
        return f"site-{blake2b(str(self.source).encode(), digest_size=4).hexdigest()}"

    def _found(self, client: ClientAPI, name: str) -> Store:
        store = self.database.find(client, name)
        assert store is not None
        return store

    def _reconnect(self, client: ClientAPI) -> ClientAPI:
        self.database.close(client)
        return self.database.connect()

    def _identity(self, snapshot: Snapshot) -> str:
        if self._site:
            return self._site
        is_archive = self.source is not None and Path(self.source).expanduser().is_file()
        if self.source is None or (is_archive and snapshot.version != LOCAL_VERSION):
            return snapshot.version
        # The files of a directory may have been edited: they must not pass for a version.
        return f"{snapshot.version}-{edition_of(snapshot.docs)}"


def _require_unchanged(snapshot: Path) -> None:
    """Refuse to index a published version whose files are not those that were published."""
    if changed := changed_files(snapshot):
        raise SourceError(
            f"{len(changed)} files in {snapshot} are not as they were fetched, such as "
            f"{changed[0]}. Fetch them again: workos-docs doctor --repair"
        )


def collection_name(version: str) -> str:
    """Return the name of the Chroma collection that holds a version."""
    return f"workos-docs-{re.sub(r'[^A-Za-z0-9.-]', '_', version)}"
