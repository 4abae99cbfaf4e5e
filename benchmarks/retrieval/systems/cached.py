"""What the compared systems need on disk: built once, outside the repository."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.questions.check import read_pages
from workos_docs_loaders.source import home, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def cached(name: str, build: Callable[[Path], None]) -> Path:
    """Return a directory of the benchmarks' cache, filled by `build` unless that was done."""
    directory = home() / "benchmarks" / name
    # A file, not a rename: Chroma keeps the files open that it has written.
    complete = directory / "complete"
    if not complete.exists():
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        build(directory)
        complete.touch()
    return directory


def raw_pages(version: str) -> Mapping[str, str]:
    """Return the files of a version as published, by page path; changelog entries too."""
    return read_pages(open_source(version=version).docs)
