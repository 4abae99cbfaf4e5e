"""A snapshot of a documentation site, as of the last time that it was fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.models import Snapshot
from workos_docs_loaders.source.cache import locked
from workos_docs_loaders.urls import BASE_URL

if TYPE_CHECKING:
    from pathlib import Path

LIVE = "live"
"""The version that is asked for to read the public site."""

SITE_INDEX = f"{BASE_URL}/llms.txt"


def site_snapshot(url: str, cache: Path, *, refresh: bool, progress: bool) -> Snapshot:
    """Return the snapshot of a site; its version is its date.

    Raises:
        SourceError: The site cannot be fetched, and never was; the subclass says why.
    """
    from workos_docs_loaders.site.opening import open_site  # Late: only sites need httpx.

    with locked(cache):
        found = open_site(url, cache, refresh=refresh, progress=progress)
    return Snapshot(found.date, found.directory, changelogs=None, base_url=found.base)
