"""A snapshot from the caller's own archive or directory."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import SourceNotFoundError
from workos_docs_loaders.source.archive import unpack
from workos_docs_loaders.source.cache import cached_snapshot
from workos_docs_loaders.source.layouts import LAYOUTS, PACKAGE, snapshot_in

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_loaders.models import Snapshot


def local_snapshot(source: Path, cache: Path) -> Snapshot:
    """Return the snapshot in a directory, or in an archive, which is unpacked into the cache.

    Raises:
        SourceNotFoundError: There is no such file, or it holds no pages.
        ArchiveError: The archive is damaged or unsafe.
    """
    if source.is_dir():
        return snapshot_in(source, LAYOUTS, str(source))
    if not source.is_file():
        raise SourceNotFoundError(
            f"There is no {source}. A source is a .tgz of the package {PACKAGE}, an unpacked "
            "package, or a directory of .md or .mdx files."
        )
    with source.open("rb") as file:
        name = "sha256-" + hashlib.file_digest(file, "sha256").hexdigest()[:32]
    return cached_snapshot(cache / name, LAYOUTS, str(source), partial(unpack, source))
