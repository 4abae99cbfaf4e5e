"""What answers: the collections of an opening and what they hold, kept current.

Other processes put newer collections in their place, a server goes away and comes back, and what is
opened without waiting is complete only later.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from threading import RLock, Thread, local
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from workos_docs_loaders.errors import WorkOSDocsError
from workos_docs_tools.answers.loading import load_contents
from workos_docs_tools.errors import ServerAwayError, StoreError
from workos_docs_tools.storage.servers import notice_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Self

    from workos_docs_tools.answers.contents import Contents
    from workos_docs_tools.answers.provisional import Indexing
    from workos_docs_tools.index.opening import Opened, Origin
    from workos_docs_tools.search.reranking import Reranker
    from workos_docs_tools.storage.store import SyncReport

_READS = 3
"""Attempts to read what other processes may replace at that moment."""
_LOOK_SECONDS = 10.0
"""Time between the looks at what other processes, or a server, have put in place."""
_log = logging.getLogger(__name__)


class Answering(NamedTuple):
    """What answers now."""

    contents: Contents
    notice: str
    """What is to be known of it."""
    provisional: bool = False


class _Pin(local):
    """What answers a thread, if it wants the same for several questions."""

    answering: Answering | None = None


class Serving:
    """What answers, from an opening until it is closed. It may be used from several threads."""

    def __init__(
        self,
        origin: Origin,
        reranker: Reranker | None,
        *,
        opened: Opened | None = None,
        report: SyncReport | None = None,
        indexing: Indexing | None = None,
    ) -> None:
        self.origin = origin
        self._reranker = reranker
        self._settled = opened
        self._report = report
        self._indexing = indexing
        self._lock = RLock()
        self._contents: Contents | None = None
        self._closed = False
        self._looked = monotonic()
        self._follower: Thread | None = None
        self._pin = _Pin()

    @classmethod
    def start(
        cls, origin: Origin, reranker: Reranker | None, *, wait: bool, progress: bool
    ) -> Self:
        """Open what is asked for, or let a thread do so.

        Raises:
            WorkOSDocsError: It cannot be opened, and who asks waits for it.
        """
        if not wait:
            # Late: whoever waits needs no provisional answers.
            from workos_docs_tools.answers.provisional import Indexing

            return cls(origin, reranker, indexing=Indexing(origin, progress=progress))
        opened, report = origin.open(refresh=False, progress=progress)
        return cls(origin, reranker, opened=opened, report=report)

    @property
    def is_indexing(self) -> bool:
        """Whether answers are provisional still."""
        return self._indexing is not None and not self._indexing.is_done

    @property
    def opened(self) -> Opened:
        """The collections, once they are complete.

        Raises:
            WorkOSDocsError: They cannot be.
        """
        indexing = self._indexing
        done = indexing and indexing.result()
        with self._lock:
            if done and self._indexing is indexing:
                self._settled, self._report = done
                self._indexing = None
            assert self._settled is not None
            return self._settled

    @property
    def report(self) -> SyncReport | None:
        """What the last indexing did, once it is done; `None` if there was nothing to do."""
        if not self.is_indexing:
            _ = self.opened
        return self._report

    @property
    def contents(self) -> Contents:
        """What the collections hold.

        Raises:
            IncompleteIndexError: One of them is being rebuilt, or was damaged.
        """
        return self.answering().contents

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """Let the same answer whatever this thread asks meanwhile.

        Raises:
            IncompleteIndexError: One of the collections is being rebuilt, or was damaged.
        """
        outer = self._pin.answering
        self._pin.answering = outer or self.answering()
        try:
            yield
        finally:
            self._pin.answering = outer

    def answering(self) -> Answering:
        """Return what answers now.

        Raises:
            IncompleteIndexError: One of the collections is being rebuilt, or was damaged.
        """
        if self._pin.answering:
            return self._pin.answering
        with self._lock:
            if self._closed:
                raise StoreError("This documentation is closed. Open it again.")
            if self._indexing and (provisional := self._indexing.contents()):
                return Answering(provisional, self._indexing.notice, provisional=True)
            if self._contents is None:
                self._contents = self._loaded()
            elif monotonic() > self._looked + _LOOK_SECONDS and self._follower is None:
                # What answers does so until then.
                self._follower = Thread(target=self._follow, args=(self.opened,))
                self._follower.start()
            return Answering(self._contents, self._notice)

    def refresh(self, *, progress: bool) -> SyncReport:
        """Read the sources again; what answered before does so meanwhile.

        Raises:
            WorkOSDocsError: They cannot be read or indexed.
        """
        with suppress(WorkOSDocsError):
            _ = self.opened, self.contents
        opened, report = self.origin.open(refresh=True, progress=progress)
        assert report is not None
        contents = None
        with suppress(StoreError):  # Whoever asks next reads it again, or is told.
            contents = load_contents(opened, self.origin.database, self._reranker)
        with self._lock:
            self._settled, self._report = opened, report
            self._indexing = None
            self._contents = contents
        return report

    def close(self) -> None:
        """Free memory and files; closing again does nothing."""
        with self._lock:
            self._contents = None
            was_closed, self._closed = self._closed, True
            follower = self._follower
        if follower:
            follower.join()
        if was_closed:
            return
        with self._lock:
            if self._indexing:
                self._indexing.stop()
            if not self.is_indexing:
                with suppress(WorkOSDocsError):
                    self.origin.release(self.opened)

    @property
    def _notice(self) -> str:
        return notice_of(self.opened.documentation.collection)

    def _follow(self, answering: Opened) -> None:
        """Let answer what other processes, or a server, have put in the place of what does."""
        try:
            now = self.origin.glance(answering)
            if now and _marks(now) != _marks(answering):
                contents = load_contents(now, self.origin.database, self._reranker)
                with self._lock:
                    # A refresh may have been faster.
                    if self._settled is answering and not self._closed:
                        self._settled, self._contents = now, contents
        except WorkOSDocsError as error:  # As where it is replaced again; the next look tells.
            _log.debug("What is in place now cannot be read yet. %s", error)
        finally:
            self._looked = monotonic()
            self._follower = None

    def _loaded(self) -> Contents:
        """Read what answers now, as often as other processes put another in its place meanwhile."""
        for _ in range(_READS - 1):
            try:
                return self._load()
            except StoreError:
                self._settled = self.origin.reopen(self.opened)
        try:
            return self._load()
        except ServerAwayError:
            raise
        except StoreError as error:
            _log.warning("The index cannot be read, and is built again. %s", error)
            self._settled = self.origin.open(refresh=False, renew=True, progress=False).opened
            return self._load()

    def _load(self) -> Contents:
        self._settled = self.origin.current(self.opened)
        return load_contents(self.opened, self.origin.database, self._reranker)


def _marks(opened: Opened) -> Sequence[object]:
    """Return what tells collections from others in their place, and a server from its copy."""
    stores = (opened.documentation, *opened.sdks)
    return [(store.collection.id, notice_of(store.collection)) for store in stores]
