"""The documentation, opened beside the protocol: indexing takes minutes, clients wait seconds.

Where it is opened without waiting for the index, its tools answer provisionally, and are opened
again when that is complete: what filters can take, and the packages, are known by then.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeVar

from workos_docs_loaders.errors import WorkOSDocsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools.mcp.sdk import Report
    from workos_docs_tools.tools import DocsTools

_REPORT_SECONDS = 5.0
"""Time between the progress reports that a waiting caller gets."""
_WAITING = "Fetching and reading the WorkOS documentation; this is done once."
_log = logging.getLogger(__name__)
Opened = TypeVar("Opened")


class Opening:
    """Tools that are being opened in a thread, and opened again if that failed."""

    def __init__(self, open_tools: Callable[[], DocsTools]) -> None:
        self._open = open_tools
        self._lock = Lock()
        self._opened: Future[DocsTools] | None = None
        self._thread: Thread | None = None
        self._whole: Future[None] = Future()

    def start(self) -> Future[DocsTools]:
        """Open the tools, unless they are open or being opened."""
        with self._lock:
            if self._opened is None or (self._opened.done() and self._opened.exception()):
                self._opened, self._whole = Future(), Future()
                self._opened.set_running_or_notify_cancel()
                self._thread = Thread(target=self._run, args=(self._opened,), daemon=True)
                self._thread.start()
            return self._opened

    @property
    def is_busy(self) -> bool:
        """Whether the thread is still at work."""
        return self._thread is not None and self._thread.is_alive()

    async def within(self, seconds: float | None) -> DocsTools | None:
        """Return the tools if they are open by then, else nothing; wait to the end if `None`."""
        opened = self.start()
        await asyncio.wait([_watched(opened)], timeout=seconds)
        return opened.result() if opened.done() and not opened.exception() else None

    async def complete(self) -> bool:
        """Wait until the tools answer from the whole index; say whether they do."""
        whole = self._whole
        await asyncio.wait([_watched(whole)])
        return not whole.exception()

    async def tools(self, report: Report) -> DocsTools:
        """Return the tools when they are open; report progress to the caller until then.

        Raises:
            WorkOSDocsError: They cannot be opened.
        """
        opened = self.start()
        waiting, reports = _watched(opened), 0
        while not (await asyncio.wait([waiting], timeout=_REPORT_SECONDS))[0]:
            reports += 1
            await report(reports * _REPORT_SECONDS, None, _WAITING)
        return opened.result()

    def _run(self, opened: Future[DocsTools]) -> None:
        whole = self._whole
        try:
            tools = self._open()
            opened.set_result(tools)
            _warm(tools)
            if tools.docs.is_indexing:
                tools.docs.wait()
                tools = self._open()
                self._put(tools)
                _warm(tools)
            whole.set_result(None)
        except Exception as error:
            _log.error("The documentation cannot be opened: %s", error)
            # Who has provisional tools gets the error from them; who asks next, opens again.
            if opened.done():
                self._put(error)
            else:
                opened.set_exception(error)
            whole.set_exception(error)

    def _put(self, found: DocsTools | Exception) -> None:
        """Let those who ask from now on get this."""
        done: Future[DocsTools] = Future()
        if isinstance(found, Exception):
            done.set_exception(found)
        else:
            done.set_result(found)
        with self._lock:
            self._opened = done


def _warm(tools: DocsTools) -> None:
    """Load the model before somebody waits for it; a call will say what is wrong with it."""
    with suppress(WorkOSDocsError):
        tools.docs.search("WorkOS", k=1)


def _watched(opened: Future[Opened]) -> asyncio.Future[Opened]:
    """Return a future of this event loop that may end unnoticed."""
    waiting = asyncio.wrap_future(opened)
    waiting.add_done_callback(lambda done: done.cancelled() or done.exception())
    return waiting
