"""A snapshot from the package that WorkOS publishes on npm."""

from __future__ import annotations

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import (
    FetchError,
    LoaderWarning,
    NpmNotFoundError,
    UnknownVersionError,
)
from workos_docs_loaders.source import npm
from workos_docs_loaders.source.archive import unpack
from workos_docs_loaders.source.cache import cached_snapshot, locked
from workos_docs_loaders.source.layouts import PACKAGE, PUBLISHED, find_layout
from workos_docs_loaders.source.versions import is_released, is_version, precedence

if TYPE_CHECKING:
    from workos_docs_loaders.models import Snapshot


def published_snapshot(version: str | None, cache: Path, *, refresh: bool) -> Snapshot:
    """Return the snapshot of a version, fetched into the cache if it is not there.

    Args:
        version: The exact version; the newest if None.
        cache: Directory of the unpacked versions.
        refresh: Ask npm which version is the newest, also if it was asked before.

    Raises:
        SourceError: The version could not be fetched; the subclass says why.
    """
    if version is None:
        version = _newest(cache, refresh=refresh)
    elif not is_version(version):
        # Not passed on: npm reads `0.1` as a range and `../x` as a directory.
        raise UnknownVersionError(version, npm.published_versions(PACKAGE))

    def unpack_published(directory: Path) -> None:
        with TemporaryDirectory(prefix="workos-docs-") as download:
            unpack(npm.pack(PACKAGE, version, Path(download)), directory)

    return cached_snapshot(cache / version, PUBLISHED, f"{PACKAGE} {version}", unpack_published)


def _newest(cache: Path, *, refresh: bool) -> str:
    """Return the newest published version, as remembered, or as npm says now."""
    cached = cached_versions(cache)
    latest = cache / "latest"
    remembered = ""
    if latest.is_file():
        remembered = latest.read_text(encoding="utf-8", errors="replace").strip()
    if remembered not in cached:
        remembered = ""
    if remembered and not refresh:
        return remembered
    try:
        version = npm.newest_version(PACKAGE)
        if not is_version(version):
            raise FetchError(f"npm says that the newest version is {version!r:.80}.")
    except (FetchError, NpmNotFoundError) as error:
        if not cached:
            raise
        # npm never names a pre-release as the newest.
        released = [item for item in cached if is_released(item) or item == remembered]
        version = (released or cached)[-1]
        warnings.warn(
            f"Documentation {version}, the newest in the cache, is used: {error}",
            LoaderWarning,
            stacklevel=4,
        )
        return version
    with locked(cache):
        latest.write_text(version, encoding="utf-8")
    return version


def cached_versions(cache: Path) -> list[str]:
    """Return the versions that can be served without a network, oldest first."""
    if not cache.is_dir():
        return []
    names = (path.name for path in cache.iterdir() if find_layout(path, PUBLISHED))
    return sorted(filter(is_version, names), key=precedence)
