"""The copies of a cache: one for what some collections hold together, under a name of its own."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import workos_docs_loaders
from workos_docs_tools import distribution
from workos_docs_tools.answers.contents import Contents
from workos_docs_tools.answers.copied.nodes import nodes_of, put_nodes
from workos_docs_tools.answers.copied.pieces import from_bytes, primed, to_bytes
from workos_docs_tools.answers.copied.sdks import put_sdks, sdks_of
from workos_docs_tools.answers.copied.tables import (
    calls_of,
    names,
    put_calls,
    put_names,
    put_tokens,
    put_words,
    tokens,
    words,
)
from workos_docs_tools.answers.names import NameTable
from workos_docs_tools.search.catalog import Catalog
from workos_docs_tools.search.engine import Engine
from workos_docs_tools.storage.mapped import map_arrays, write_arrays
from workos_docs_tools.storage.store import NODE_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_tools.answers.copied.pieces import Arrays
    from workos_docs_tools.embeddings import Embedder
    from workos_docs_tools.search.reranking import Reranker

DIRECTORY = "copies"
"""Directory of the copies, beside the database."""
_SUFFIX = ".map"
_PATIENCE = 30.0
"""Seconds to wait for a copy that another process is making: several times what that takes."""
_MOST = 512 << 20
"""Bytes that copies may take; a copy of the documentation with three SDKs has 60 MB."""


def copy_path(directory: Path, *held: object) -> Path:
    """Return the file of a copy.

    Args:
        directory: Where the copies lie.
        held: What it is a copy of.
    """
    key = repr((NODE_FORMAT, _code() or distribution.version(), held))
    return directory / f"{blake2b(key.encode(), digest_size=16).hexdigest()}{_SUFFIX}"


@contextmanager
def copying(directory: Path) -> Iterator[None]:
    """Let one process at a time copy what a database holds; none waits for long.

    Args:
        directory: Of the database.
    """
    from filelock import FileLock  # Late: a copy is seldom made.

    lock = FileLock(directory / ".copying.lock", timeout=_PATIENCE)
    # Where it cannot be written, or another process takes too long, each reads for itself.
    with suppress(OSError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def write_copy(path: Path, contents: Contents) -> None:
    """Write what answers to a file, and remove copies not used for long where there are many.

    Raises:
        OSError: It cannot be written.
    """
    engine, catalog = contents.engine, contents.catalog
    arrays: Arrays = {"vectors": catalog.vectors, "documented": to_bytes(dict(catalog.documented))}
    put_nodes(arrays, catalog.nodes)
    if engine.tokens is not None:
        put_tokens(arrays, engine.tokens)
    put_words(arrays, "node_words", engine.node_words)
    put_words(arrays, "page_words", engine.page_words)
    put_names(arrays, contents.names.names)
    put_calls(arrays, contents.calls)
    put_sdks(arrays, contents.sdks)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_arrays(path, arrays)
    _remove_unused(path.parent)


def read_copy(
    path: Path,
    version: str,
    date: str,
    embedder: Embedder,
    reranker: Reranker | None,
) -> Contents | None:
    """Return what answers from a copy; `None` if it is missing or damaged.

    Args:
        path: The file.
        version: Version of the documentation.
        date: Its date.
        embedder: The model that embedded it.
        reranker: Cross-encoder that orders the best candidates.
    """
    arrays = map_arrays(path)
    if arrays is None:
        return None
    with suppress(OSError):
        os.utime(path)  # It is in use.
    nodes = nodes_of(arrays)
    catalog = Catalog(nodes, arrays["vectors"], from_bytes(arrays["documented"]))
    engine = primed(
        Engine(catalog, embedder, tokens(arrays), reranker),
        node_words=words(arrays, "node_words"),
        page_words=words(arrays, "page_words"),
    )
    return primed(
        Contents(engine, version, date, sdks_of(arrays)),
        names=NameTable(nodes, names(arrays)),
        calls=calls_of(arrays),
    )


@lru_cache(1)
def _code() -> int:
    """Return when what derives was last changed, whatever its version; 0 if nobody can tell."""
    roots = (Path(__file__).parents[2], Path(workos_docs_loaders.__file__).parent)
    return max((at for root in roots for at in _changes(str(root))), default=0)


def _changes(directory: str) -> Iterator[int]:
    """Yield when each module was last changed."""
    with suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _changes(entry.path)
            elif entry.name.endswith(".py"):
                yield entry.stat().st_mtime_ns


def _remove_unused(directory: Path) -> None:
    """Remove the copies that were not used for longest, if all together are too large.

    The one used last stays, whatever its size.
    """
    found = [(file, file.stat()) for file in directory.iterdir() if file.is_file()]
    size = 0
    for number, (file, status) in enumerate(sorted(found, key=lambda one: -one[1].st_mtime_ns)):
        size += status.st_size
        if number and size > _MOST:
            with suppress(OSError):
                file.unlink()
