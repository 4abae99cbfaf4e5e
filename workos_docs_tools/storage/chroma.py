"""Chroma clients, and what they raise turned into errors of ours."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workos_docs_tools.errors import InvalidArgumentError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chromadb.api import ClientAPI

_openings = count(1)

URL_VARIABLE = "WORKOS_DOCS_CHROMA_URL"
TOKEN_VARIABLE = "WORKOS_DOCS_CHROMA_TOKEN"


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


def server_client() -> ClientAPI | None:
    """Return a client of the server that the environment names, if it names one.

    `WORKOS_DOCS_CHROMA_URL` is its address, `https://chroma.example.com:8000`; with
    `WORKOS_DOCS_CHROMA_TOKEN` the token is sent that it asks for.

    Raises:
        InvalidArgumentError: It is no address of a server.
        StoreError: The server does not answer.
    """
    address = os.environ.get(URL_VARIABLE, "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in ("http", "https") or parts.path.strip("/"):
        raise InvalidArgumentError(URL_VARIABLE, address, hint="One is like http://localhost:8000.")
    import chromadb

    token = os.environ.get(TOKEN_VARIABLE, "")
    headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {}
    is_safe = parts.scheme == "https"
    try:
        return chromadb.HttpClient(
            host, port or (443 if is_safe else 80), ssl=is_safe, headers=headers
        )
    except Exception as error:  # Chroma raises ValueError, KeyError and others.
        raise StoreError(
            f"The Chroma server at {host} does not answer: {error}. Check {URL_VARIABLE}, or "
            f"{TOKEN_VARIABLE} where the server asks for a token."
        ) from error


def close(client: ClientAPI) -> None:
    """Close the files and connections of a client, if it is of a kind that has any."""
    from chromadb.api.client import Client

    if isinstance(client, Client):
        client.close()


def is_missing(error: Exception) -> bool:
    """Return whether Chroma says that a collection does not exist."""
    from chromadb.errors import NotFoundError

    return isinstance(error, NotFoundError)


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
    except Exception as error:
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        if not isinstance(error, ChromaError | HTTPError | OSError):
            raise
        raise StoreError(
            f"{what}: {error}. Check it (workos-docs doctor --repair), or pass another "
            "persist_directory= or client=; WORKOS_DOCS_HOME moves the default directory."
        ) from error
