"""Where a snapshot of the documentation comes from: the npm package, an archive, a directory."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import warnings
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import platformdirs
from filelock import FileLock

from workos_docs_loaders import npm
from workos_docs_loaders.archive import unpack
from workos_docs_loaders.errors import (
    FetchError,
    LoaderWarning,
    NpmNotFoundError,
    ParseError,
    SourceError,
    SourceNotFoundError,
    UnknownVersionError,
)
from workos_docs_loaders.models import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = "@workos/mcp-docs-server"
LOCAL_VERSION = "local"
"""Version of a directory that is not a package."""

_PAGE_SUFFIXES = {".md", ".mdx"}
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?", re.ASCII)

_LAYOUTS = (
    # Directory of the pages, and the file that says the version; the first that exists counts.
    (Path("package/.docs/organized/docs"), Path("package/package.json")),
    (Path(".docs/organized/docs"), Path("package.json")),
    (Path("docs"), None),
    (Path(), None),
)


def home() -> Path:
    """Return the directory that holds cache and index: `WORKOS_DOCS_HOME`, or the user's cache."""
    if chosen := os.environ.get("WORKOS_DOCS_HOME"):
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_cache_path("workos-docs-tools", appauthor=False)


def open_source(
    source: str | Path | None = None,
    *,
    version: str | None = None,
    cache: Path | None = None,
    refresh: bool = False,
) -> Snapshot:
    """Return a snapshot of the documentation, unpacked on disk.

    Args:
        source: A package archive (`.tgz`), an unpacked package, a directory with `docs/` in it or
            any tree of `.md` and `.mdx` files. Without it, the npm package is used.
        version: The exact version wanted. None or `latest` is the newest published one, as npm
            said when it was last asked.
        cache: Where archives are unpacked; by default below `home()`.
        refresh: Ask npm again which version is the newest.

    Raises:
        SourceError: There is no documentation to be had; the subclass says why.
        ParseError: The package's `package.json` is malformed.

    Warns:
        LoaderWarning: npm cannot be asked for the newest version; the newest cached one is served.
    """
    cache = home() / "snapshots" if cache is None else cache
    wanted = None if version == "latest" else version
    if source is None:
        snapshot = _published(wanted, cache, refresh=refresh)
    else:
        snapshot = _local(Path(source).expanduser(), cache)
    if wanted not in (None, snapshot.version):
        raise UnknownVersionError(str(wanted), [snapshot.version])
    return snapshot


def _published(version: str | None, cache: Path, *, refresh: bool) -> Snapshot:
    if version is None:
        version = _newest(cache, refresh=refresh)
    elif not _VERSION.fullmatch(version):
        # Not passed on: npm reads `0.1` as a range and `../x` as a directory.
        raise UnknownVersionError(version, npm.published_versions(PACKAGE))

    def unpack_published(directory: Path) -> None:
        with TemporaryDirectory(prefix="workos-docs-") as download:
            unpack(npm.pack(PACKAGE, version, Path(download)), directory)

    return _cached(cache / version, unpack_published)


def _newest(cache: Path, *, refresh: bool) -> str:
    """Return the newest published version, as remembered, or as npm says now."""
    cached = _cached_versions(cache)
    remembered = cache / "latest"
    if not refresh and remembered.is_file():
        version = remembered.read_text(encoding="utf-8", errors="replace").strip()
        if version in cached:
            return version
    try:
        version = npm.newest_version(PACKAGE)
    except (FetchError, NpmNotFoundError) as error:
        if not cached:
            raise
        warnings.warn(
            f"Documentation {cached[-1]}, the newest in the cache, is used: {error}",
            LoaderWarning,
            stacklevel=4,
        )
        return cached[-1]
    with _locked(cache):
        remembered.write_text(version, encoding="utf-8")
    return version


def _cached_versions(cache: Path) -> list[str]:
    """Return the versions that can be served without a network, oldest first."""
    if not cache.is_dir():
        return []
    names = (path.name for path in cache.iterdir() if _layout(path) is not None)
    return sorted(filter(_VERSION.fullmatch, names), key=_precedence)


def _precedence(version: str) -> tuple[int, int, int, bool, str]:
    match = _VERSION.fullmatch(version)
    assert match is not None
    major, minor, patch, prerelease = match.groups()
    return int(major), int(minor), int(patch), prerelease is None, prerelease or ""


def _local(source: Path, cache: Path) -> Snapshot:
    if source.is_dir():
        return _snapshot(source)
    if not source.is_file():
        raise SourceNotFoundError(
            f"There is no {source}. A source is a .tgz of the package {PACKAGE}, an unpacked "
            "package, or a directory of .md or .mdx files."
        )
    try:
        with source.open("rb") as file:
            name = "sha256-" + hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except OSError as error:
        raise SourceError(f"{source} cannot be read: {error}") from error

    def unpack_local(directory: Path) -> None:
        unpack(source, directory)
        if _layout(directory) is None:
            raise SourceNotFoundError(f"{source} holds no .md or .mdx file.")

    return _cached(cache / name, unpack_local)


def _cached(target: Path, fill: Callable[[Path], None]) -> Snapshot:
    """Return the snapshot in a directory of the cache, filled first if it is not there.

    The directory appears complete or not at all: it is filled under another name and renamed. One
    process at a time does so; a snapshot that is there needs neither the lock nor a writable cache.
    """
    if _layout(target) is None:
        with _locked(target.parent):
            if _layout(target) is None:
                unfinished = target.parent / ".unfinished"
                shutil.rmtree(unfinished, ignore_errors=True)
                shutil.rmtree(target, ignore_errors=True)
                unfinished.mkdir()
                try:
                    fill(unfinished)
                    unfinished.rename(target)
                finally:
                    shutil.rmtree(unfinished, ignore_errors=True)
    return _snapshot(target)


@contextmanager
def _locked(cache: Path) -> Iterator[None]:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / ".lock"):
            yield
    except SourceError:
        raise
    except OSError as error:
        raise SourceError(
            f"The cache {cache} cannot be written ({error}). Set WORKOS_DOCS_HOME to a directory "
            "that can."
        ) from error


def _snapshot(directory: Path) -> Snapshot:
    layout = _layout(directory)
    if layout is None:
        raise SourceNotFoundError(f"{directory} holds no .md or .mdx file.")
    docs, manifest = layout
    changelogs = docs.parent / "changelogs"
    return Snapshot(
        version=LOCAL_VERSION if manifest is None else _package_version(manifest),
        docs=docs,
        changelogs=changelogs if docs != directory and changelogs.is_dir() else None,
    )


def _layout(directory: Path) -> tuple[Path, Path | None] | None:
    """Return the directory of the pages and the package's manifest, or None without any page."""
    for docs, manifest in _LAYOUTS:
        if _has_pages(directory / docs):
            return directory / docs, None if manifest is None else directory / manifest
    return None


def _has_pages(directory: Path) -> bool:
    return directory.is_dir() and any(
        path.suffix in _PAGE_SUFFIXES and path.is_file() for path in directory.rglob("*.md*")
    )


def _package_version(manifest: Path) -> str:
    if not manifest.is_file():
        return LOCAL_VERSION
    try:
        content = json.loads(manifest.read_bytes())
    except json.JSONDecodeError as error:
        raise ParseError(error.msg, path=str(manifest), line=error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"not JSON: {error}", path=str(manifest)) from error
    version = content.get("version") if isinstance(content, dict) else None
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise ParseError(f"no valid version: {version!r}", path=str(manifest))
    return version
