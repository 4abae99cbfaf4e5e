"""A loopback server of pages with ETags, and with every fault that a site may have."""

from __future__ import annotations

import gzip
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, ClassVar

from benchmarks.site.pages import index, served_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

    from workos_docs_loaders.models import Document

_CHUNK = b"x" * 1024 * 1024
_HUGE = 100


@dataclass(slots=True)
class Site:
    """What a server serves, and what it was asked; used in `with`."""

    files: dict[str, bytes] = field(default_factory=dict)
    """By path of the address: `/docs/sso.md`."""
    faults: dict[str, str] = field(default_factory=dict)
    """Name of the fault by path; a number after a colon says how often: `429:1`."""
    has_etags: bool = True
    asked: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    most_at_once: int = 0
    _now: int = 0
    _lock: Lock = field(default_factory=Lock)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"served": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Scheme and host."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def index(self) -> str:
        """Address of the index of the documentation."""
        return f"{self.url}/docs/llms.txt"

    def serve(self, documents: Sequence[Document]) -> None:
        """Serve documents as the site does."""
        for page in served_pages(documents):
            for path in page.paths:
                self.files[f"/docs/{path}.md"] = page.text.encode()
        self.files["/docs/llms.txt"] = index(documents, f"{self.url}/docs").encode()

    def forget(self) -> None:
        """Count requests anew."""
        self.asked.clear()
        self.bodies.clear()
        self.most_at_once = 0

    def fault(self, path: str) -> str:
        """Return the fault that a request meets now."""
        with self._lock:
            name, _, times = self.faults.get(path, "").partition(":")
            if times:
                left = int(times) - 1
                if left:
                    self.faults[path] = f"{name}:{left}"
                else:
                    del self.faults[path]
            return name

    def enter(self, path: str, agent: str) -> None:
        """Note that a request began."""
        with self._lock:
            self.asked[path] += 1
            self.agents.add(agent)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)

    def leave(self) -> None:
        """Note that a request ended."""
        with self._lock:
            self._now -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up, as these are to."""


class _Handler(BaseHTTPRequestHandler):
    served: ClassVar[Site]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # Headers and body are two writes.

    def do_GET(self) -> None:
        """Answer a request, with the fault that the address has."""
        path = self.path.partition("?")[0]
        self.served.enter(path, self.headers.get("User-Agent", ""))
        try:
            with suppress(BrokenPipeError, ConnectionResetError):
                fault = self.served.fault(path)
                _FAULTS.get(fault, _Handler._page)(self, path)
        finally:
            self.served.leave()

    def _page(self, path: str) -> None:
        data = self.served.files.get(path)
        if data is None:
            self._send(404, b"Not found", {"Content-Type": "text/plain"})
            return
        headers = {"Content-Type": "text/markdown; charset=utf-8"}
        if path.endswith((".xml", ".rss")):
            headers["Content-Type"] = "application/rss+xml"
        elif path.endswith(".txt"):
            headers["Content-Type"] = "text/plain; charset=utf-8"
        if self.served.has_etags:
            headers["ETag"] = f'"{blake2b(data, digest_size=8).hexdigest()}"'
            if self.headers.get("If-None-Match") == headers["ETag"]:
                self._send(304, b"", headers)
                return
        self.served.bodies[path] += 1
        self._send(200, data, headers)

    def _send(self, status: int, data: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _status(self, status: int, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._send(status, b"No.", {"Content-Type": "text/plain", **named})

    def _slow(self, path: str) -> None:
        data = self.served.files[path]
        self.send_response(200)
        self.send_header("Content-Type", "text/markdown")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for position in range(len(data)):
            self.wfile.write(data[position : position + 1])
            self.wfile.flush()
            time.sleep(0.05)

    def _truncated(self, path: str) -> None:
        data = self.served.files[path]
        self.send_response(200)
        self.send_header("Content-Type", "text/markdown")
        self.send_header("Content-Length", str(len(data) * 2))
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = True

    def _huge(self, path: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/markdown")
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(_HUGE):
            self.wfile.write(_CHUNK)
        self.close_connection = True

    def _bomb(self, path: str) -> None:
        data = gzip.compress(_CHUNK * 16, compresslevel=1)
        headers = {"Content-Type": "text/markdown", "Content-Encoding": "gzip"}
        self._send(200, data, headers)

    def _html(self, path: str) -> None:
        self._send(200, b"<!DOCTYPE html><p>Hello", {"Content-Type": "text/html"})

    def _disguised(self, path: str) -> None:
        self._send(200, b"<!DOCTYPE html><p>Hello", {"Content-Type": "text/markdown"})

    def _binary(self, path: str) -> None:
        self._send(200, b"\x89PNG", {"Content-Type": "image/png"})

    def _closed(self, path: str) -> None:
        self.close_connection = True

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


_FAULTS: Mapping[str, Callable[[_Handler, str], None]] = {
    "401": lambda handler, _: handler._status(401),
    "404": lambda handler, _: handler._status(404),
    "429": lambda handler, _: handler._status(429, Retry_After="0"),
    "429-later": lambda handler, _: handler._status(429, Retry_After="3600"),
    "500": lambda handler, _: handler._status(500),
    "503": lambda handler, _: handler._status(503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
    "away": lambda handler, _: handler._status(302, Location="https://example.com/docs.md"),
    "around": lambda handler, path: handler._status(302, Location=path),
    "binary": _Handler._binary,
    "bomb": _Handler._bomb,
    "closed": _Handler._closed,
    "disguised": _Handler._disguised,
    "html": _Handler._html,
    "huge": _Handler._huge,
    "slow": _Handler._slow,
    "truncated": _Handler._truncated,
}
