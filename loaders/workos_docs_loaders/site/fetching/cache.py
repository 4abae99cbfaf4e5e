"""The pages of a site as they were last fetched, one file each."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from workos_docs_loaders.site.kept import write_whole

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CachedPage:
    """One page of a site."""

    url: str
    """The page's address."""
    text: str
    source: str = ""
    """Address that its text came from."""
    etag: str = ""
    modified: str = ""
    checked: str = ""
    """The refresh that last saw the text to be current."""


@dataclass(frozen=True, slots=True)
class PageCache:
    """Pages in a directory, each written whole or not at all."""

    directory: Path

    def get(self, url: str) -> CachedPage | None:
        """Return a page, if it was ever fetched."""
        with suppress(OSError, ValueError, TypeError):
            page = CachedPage(**json.loads(self._file(url).read_bytes()))
            return page if page.url == url else None
        return None

    def put(self, page: CachedPage) -> None:
        """Keep a page."""
        self.directory.mkdir(parents=True, exist_ok=True)
        write_whole(self._file(page.url), json.dumps(asdict(page)).encode())

    def confirm(self, page: CachedPage, checked: str) -> CachedPage:
        """Keep a page as one that is current; return it so."""
        page = replace(page, checked=checked)
        self.put(page)
        return page

    def keep_only(self, urls: set[str]) -> None:
        """Forget the pages that a site no longer has."""
        names = {self._file(url).name for url in urls}
        for file in self.directory.glob("*"):
            if file.name not in names:
                file.unlink(missing_ok=True)

    def _file(self, url: str) -> Path:
        return self.directory / f"{blake2b(url.encode(), digest_size=16).hexdigest()}.json"
