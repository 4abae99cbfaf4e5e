"""The directory in which SDK packages are unpacked, and the versions that are in it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from workos_docs_loaders.source.cache import locked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def filled(target: Path, fill: Callable[[Path], None]) -> Path:
    """Return a directory of the cache, filled first if it is not there.

    The directory appears complete or not at all: it is filled under another name and renamed. One
    process at a time does so; a directory that is there needs neither the lock nor write access.
    """
    if target.is_dir():
        return target
    with locked(target.parent):
        if not target.is_dir():
            unfinished = target.parent / ".unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            try:
                fill(unfinished)
                unfinished.rename(target)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return target


def cached_versions(directory: Path) -> list[str]:
    """Return the versions that are unpacked in a package's directory, oldest first."""
    if not directory.is_dir():
        return []
    names = [path.name for path in directory.iterdir() if path.is_dir()]
    return sorted((name for name in names if is_version(name)), key=Version)


def remembered(directory: Path) -> str:
    """Return the version that was the newest when the registry was last asked, or empty."""
    file = directory / "latest"
    return file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else ""


def remember(directory: Path, version: str) -> None:
    """Note the version that the registry calls the newest."""
    with locked(directory):
        (directory / "latest").write_text(version, encoding="utf-8")


def is_version(text: str) -> bool:
    """Whether a text is one exact version, safe as the name of a directory."""
    try:
        Version(text)
    except InvalidVersion:
        return False
    return text == text.strip()
