"""Unpacked archives on disk, each of them whole or not there."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import SourceError
from workos_docs_loaders.source.layouts import find_layout, snapshot_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
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
                    _list_of(target).write_text(json.dumps(_hashes(unfinished)), "utf-8")
                    unfinished.rename(target)
                finally:
                    shutil.rmtree(unfinished, ignore_errors=True)
    return snapshot_in(target, layouts, origin)


def changed_files(target: Path) -> Sequence[str]:
    """Return the files of a directory of the cache that are no longer as they were unpacked.

    None where it is not known how they were.
    """
    try:
        unpacked = dict(json.loads(_list_of(target).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return ()
    now = _hashes(target)
    return sorted(file for file in {*unpacked, *now} if unpacked.get(file) != now.get(file))


def renew_snapshot(target: Path, fetch: Callable[[], object]) -> None:
    """Fill a directory of the cache again; where that fails, it stays as it was.

    Args:
        target: The directory.
        fetch: Fills it.

    Raises:
        SourceError: It cannot be fetched, or the cache cannot be written.
    """
    former = target.with_name(f".{target.name}.former")
    with locked(target.parent):
        shutil.rmtree(former, ignore_errors=True)
        target.rename(former)
    try:
        fetch()
    except BaseException:
        former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _list_of(target: Path) -> Path:
    """Return the file beside a directory that lists what was unpacked into it."""
    return target.with_name(f".{target.name}.files")


def _hashes(directory: Path) -> Mapping[str, str]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {
        path.relative_to(directory).as_posix(): blake2b(
            path.read_bytes(), digest_size=16
        ).hexdigest()
        for path in files
    }


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
