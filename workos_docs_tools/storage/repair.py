"""A database that cannot be read: found, and set aside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

from workos_docs_tools.errors import StoreError
from workos_docs_tools.storage.chroma import chroma_errors, close, persistent_client
from workos_docs_tools.storage.generations import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chromadb.api import ClientAPI

_FILE = "chroma.sqlite3"
_SET_ASIDE = "damaged"


def database_problem(directory: Path) -> str:
    """Return what is wrong with the database in a directory; nothing where there is none."""
    file = directory / _FILE
    if not file.exists():
        return ""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            return str(found)
        close(persistent_client(directory))
    except (sqlite3.Error, StoreError) as error:
        return str(error)
    return ""


def unreadable(client: ClientAPI) -> Iterator[str]:
    """Yield the names of collections that are complete by what they say, but not by a look.

    Raises:
        StoreError: Chroma refused to list them.
    """
    for name, described in served(client).items():
        if described.get("state") == "ready":
            try:
                with chroma_errors(name):
                    collection = client.get_collection(name, embedding_function=None)
                    collection.get(limit=1, include=["embeddings"])
                    is_whole = collection.count() >= int(described.get("nodes", 0))
            except StoreError:
                is_whole = False
            if not is_whole:
                yield name


def set_aside(directory: Path) -> Path:
    """Move a database to a folder beside it, where nobody looks for it; return that.

    Nothing is deleted: users may have records in it that can be rescued.

    Raises:
        StoreError: It cannot be moved.
    """
    aside = next(
        place for number in count(1) if not (place := directory / f"{_SET_ASIDE}-{number}").exists()
    )
    try:
        aside.mkdir()
        for path in directory.iterdir():
            # Besides its file, a database has a folder with the vectors of each collection.
            is_vectors = path.is_dir() and not path.name.startswith(_SET_ASIDE)
            if path.name.startswith(_FILE) or is_vectors:
                path.rename(aside / path.name)
    except OSError as error:
        raise StoreError(f"{directory} cannot be repaired: {error}. Move it away.") from error
    return aside
