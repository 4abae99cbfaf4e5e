"""Chroma clients, and what they raise turned into errors of ours."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from workos_docs_tools.errors import ServerAwayError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chromadb.api import ClientAPI

_openings = count(1)
_SERVER_ERROR = 500


def persistent_client(directory: Path) -> ClientAPI:
    """Return a client of the database in a directory, which is made if it does not exist.

    Unlike `chromadb.PersistentClient`, it shares no memory with other clients of this process:
    that would hide what other processes have written in the meantime, and closing one would close
    the others.

    Raises:
        StoreError: It cannot be made or written, or holds something else.
    """
    from chromadb.api import ServerAPI
    from chromadb.api.client import Client
    from chromadb.config import Settings, System
    from filelock import FileLock

    with chroma_errors(f"The directory {directory} cannot hold the index"):
        path = _own_spelling(directory, next(_openings))
        system = System(Settings(persist_directory=path, is_persistent=True))
        system.instance(ServerAPI)  # type: ignore[type-abstract]
        directory.mkdir(parents=True, exist_ok=True)
        # Of processes that make the tables at once, Chroma lets all but one fail.
        with FileLock(directory / ".starting.lock"):
            system.start()
        return Client.from_system(system)


def close(client: ClientAPI) -> None:
    """Close the files and connections of a client, if it is of a kind that has any."""
    from chromadb.api.client import Client

    if isinstance(client, Client):
        client.close()


def is_missing(error: Exception) -> bool:
    """Return whether Chroma says that a collection does not exist."""
    from chromadb.errors import NotFoundError

    return isinstance(error, NotFoundError)


def unreachable(error: BaseException | None) -> str | None:
    """Return the address of the server that could not be reached, if that is what an error says.

    A proxy before a server that is down answers in its place, with a status from 500 on, where
    Chroma itself says what is wrong.
    """
    from chromadb.errors import ChromaError
    from httpx import HTTPStatusError, TransportError

    while error is not None and not isinstance(error, ChromaError):
        if isinstance(error, HTTPStatusError) and error.response.status_code < _SERVER_ERROR:
            return None
        if isinstance(error, HTTPStatusError | TransportError):
            url = error.request.url
            return f"{url.scheme}://{url.netloc.decode()}"
        error = error.__cause__ or error.__context__
    return None


def _own_spelling(directory: Path, number: int) -> str:
    """Return the directory as no other client spells it: Chroma shares what is spelled alike."""
    suffix = "".join(f".{os.sep}" if digit == "1" else os.sep for digit in f"{number:b}")
    return f"{directory}{os.sep}{suffix}"


@contextmanager
def chroma_errors(what: str) -> Iterator[None]:
    """Raise `StoreError` in place of what Chroma, its server or a disk raises.

    Args:
        what: What went wrong, if anything does.
    """
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        if url := unreachable(error):
            raise ServerAwayError(url, error) from error
        if not isinstance(error, ChromaError | HTTPError | OSError):
            raise
        raise StoreError(
            f"{what}: {error}. Check it (workos-docs doctor --repair), or pass another "
            "persist_directory= or client=; WORKOS_DOCS_HOME moves the default directory."
        ) from error
