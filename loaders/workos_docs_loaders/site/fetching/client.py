"""One request to a site: conditional, within limits, tried again where that can help."""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import httpx

from workos_docs_loaders.errors import FetchError
from workos_docs_loaders.site.addresses import on_site

if TYPE_CHECKING:
    from typing import Self

    from workos_docs_loaders.site.fetching.limits import Limits

AGENT = "workos-docs-tools"
"""What robots.txt calls this reader."""

MARKDOWN = frozenset({"", "text/markdown", "text/x-markdown", "text/plain"})
FEED = frozenset({"", "application/rss+xml", "application/atom+xml", "application/xml", "text/xml"})

_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HTML = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)


class PageError(FetchError):
    """A page that could not be fetched; the message is the reason alone."""

    def __init__(self, reason: str, *, status: int = 0, answered: bool = True) -> None:
        self.status = status
        self.answered = answered
        """Whether the site did its part: a page that is not there, rather than no reply."""
        super().__init__(reason)


class _TryAgainError(Exception):
    def __init__(self, error: PageError, wait: float | None = None) -> None:
        self.error = error
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site answered."""

    data: bytes
    etag: str = ""
    modified: str = ""
    """`Last-Modified`, as written."""


class Client:
    """Fetches from one site, within limits; used in `with`, by several threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ends = time.monotonic() + limits.total_seconds
        self._client = httpx.Client(
            headers={"User-Agent": f"{AGENT}/{_version()}"},
            timeout=min(limits.request_seconds, 15),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def seconds_left(self) -> float:
        """How much of the time for all pages is left."""
        return self._ends - time.monotonic()

    def get(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        types: frozenset[str] = MARKDOWN,
        max_bytes: int | None = None,
    ) -> Reply | None:
        """Return what an address answers, or None where it has not changed.

        Args:
            url: The address.
            etag: `ETag` of the text that is known.
            modified: `Last-Modified` of it.
            types: Media types that are taken.
            max_bytes: Largest reply; by default that of a page.

        Raises:
            PageError: There is no answer, or none of the kind wanted.
        """
        headers = {"Accept": ", ".join(sorted(filter(None, types)))}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        wait = self._limits.first_wait
        for attempt in range(1, self._limits.attempts + 1):
            if self.seconds_left <= 0:
                raise PageError("the time for all pages was over", answered=False)
            try:
                return self._followed(url, headers, types, max_bytes or self._limits.page_bytes)
            except _TryAgainError as again:
                pause = again.wait if again.wait is not None else wait * random.uniform(1, 1.25)
                is_last = attempt == self._limits.attempts
                if is_last or pause > min(self._limits.longest_wait, self.seconds_left):
                    raise again.error from again.__cause__
                time.sleep(pause)
                wait *= 2
        raise AssertionError

    def _followed(
        self, url: str, headers: dict[str, str], types: frozenset[str], max_bytes: int
    ) -> Reply | None:
        for _ in range(self._limits.redirects + 1):
            try:
                with self._client.stream("GET", url, headers=headers) as response:
                    if response.status_code not in _REDIRECTS:
                        return self._read(response, types, max_bytes)
                    location = response.headers.get("Location", "")
            except httpx.TransportError as error:
                reason = f"{type(error).__name__}: {error}".rstrip(": ")
                raise _TryAgainError(PageError(reason, answered=False)) from error
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                raise PageError(str(error)) from error
            target = on_site(location, url)
            if target is None:
                raise PageError(f"redirects to another site, {location:.200}")
            url = target
        raise PageError("redirects too often")

    def _read(
        self, response: httpx.Response, types: frozenset[str], max_bytes: int
    ) -> Reply | None:
        status = response.status_code
        if status == httpx.codes.NOT_MODIFIED:
            return None
        if status != httpx.codes.OK:
            reason = f"the server answered {status} {response.reason_phrase}".rstrip()
            error = PageError(reason, status=status, answered=status not in _TRANSIENT)
            if status in _TRANSIENT:
                raise _TryAgainError(error, _retry_after(response.headers.get("Retry-After", "")))
            raise error
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in types:
            raise PageError(f"the server answered with {kind}")
        data = self._body(response, max_bytes)
        if _HTML.match(data):
            raise PageError("the server answered with a page of HTML")
        return Reply(
            data, response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
        )

    def _body(self, response: httpx.Response, max_bytes: int) -> bytes:
        too_large = PageError(f"it is larger than {max_bytes:,} bytes")
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > max_bytes:
            raise too_large
        ends = time.monotonic() + min(self._limits.request_seconds, self.seconds_left)
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > max_bytes:
                raise too_large
            if time.monotonic() > ends:
                raise PageError("it took too long to arrive", answered=False)
        return bytes(data)


def _retry_after(value: str) -> float | None:
    """Return how many seconds a server asks to wait."""
    if value.strip().isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _version() -> str:
    try:
        return version("workos-docs-tools")
    except PackageNotFoundError:
        return "unknown"
