"""What answers while the documentation is being indexed: its words, as soon as they are read.

An opening goes on in a thread. What it has read of the source, before anything of it is embedded,
is searched by BM25 alone; all else that answers is as it will be, but for the SDKs.
"""

from __future__ import annotations

import atexit
from concurrent.futures import Future
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.answers.contents import Contents
from workos_docs_tools.errors import StoreError
from workos_docs_tools.search.catalog import Catalog
from workos_docs_tools.search.engine import Engine
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.signals import Scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_loaders.models import Node
    from workos_docs_tools.embeddings import Embedder
    from workos_docs_tools.index.opening import Origin, Synchronised

_GRACE = 0.5
"""Seconds in which an opening that has little to do ends: it is not worth a provisional answer."""
_STOPPING = 30.0
"""Seconds for which the end of a process waits for a batch to be stored."""


class LexicalEngine(Engine):
    """An engine of nodes that have no vectors: their words stand in for them."""

    def score(self, query: Query) -> Scores:
        """Return what everything scores for a query by its words."""
        words = self.node_words.scores(query.tokens)
        likeness = words / max(float(words.max(initial=0)), 1.0)
        return Scores(None, words, self.page_words.scores(query.tokens), likeness)


class _StoppedError(Exception):
    """The process, or whoever asked, needs the index no more."""


class Indexing:
    """An opening that goes on in a thread, and what answers meanwhile.

    It may be used from several threads.
    """

    def __init__(self, origin: Origin, *, progress: bool) -> None:
        self._origin = origin
        self._opened: Future[Synchronised] = Future()
        self._changed = Condition()
        self._provisional: Contents | None = None
        self._count = (0, 0)
        self._stopped = False
        self._grace = monotonic() + _GRACE
        self._thread = Thread(target=self._run, args=(progress,), daemon=True)
        self._thread.start()
        # A thread that the interpreter ends while native code runs in it can crash the process.
        atexit.register(self.stop)

    @property
    def is_done(self) -> bool:
        """Whether the collections are complete, or cannot be made so."""
        return self._opened.done()

    def result(self) -> Synchronised:
        """Return what opening gives, when it is done.

        Raises:
            WorkOSDocsError: The documentation cannot be opened.
        """
        return self._opened.result()

    def contents(self) -> Contents | None:
        """Return what answers until it is done; nothing if it is done as soon."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_done, max(self._grace - monotonic(), 0))
            self._changed.wait_for(lambda: self._provisional is not None or self.is_done)
            return None if self.is_done else self._provisional

    @property
    def notice(self) -> str:
        """What is to be known of answers that are given until then."""
        embedded, total = self._count
        return f"Still indexing: lexical results, {embedded} of {total} nodes embedded."

    def stop(self) -> None:
        """End it after the batch at hand; what is stored is there when it is opened again."""
        self._stopped = True
        self._thread.join(_STOPPING)

    # What follows is called in the thread.

    def read(self, searched: Sequence[Node], only_read: Sequence[Node], date: str) -> None:
        """Take what the source holds, which is about to be indexed.

        Args:
            searched: The nodes that are searched.
            only_read: The nodes that are only read.
            date: ISO date that they are current to.
        """
        # Before anything is embedded, which takes all cores: so it is there much sooner.
        provisional = _lexical(searched, only_read, date, self._origin.database.embedder)
        with self._changed:
            self._provisional = provisional
            self._count = 0, len(searched)
            self._changed.notify_all()

    def embedded(self, count: int, total: int) -> None:
        """Take how many nodes are embedded, and of how many.

        Raises:
            _StoppedError: No more are needed.
        """
        if self._stopped:
            raise _StoppedError
        self._count = count, total

    def _run(self, progress: bool) -> None:
        try:
            opened = self._origin.open(refresh=False, progress=progress, watch=self)
        except _StoppedError:
            self._opened.set_exception(StoreError("Indexing was ended. Open it again."))
        except BaseException as error:
            self._opened.set_exception(error)
        else:
            self._opened.set_result(opened)
        with self._changed:
            self._changed.notify_all()
        atexit.unregister(self.stop)


def _lexical(
    searched: Sequence[Node], only_read: Sequence[Node], date: str, embedder: Embedder
) -> Contents:
    in_order = sorted(searched, key=lambda node: (node.path, node.ordinal))
    nodes = (*in_order, *only_read)
    catalog = Catalog(nodes, np.zeros((len(searched), 0), np.float32))
    engine = LexicalEngine(catalog, embedder)
    engine.search(Query.of("ready", catalog), 1)  # What searching needs is made by the first.
    return Contents(engine, nodes[0].version, date)
