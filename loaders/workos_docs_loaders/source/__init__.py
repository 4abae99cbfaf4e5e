"""Where a snapshot of the documentation comes from: the npm package, an archive, a directory."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import shutil
import warnings
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import platformdirs
from filelock import FileLock

from workos_docs_loaders.errors import (
    FetchError,
    LoaderWarning,
    NpmNotFoundError,
    ParseError,
    SourceError,
    SourceNotFoundError,
    UnknownVersionError,
    reading,
)
from workos_docs_loaders.models import Snapshot
from workos_docs_loaders.source import npm
from workos_docs_loaders.source.archive import unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PACKAGE = "@workos/mcp-docs-server"
LOCAL_VERSION = "local"
"""Version of a directory that is not a package."""

_PAGE_SUFFIXES = {".md", ".mdx"}
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?", re.ASCII)

_Layout = tuple[Path, Path | None]
_LAYOUTS: tuple[_Layout, ...] = (
    # Directory of the pages, and the file that says the version; the first that exists counts.
    (Path("package/.docs/organized/docs"), Path("package/package.json")),
    (Path(".docs/organized/docs"), Path("package.json")),
    (Path("docs"), None),
    (Path(), None),
)
_PUBLISHED = _LAYOUTS[:1]
"""What npm delivers has this layout only: a package without it is not read for its README."""


def home() -> Path:
    """Return the directory that holds cache and index: `WORKOS_DOCS_HOME`, or the user's cache."""
    if chosen := os.environ.get("WORKOS_DOCS_HOME"):
        with reading(f"WORKOS_DOCS_HOME={chosen}"):
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
    with reading(cache if source is None else source):
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

    return _cached(cache / version, _PUBLISHED, f"{PACKAGE} {version}", unpack_published)


def _newest(cache: Path, *, refresh: bool) -> str:
    """Return the newest published version, as remembered, or as npm says now."""
    cached = _cached_versions(cache)
    latest = cache / "latest"
    told = latest.read_text(encoding="utf-8", errors="replace").strip() if latest.is_file() else ""
    remembered = told if told in cached else ""
    if remembered and not refresh:
        return remembered
    try:
        version = npm.newest_version(PACKAGE)
        if not _VERSION.fullmatch(version):
            raise FetchError(f"npm says that the newest version is {version!r:.80}.")
    except (FetchError, NpmNotFoundError) as error:
        if not cached:
            raise
        # npm calls no pre-release the newest.
        released = [item for item in cached if _is_released(item) or item == remembered]
        version = (released or cached)[-1]
        warnings.warn(
            f"Documentation {version}, the newest in the cache, is used: {error}",
            LoaderWarning,
            stacklevel=4,
        )
        return version
    with _locked(cache):
        latest.write_text(version, encoding="utf-8")
    return version


def _cached_versions(cache: Path) -> list[str]:
    """Return the versions that can be served without a network, oldest first."""
    if not cache.is_dir():
        return []
    names = (path.name for path in cache.iterdir() if _layout(path, _PUBLISHED))
    return sorted(filter(_VERSION.fullmatch, names), key=_precedence)


def _is_released(version: str) -> bool:
    match = _VERSION.fullmatch(version)
    return match is not None and match[4] is None


def _precedence(version: str) -> tuple[object, ...]:
    """Return what semantic versions sort by: `1.0.0-beta.9`, `1.0.0-beta.10`, `1.0.0`."""
    match = _VERSION.fullmatch(version)
    assert match is not None
    *numbers, prerelease = match.groups()
    parts = [
        (int(part), "") if part.isdecimal() else (math.inf, part)
        for part in (prerelease or "").split(".")
    ]
    return *map(int, numbers), prerelease is None, parts


def _local(source: Path, cache: Path) -> Snapshot:
    if source.is_dir():
        return _snapshot(source, _LAYOUTS, str(source))
    if not source.is_file():
        raise SourceNotFoundError(
            f"There is no {source}. A source is a .tgz of the package {PACKAGE}, an unpacked "
            "package, or a directory of .md or .mdx files."
        )
    with source.open("rb") as file:
        name = "sha256-" + hashlib.file_digest(file, "sha256").hexdigest()[:32]
    return _cached(cache / name, _LAYOUTS, str(source), partial(unpack, source))


def _cached(
    target: Path, layouts: Sequence[_Layout], origin: str, fill: Callable[[Path], None]
) -> Snapshot:
    """Return the snapshot in a directory of the cache, filled first if it is not there.

    The directory appears complete or not at all: it is filled under another name and renamed. One
    process at a time does so; a snapshot that is there needs neither the lock nor a writable cache.
    """
    if not _layout(target, layouts):
        with _locked(target.parent):
            if not _layout(target, layouts):
                unfinished = target.parent / ".unfinished"
                shutil.rmtree(unfinished, ignore_errors=True)
                shutil.rmtree(target, ignore_errors=True)
                unfinished.mkdir()
                try:
                    fill(unfinished)
                    _snapshot(unfinished, layouts, origin)  # or an error: then nothing is kept
                    unfinished.rename(target)
                finally:
                    shutil.rmtree(unfinished, ignore_errors=True)
    return _snapshot(target, layouts, origin)


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


def _snapshot(directory: Path, layouts: Sequence[_Layout], origin: str) -> Snapshot:
    layout = _layout(directory, layouts)
    if layout is None:
        raise SourceNotFoundError(f"{origin} holds no .md or .mdx page.")
    docs, manifest = layout
    changelogs = docs.parent / "changelogs"
    return Snapshot(
        version=LOCAL_VERSION if manifest is None else _package_version(manifest),
        docs=docs,
        changelogs=changelogs if docs != directory and changelogs.is_dir() else None,
    )


def _layout(directory: Path, layouts: Sequence[_Layout]) -> _Layout | None:
    """Return the directory of the pages and the package's manifest, or None without any page."""
    for docs, manifest in layouts:
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
