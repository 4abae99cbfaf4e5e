"""Unpacked archives on disk, each of them whole or not there."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import SourceError
from workos_docs_loaders.source.layouts import find_layout, snapshot_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from workos_docs_loaders.models import Snapshot
    from workos_docs_loaders.source.layouts import Layout


def cached_snapshot(
    target: Path, layouts: Sequence[Layout], origin: str, fill: Callable[[Path], None]
) -> Snapshot:
    """Return the snapshot in a directory of the cache, filled first if it is not there.

    The directory appears complete or not at all: it is filled under another name and renamed. One
    process at a time does so; a snapshot that is there needs neither the lock nor a writable cache.
    """
    if not find_layout(target, layouts):
        with locked(target.parent):
            if not find_layout(target, layouts):
                unfinished = target.parent / ".unfinished"
                shutil.rmtree(unfinished, ignore_errors=True)
                shutil.rmtree(target, ignore_errors=True)
                unfinished.mkdir()
                try:
                    fill(unfinished)
                    snapshot_in(unfinished, layouts, origin)  # or an error: then nothing is kept
                    unfinished.rename(target)
                finally:
                    shutil.rmtree(unfinished, ignore_errors=True)
    return snapshot_in(target, layouts, origin)


@contextmanager
def locked(cache: Path) -> Iterator[None]:
    """Let one process at a time write to a cache.

    Raises:
        SourceError: The cache cannot be written.
    """
    from filelock import FileLock  # Late: what is there needs no lock.

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / ".lock"):
            yield
    except SourceError:
        raise
    except OSError as error:
        raise SourceError(
            f"The cache {cache} cannot be written ({error}). Set WORKOS_DOCS_HOME to a writable "
            "directory."
        ) from error
