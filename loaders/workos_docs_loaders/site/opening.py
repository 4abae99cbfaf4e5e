"""A site as a snapshot on disk: fetched where that is asked for, served from there ever after."""

from __future__ import annotations

import json
import shutil
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from workos_docs_loaders.errors import FetchError, LoaderWarning, SourceNotFoundError
from workos_docs_loaders.site.addresses import base_address, checked, page_address
from workos_docs_loaders.site.fetching.cache import PageCache
from workos_docs_loaders.site.fetching.client import Client
from workos_docs_loaders.site.fetching.limits import LIMITS, Limits
from workos_docs_loaders.site.fetching.refreshing import Refresh, read_robots, refresh_name
from workos_docs_loaders.site.files import write_pages
from workos_docs_loaders.site.kept import read_notes, write_whole
from workos_docs_loaders.site.reading.index import Link, read_index
from workos_docs_loaders.site.reading.markdown_page import segments, without_comments
from workos_docs_loaders.site.reading.splitting import SitePage, split_pages
from workos_docs_loaders.site.reading.whole_file import split_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workos_docs_loaders.site.fetching.refreshing import Failure

_RESUMED_FOR = timedelta(hours=1)
_NAMED_FAILURES = 10


@dataclass(frozen=True, slots=True)
class SiteSnapshot:
    """The pages of a site as of one day."""

    directory: Path
    """Holds the pages, in the form of the package."""
    base: str
    """What the addresses of all pages begin with."""
    date: str
    """ISO date of the last refresh."""


def open_site(
    url: str,
    directory: Path,
    *,
    refresh: bool = False,
    progress: bool = True,
    limits: Limits = LIMITS,
) -> SiteSnapshot:
    """Return a site's pages; fetched first where asked for, or where there are none yet.

    What a refresh that was cut off has fetched is not fetched again.

    Args:
        url: Address of an `llms.txt`, an `llms-full.txt` or a page in Markdown.
        directory: Where all sites are kept. One process at a time may refresh one.
        refresh: Ask the site what has changed.
        progress: Show a progress bar while fetching.
        limits: Bounds of a refresh.

    Raises:
        SourceError: The address is none that may be fetched.
        FetchError: The site does not answer, or its robots.txt forbids it all.
        SourceNotFoundError: There is no page.

    Warns:
        LoaderWarning: Some pages could not be fetched; their former text stays.
    """
    url = checked(url)
    place = _Place(directory / _name(url))
    if not refresh and (snapshot := place.snapshot()):
        return snapshot
    name = place.begin()
    cache = PageCache(place.pages)
    with Client(limits) as client:
        run = Refresh(client, cache, limits, read_robots(client, url), name)
        pages, links, base = _read(run, url, limits, progress=progress)
    if not pages:
        reasons = "; ".join(map(str, run.report.failed[:_NAMED_FAILURES]))
        raise FetchError(f"No page of {url} could be fetched. {reasons}".rstrip())
    snapshot = place.write(pages, links, base, name)
    cache.keep_only(run.asked)
    if run.report.failed:
        _warn(run.report.failed)
    return snapshot


def _read(
    run: Refresh, url: str, limits: Limits, *, progress: bool
) -> tuple[list[SitePage], Sequence[Link], str]:
    """Return the pages of a site, its index, and what the addresses of all begin with."""
    first = run.page(url, [url], max_bytes=limits.index_bytes)
    if first is None or (run.report.failed and run.report.failed[0].url == url):
        raise FetchError(f"{url} could not be fetched: {run.report.failed[0].reason}.")
    file = urlsplit(url).path.rpartition("/")[2].lower()
    if file.startswith("llms-full"):
        index = urljoin(url, file.replace("llms-full", "llms", 1))
        listed = run.page(index, [index], max_bytes=limits.index_bytes)
        links = read_index(listed.text, index) if listed else ()
        pages = split_whole(first.text, url, links)
        base = base_address(url, [page.url for page in pages if page.url])
        return pages, links, base
    links = read_index(first.text, url) if file.endswith(".txt") else ()
    if not links and file.startswith("llms"):
        raise SourceNotFoundError(f"{url} lists no page of its own site.")
    if not links:
        page = SitePage(page_address(url), _title(first.text), without_comments(first.text))
        return [page], (), page.url.rpartition("/")[0]
    if len(links) > limits.pages:
        raise SourceNotFoundError(f"{url} lists more than {limits.pages} pages.")
    found = run.pages([link.url for link in links], progress=progress)
    pages = split_pages(links, {page.url: page.text for page in found})
    return pages, links, base_address(url, [link.url for link in links])


def _title(text: str) -> str:
    return next((piece.title for piece in segments(without_comments(text)) if piece.title), "")


def _name(url: str) -> str:
    host = urlsplit(url).netloc.replace(":", "-")
    return f"{host}-{blake2b(url.encode(), digest_size=6).hexdigest()}"


def _warn(failed: Sequence[Failure]) -> None:
    shown = "".join(f"\n  {failure}" for failure in failed[:_NAMED_FAILURES])
    more = len(failed) - _NAMED_FAILURES
    rest = f"\n  and {more} more" if more > 0 else ""
    pages = "1 page" if len(failed) == 1 else f"{len(failed)} pages"
    warnings.warn(f"{pages} could not be fetched:{shown}{rest}", LoaderWarning, stacklevel=3)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one site lies on disk."""

    directory: Path

    @property
    def pages(self) -> Path:
        """The pages as fetched."""
        return self.directory / "fetched"

    def snapshot(self) -> SiteSnapshot | None:
        """Return what the last refresh left, if there was one."""
        state = read_notes(self._state)
        directory = self.directory / str(state.get("snapshot", ""))
        if not state or not directory.is_dir():
            return None
        return SiteSnapshot(directory, str(state["base"]), str(state["date"]))

    def begin(self) -> str:
        """Return the name of the refresh that is cut off, or of a new one."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with suppress(OSError, ValueError):
            name = self._unfinished.read_text(encoding="utf-8")
            if datetime.now(UTC) - datetime.fromisoformat(name) < _RESUMED_FOR:
                return name
        name = refresh_name()
        self._unfinished.write_text(name, encoding="utf-8")
        return name

    def write(
        self, pages: Sequence[SitePage], links: Sequence[Link], base: str, name: str
    ) -> SiteSnapshot:
        """Write the result of a refresh; whole, it takes the place of the one before."""
        directory = self.directory / f"pages-{blake2b(name.encode(), digest_size=6).hexdigest()}"
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir()
        if not write_pages(directory, pages, links, base=base):
            raise SourceNotFoundError(f"{base} holds no page.")
        before = self.snapshot()
        date = datetime.now(UTC).date().isoformat()
        state = {"snapshot": directory.name, "base": base, "date": date}
        write_whole(self._state, json.dumps(state).encode())
        self._unfinished.unlink(missing_ok=True)
        if before and before.directory != directory:
            shutil.rmtree(before.directory, ignore_errors=True)
        return SiteSnapshot(directory, base, date)

    @property
    def _unfinished(self) -> Path:
        return self.directory / "refresh"

    @property
    def _state(self) -> Path:
        return self.directory / "state.json"
