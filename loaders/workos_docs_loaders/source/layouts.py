"""Where the pages lie in a directory, and which version of the documentation they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import ParseError, SourceNotFoundError
from workos_docs_loaders.models import Snapshot
from workos_docs_loaders.source.versions import is_version
from workos_docs_loaders.urls import is_page

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCAL_VERSION = "local"
"""Version of a directory that is not a package."""

Layout = tuple[Path, Path | None]
"""Directory of the pages, and the file that says the version."""

LAYOUTS: tuple[Layout, ...] = (
    (Path("package/.docs/organized/docs"), Path("package/package.json")),
    (Path(".docs/organized/docs"), Path("package.json")),
    (Path("docs"), None),
    (Path(), None),
)
"""All that a source may have; the first that exists counts."""

PUBLISHED = LAYOUTS[:1]
"""What npm delivers has this layout only: a package without it is not read for its README."""


def snapshot_in(directory: Path, layouts: Sequence[Layout], origin: str) -> Snapshot:
    """Return the snapshot that a directory holds.

    Args:
        directory: What was unpacked, or named by the caller.
        layouts: Those it may have.
        origin: Where it comes from, for errors.

    Raises:
        SourceNotFoundError: There is no page in it.
        ParseError: The package's `package.json` is malformed.
    """
    layout = find_layout(directory, layouts)
    if layout is None:
        raise SourceNotFoundError(f"{origin} holds no .md or .mdx page.")
    docs, manifest = layout
    changelogs = docs.parent / "changelogs"
    return Snapshot(
        version=LOCAL_VERSION if manifest is None else _package_version(manifest),
        docs=docs,
        changelogs=changelogs if docs != directory and changelogs.is_dir() else None,
    )


def find_layout(directory: Path, layouts: Sequence[Layout]) -> Layout | None:
    """Return the directory of the pages and the package's manifest, or None without any page."""
    for docs, manifest in layouts:
        if _has_pages(directory / docs):
            return directory / docs, None if manifest is None else directory / manifest
    return None


def _has_pages(directory: Path) -> bool:
    return directory.is_dir() and any(
        is_page(path.name) and path.is_file() for path in directory.rglob("*")
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
    if not isinstance(version, str) or not is_version(version):
        raise ParseError(f"the package has no valid version: {version!r}", path=str(manifest))
    return version
