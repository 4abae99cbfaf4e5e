"""A snapshot of the documentation from whatever a caller names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import UnknownVersionError, reading
from workos_docs_loaders.site.addresses import is_address
from workos_docs_loaders.source.home_directory import home
from workos_docs_loaders.source.live import LIVE, SITE_INDEX, site_snapshot
from workos_docs_loaders.source.local import local_snapshot
from workos_docs_loaders.source.published import published_snapshot

if TYPE_CHECKING:
    from workos_docs_loaders.models import Snapshot


def open_source(
    source: str | Path | None = None,
    *,
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
            snapshot = local_snapshot(Path(source).expanduser(), cache)
    return _checked(snapshot, wanted)


def _checked(snapshot: Snapshot, wanted: str | None) -> Snapshot:
    if wanted not in (None, snapshot.version):
        raise UnknownVersionError(str(wanted), [snapshot.version])
    return snapshot
