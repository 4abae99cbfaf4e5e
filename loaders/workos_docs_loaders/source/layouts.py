"""Where the pages lie in a directory, and which version of the documentation they are."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import ParseError, SourceNotFoundError
from workos_docs_loaders.models import Snapshot
from workos_docs_loaders.source.versions import is_version
from workos_docs_loaders.urls import is_page, page_url

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE = "@workos/mcp-docs-server"
"""What the package of the documentation is called on npm."""

LOCAL_VERSION = "local"
"""Version of a directory that is not a package."""

Layout = tuple[Path, Path | None]
"""Directory of the pages, and the file that says the version."""

_PAGES = Path(".docs/organized/docs")

LAYOUTS: tuple[Layout, ...] = (
    (Path("package", _PAGES), Path("package/package.json")),
    (_PAGES, Path("package.json")),
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
        base_url=_published_base(docs),
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


def _published_base(docs: Path) -> str:
    """Return the base URL of pages that lie in the published package; empty for all others."""
    docs = docs.resolve()
    for directory in docs.parents:
        pages, manifest = directory / _PAGES, directory / "package.json"
        if docs.is_relative_to(pages) and manifest.is_file():
            with suppress(ParseError):
                if _manifest(manifest).get("name") == PACKAGE:
                    return page_url("/".join(docs.relative_to(pages).parts))
    return ""


def _manifest(file: Path) -> dict[str, object]:
    try:
        content = json.loads(file.read_bytes())
    except json.JSONDecodeError as error:
        raise ParseError(error.msg, path=str(file), line=error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"not JSON: {error}", path=str(file)) from error
    return content if isinstance(content, dict) else {}


def _package_version(manifest: Path) -> str:
    if not manifest.is_file():
        return LOCAL_VERSION
    version = _manifest(manifest).get("version")
    if not isinstance(version, str) or not is_version(version):
        raise ParseError(f"the package has no valid version: {version!r}", path=str(manifest))
    return version
