"""All pages of a site brought up to date: what changed is fetched, the rest only asked about."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from tqdm.auto import tqdm

from workos_docs_loaders.errors import FetchError
from workos_docs_loaders.site.addresses import markdown_addresses
from workos_docs_loaders.site.fetching.cache import CachedPage
from workos_docs_loaders.site.fetching.client import AGENT, Client, PageError
from workos_docs_loaders.site.fetching.robots import Robots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_loaders.site.fetching.cache import PageCache
    from workos_docs_loaders.site.fetching.limits import Limits

Outcome = Literal["fetched", "unchanged", "failed"]

_NOT_FOUND = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that could not be brought up to date."""

    url: str
    reason: str
    kept: bool
    """Whether its former text is there."""

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}{'; its former text is kept' if self.kept else ''}"


@dataclass(slots=True)
class SiteReport:
    """What a refresh did, in pages."""

    fetched: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)


class Refresh:
    """One refresh of a site. What one that was cut off has fetched is not fetched again."""

    def __init__(
        self, client: Client, cache: PageCache, limits: Limits, robots: Robots, name: str
    ) -> None:
        self._client = client
        self._cache = cache
        self._limits = limits
        self._robots = robots
        self._name = name
        self._failures_in_a_row = 0
        self._lock = Lock()
        self.asked: set[str] = set()
        """Every page that the site is to have."""
        self.report = SiteReport()

    def page(self, url: str, addresses: Sequence[str] = (), **options: object) -> CachedPage | None:
        """Return a page, fetched if it changed; its former text, or None, where that fails.

        Args:
            url: Address that the page is known by.
            addresses: Where its text may be; by default the page's as Markdown.
            options: Those of `Client.get`.
        """
        self.asked.add(url)
        known = self._cache.get(url)
        # It may have changed since this refresh was cut off; where the site can tell, it is asked.
        if known and known.checked == self._name and not (known.etag or known.modified):
            self._count("unchanged")
            return known
        tried = list(addresses or markdown_addresses(url))
        if known and known.source in tried:
            tried.sort(key=lambda address: address != known.source)
        try:
            page = self._fetched(url, tried, known, options)
        except PageError as error:
            self._fail(url, error, kept=known is not None)
            return known
        self._count("unchanged" if page is known else "fetched")
        return self._cache.confirm(page, self._name)

    def pages(self, urls: Sequence[str], *, progress: bool) -> list[CachedPage]:
        """Return the pages that there are, in order."""
        delay = self._robots.delay
        found: dict[str, CachedPage | None] = {}
        with ThreadPoolExecutor(1 if delay else self._limits.at_once) as threads:
            futures = {threads.submit(self._paced, url, delay): url for url in urls}
            try:
                done = as_completed(futures)
                for future in tqdm(
                    done, total=len(urls), desc="Fetching", unit="page", disable=not progress
                ):
                    found[futures[future]] = future.result()
            finally:
                threads.shutdown(cancel_futures=True)
        return [page for url in urls if (page := found[url])]

    def _paced(self, url: str, delay: float) -> CachedPage | None:
        if delay:
            time.sleep(min(delay, self._limits.longest_wait))
        return self.page(url)

    def _fetched(
        self,
        url: str,
        addresses: Sequence[str],
        known: CachedPage | None,
        options: dict[str, object],
    ) -> CachedPage:
        """Return a page as it is now: the one that is known where it has not changed."""
        if self._failures_in_a_row >= self._limits.failures_in_a_row:
            raise PageError("not tried: too many pages before it failed", answered=False)
        first: PageError | None = None
        for address in addresses:
            if not self._robots.allows(address):
                error = PageError("its robots.txt does not allow it")
            else:
                same = known is not None and known.source == address
                try:
                    reply = self._client.get(
                        address,
                        etag=known.etag if known and same else "",
                        modified=known.modified if known and same else "",
                        **options,  # type: ignore[arg-type]
                    )
                except PageError as caught:
                    error = caught
                else:
                    if reply is None:
                        assert known is not None
                        return known
                    text = reply.data.decode("utf-8-sig", errors="replace")
                    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
                    return CachedPage(url, text, address, reply.etag, reply.modified)
            first = first or error
            if error.status not in _NOT_FOUND:
                break
        assert first is not None
        raise first

    def _count(self, outcome: Outcome) -> None:
        with self._lock:
            self._failures_in_a_row = 0
            if outcome == "fetched":
                self.report.fetched += 1
            else:
                self.report.unchanged += 1

    def _fail(self, url: str, error: PageError, *, kept: bool) -> None:
        with self._lock:
            self._failures_in_a_row = 0 if error.answered else self._failures_in_a_row + 1
            self.report.failed.append(Failure(url, str(error), kept))


def read_robots(client: Client, url: str) -> Robots:
    """Return the rules of the site that an address is of.

    Raises:
        FetchError: The site does not answer, so that what it allows is not known.
    """
    parts = urlsplit(url)
    address = f"{parts.scheme}://{parts.netloc}/robots.txt"
    try:
        reply = client.get(address, types=frozenset({"", "text/plain"}))
    except PageError as error:
        if error.answered:  # The standard: whoever has no robots.txt allows everything.
            return Robots.parse("", AGENT)
        raise FetchError(f"{address} could not be fetched: {error}.") from error
    assert reply is not None
    return Robots.parse(reply.data.decode(errors="replace"), AGENT)


def refresh_name() -> str:
    """Return what a new refresh is called."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
