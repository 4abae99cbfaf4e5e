"""A snapshot of the documentation from whatever a caller names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workos_docs_loaders.errors import SourceError, UnknownVersionError, reading
from workos_docs_loaders.site.addresses import is_address
from workos_docs_loaders.source.home_directory import home
from workos_docs_loaders.source.live import LIVE, SITE_INDEX, site_snapshot
from workos_docs_loaders.source.local import local_snapshot
from workos_docs_loaders.source.published import cached_versions, published_snapshot

if TYPE_CHECKING:
    from workos_docs_loaders.models import Snapshot


def open_source(
    source: str | Path | None = None,
    *,
    base_url: str | None = None,
    version: str | None = None,
    cache: Path | None = None,
    refresh: bool = False,
    progress: bool = False,
) -> Snapshot:
    """Return a snapshot of the documentation, unpacked on disk.

    Args:
        source: A package archive (`.tgz`), an unpacked package, a directory with `docs/` in it or
            any tree of `.md` and `.mdx` files; or the address of a site's `llms.txt` or
            `llms-full.txt`, or of a page in Markdown. Without it, the npm package is used.
        base_url: What the public URLs of a directory's or an archive's pages begin with. Without
            it, a page is cited by its file's path, unless it is one of the npm package.
        version: The exact version wanted. None or `latest` is the newest published one, as npm
            said when it was last asked; `live` is the public site, as it was when last fetched.
        cache: Where archives are unpacked; by default below `home()`.
        refresh: Ask npm again which version is the newest, or a site what has changed.
        progress: Show a progress bar while fetching a site.

    Raises:
        SourceError: No documentation could be read; the subclass says why.
        ParseError: The package's `package.json` is malformed.

    Warns:
        LoaderWarning: npm cannot be asked for the newest version; the newest cached one is served.
            Or pages of a site cannot be fetched; their former text is served.
    """
    wanted = None if version == "latest" else version
    base = _checked_base(base_url, source)
    if wanted == LIVE or is_address(source):
        sites = home() / "sites" if cache is None else cache / "sites"
        url = SITE_INDEX if source is None else str(source)
        snapshot = site_snapshot(url, sites, refresh=refresh, progress=progress)
        return _checked(snapshot, None if wanted == LIVE else wanted)
    cache = home() / "snapshots" if cache is None else cache
    with reading(cache if source is None else source):
        if source is None:
            snapshot = published_snapshot(wanted, cache, refresh=refresh)
        else:
            found = local_snapshot(Path(source).expanduser(), cache)
            snapshot = replace(found, base_url=base) if base else found
    return _checked(snapshot, wanted)


def fetched_versions(cache: Path | None = None) -> tuple[str, ...]:
    """Return the published versions that can be read without a network, oldest first.

    Args:
        cache: Where archives are unpacked; by default below `home()`.
    """
    return tuple(cached_versions(home() / "snapshots" if cache is None else cache))


def _checked_base(base_url: str | None, source: str | Path | None) -> str:
    """Return a base URL without its last slash; an empty one for none.

    Raises:
        SourceError: It is no address, or the source has addresses of its own.
    """
    if base_url is None:
        return ""
    if source is None or is_address(source):
        raise SourceError(
            f"The pages have addresses of their own: {base_url!r} can only be the base of a source "
            "that is a directory or an archive."
        )
    if not is_address(base_url) or not urlsplit(base_url).netloc:
        raise SourceError(
            f"{base_url!r} is no base of URLs; one is like https://docs.example.com/guide."
        )
    return base_url.rstrip("/")


def _checked(snapshot: Snapshot, wanted: str | None) -> Snapshot:
    if wanted not in (None, snapshot.version):
        raise UnknownVersionError(str(wanted), [snapshot.version])
    return snapshot
