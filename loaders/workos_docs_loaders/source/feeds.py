"""Changelogs of the web, kept on disk: fetched when asked for, read from there ever after."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workos_docs_loaders.changelog import read_changelog
from workos_docs_loaders.changelog.package_name import name_in_path
from workos_docs_loaders.errors import FetchError, LoaderWarning
from workos_docs_loaders.site.addresses import checked, is_address
from workos_docs_loaders.site.kept import read_notes, write_whole
from workos_docs_loaders.source.cache import locked
from workos_docs_loaders.source.home_directory import home

if TYPE_CHECKING:
    from workos_docs_loaders.models import Release

CHANGELOG_FEED = "https://workos.com/changelog/rss.xml"

_MAX_BYTES = 50 * 1024 * 1024
_TYPES = frozenset(
    "application/atom+xml application/json application/octet-stream application/rss+xml "
    "application/xml text/markdown text/plain text/x-markdown text/xml".split()
) | {""}


def kept_releases(source: str | Path, *, refresh: bool = False) -> tuple[Release, ...]:
    """Return the entries of a feed or changelog; what an address has is kept on disk.

    Args:
        source: A file, a checkout, or an address (https, or of this machine).
        refresh: Ask the address what is new, rather than only where nothing is kept.

    Raises:
        SourceError: It cannot be read, or neither fetched nor is it kept.
        ParseError: It is malformed.

    Warns:
        LoaderWarning: It cannot be fetched; what is kept is served, and said how old that is.
    """
    if not is_address(source):
        return read_changelog(source)
    kept = _Kept.of(checked(str(source)))
    if refresh or not kept.file.is_file():
        with locked(kept.file.parent):
            kept.fetch()
    parts = urlsplit(kept.url)
    return read_changelog(kept.file, package=name_in_path(parts.path) or parts.netloc)


def is_kept(source: str) -> bool:
    """Return whether an address was ever fetched, so that it needs no network."""
    return _Kept.of(checked(source)).file.is_file()


@dataclass(frozen=True, slots=True)
class _Kept:
    """One address."""

    url: str
    file: Path

    @classmethod
    def of(cls, url: str) -> _Kept:
        name = blake2b(url.encode(), digest_size=8).hexdigest()
        suffix = Path(url.partition("?")[0]).suffix.lower()
        return cls(url, home() / "changelogs" / f"{name}{suffix if suffix[1:].isalnum() else ''}")

    def fetch(self) -> None:
        """Bring the file up to date; keep it as it is where that fails."""
        # Late: only addresses need httpx.
        from workos_docs_loaders.site.fetching.client import Client, PageError
        from workos_docs_loaders.site.fetching.limits import LIMITS

        state = read_notes(self._state_file) if self.file.is_file() else {}
        try:
            with Client(LIMITS) as client:
                reply = client.get(
                    self.url,
                    etag=state.get("etag", ""),
                    modified=state.get("modified", ""),
                    types=_TYPES,
                    max_bytes=_MAX_BYTES,
                )
        except PageError as error:
            message = f"{self.url} could not be fetched: {error}."
            if not self.file.is_file():
                raise FetchError(message) from error
            since = f"What it had on {state.get('date', 'an unknown day')} is used."
            warnings.warn(f"{message} {since}", LoaderWarning, stacklevel=4)
            return
        if reply is not None:
            write_whole(self.file, reply.data)
            state = {"etag": reply.etag, "modified": reply.modified}
        state["date"] = datetime.now(UTC).date().isoformat()
        self._state_file.write_text(json.dumps(state), encoding="utf-8")

    @property
    def _state_file(self) -> Path:
        return self.file.with_suffix(".state")
