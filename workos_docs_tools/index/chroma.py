"""Chroma clients, and what they raise turned into errors of ours."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock

from workos_docs_tools.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chromadb.api import ClientAPI


def persistent_client(directory: Path) -> ClientAPI:
    """Return a client of the database in a directory, which is made if it does not exist.

    Unlike `chromadb.PersistentClient`, it shares no memory with earlier clients of this process:
    that would hide what other processes have written in the meantime.

    Raises:
        StoreError: It cannot be made or written, or holds something else.
    """
    from chromadb.api import ServerAPI
    from chromadb.api.client import Client
    from chromadb.config import Settings, System

    with chroma_errors(f"The directory {directory} cannot hold the index"):
        system = System(Settings(persist_directory=str(directory), is_persistent=True))
        system.instance(ServerAPI)  # type: ignore[type-abstract]
        directory.mkdir(parents=True, exist_ok=True)
        # Of processes that make the tables at once, Chroma lets all but one fail.
        with FileLock(directory / ".starting.lock"):
            system.start()
        return Client.from_system(system)


@contextmanager
def chroma_errors(what: str) -> Iterator[None]:
    """Raise `StoreError` in place of what Chroma, its server or a disk raises.

    Args:
        what: What went wrong, if anything does.
    """
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    try:
        yield
    except (ChromaError, HTTPError, OSError) as error:
        raise StoreError(
            f"{what}: {error}. Check it, or pass another persist_directory= or client=; "
            "WORKOS_DOCS_HOME moves the default directory."
        ) from error
