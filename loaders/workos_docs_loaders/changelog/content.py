"""The bytes of a changelog, from a file, a checkout or a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.errors import FetchError, SourceError, SourceNotFoundError

if TYPE_CHECKING:
    from pathlib import Path

MAX_SIZE = 50 * 1024 * 1024

_TIMEOUT = 30
_FILE_NAMES = ("changelog.md", "changes.md", "history.md", "releases.md")


def find_file(path: Path) -> Path:
    """Return the file itself, or the changelog in a directory."""
    if not path.is_dir():
        return path
    files = {file.name.lower(): file for file in sorted(path.iterdir()) if file.is_file()}
    for name in _FILE_NAMES:
        if name in files:
            return files[name]
    raise SourceNotFoundError(f"{path} holds no CHANGELOG.md.")


def read_file(file: Path) -> bytes:
    """Return what a file holds, if it is not too large."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_SIZE + 1)
    except FileNotFoundError as error:
        raise SourceNotFoundError(
            f"There is no {file}. A changelog is a .md, .json, .xml, .rss or .atom file, a "
            "directory that holds a CHANGELOG.md, or an http(s) URL."
        ) from error
    if len(data) > MAX_SIZE:
        raise SourceError(f"{file} is larger than {MAX_SIZE} bytes.")
    return data


def fetch(url: str) -> bytes:
    """Return what a server answers; httpx follows redirects to http and https only."""
    import httpx

    data = bytearray()
    try:
        with httpx.stream("GET", url, follow_redirects=True, timeout=_TIMEOUT) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MAX_SIZE:
                    raise FetchError(f"{url} is larger than {MAX_SIZE} bytes.")
    except httpx.HTTPStatusError as error:
        status = f"{error.response.status_code} {error.response.reason_phrase}".strip()
        raise FetchError(f"{url} could not be fetched: the server answered {status}.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{url} could not be fetched: {error}") from error
    return bytes(data)
