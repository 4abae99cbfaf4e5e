"""Changelogs of every form as releases: packaged JSON, RSS and Atom feeds, CHANGELOG.md."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from workos_docs_loaders.changelog.feed import parse_feed
from workos_docs_loaders.changelog.markdown import parse_changelog
from workos_docs_loaders.changelog.packaged import parse_packaged
from workos_docs_loaders.errors import (
    FetchError,
    ParseError,
    SourceError,
    SourceNotFoundError,
    reading,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_loaders.models import Release

__all__ = ["parse_changelog", "parse_feed", "parse_packaged", "read_changelog"]

MAX_SIZE = 50 * 1024 * 1024

_TIMEOUT = 30
_FILE_NAMES = ("changelog.md", "changes.md", "history.md", "releases.md")
_MANIFESTS: tuple[tuple[str, Callable[[str], Any], tuple[str, ...]], ...] = (
    # Files beside a changelog that name the package, and the keys under which they do.
    ("package.json", json.loads, ("name",)),
    ("composer.json", json.loads, ("name",)),
    ("pyproject.toml", tomllib.loads, ("project", "name")),
    ("Cargo.toml", tomllib.loads, ("package", "name")),
)
# Parts of a path or URL that do not name a package.
_GENERIC_NAME = re.compile(
    r"(change-?logs?|changes|history|releases?|rss|feeds?|atom|index|main|master|head|refs|heads|"
    r"blob|raw|docs|latest)?",
    re.IGNORECASE,
)
_GENERIC_ENDING = re.compile(r"[-_.](change-?log|changes|history|releases?)$", re.IGNORECASE)

_XML = re.compile(
    rb"\s*(?:<\?xml\b|(?:<!--(?s:.*?)-->\s*|<!DOCTYPE\b[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b)"
)
_HTML = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\[\s*(?:\{|\]\s*\Z)|\{\s*[\"}])")
_FEED_SUFFIXES = {".xml", ".rss", ".atom"}


def read_changelog(source: str | Path, *, package: str | None = None) -> tuple[Release, ...]:
    """Return the releases of a changelog, whatever its form.

    Args:
        source: A file (packaged JSON, RSS, Atom, Markdown), a checkout that holds a
            `CHANGELOG.md`, or an http(s) URL. The content decides on the form, then the name.
        package: Package of the releases that do not name their own. By default what a manifest
            beside the changelog says (`package.json`, `pyproject.toml`), else what the path does.

    Raises:
        SourceNotFoundError: There is no such file, or the directory holds no changelog.
        SourceError: The file cannot be read or is over 50 MiB.
        FetchError: The URL cannot be fetched.
        ParseError: The content is malformed, not text, or a page of HTML.
    """
    if re.match(r"https?://", str(source), re.IGNORECASE):
        url = str(source)
        data = _fetch(url)
        name = package or _name_in_path(urlsplit(url).path) or urlsplit(url).netloc
        return _parse(data, path=url, package=name, url=url)
    with reading(source):
        file = _find_file(Path(source).expanduser())
        data = _read(file)
    name = package or _name_in_manifest(file.parent) or _name_in_path(file.absolute().as_posix())
    return _parse(data, path=str(file), package=name or file.stem)


def _parse(data: bytes, *, path: str, package: str, url: str = "") -> tuple[Release, ...]:
    suffix = PurePosixPath(urlsplit(path).path if url else path).suffix.lower()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(data):
        raise ParseError("a page of HTML, not a changelog", path=path)
    if _XML.match(data) or suffix in _FEED_SUFFIXES:
        return parse_feed(data, package=package, path=path)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ParseError(f"not UTF-8 text: {error.reason}", path=path, line=line) from error
    if _JSON.match(data) or suffix == ".json":
        return parse_packaged(text, path=path)
    return parse_changelog(text, package=package, path=path, url=url)


def _find_file(path: Path) -> Path:
    """Return the file itself, or the changelog in a directory."""
    if not path.is_dir():
        return path
    files = {file.name.lower(): file for file in sorted(path.iterdir()) if file.is_file()}
    for name in _FILE_NAMES:
        if name in files:
            return files[name]
    raise SourceNotFoundError(f"{path} holds no CHANGELOG.md.")


def _read(file: Path) -> bytes:
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


def _fetch(url: str) -> bytes:
    """Return what a URL answers; httpx follows no redirect but to http and https."""
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
        raise FetchError(f"{url} could not be fetched: the answer is {status}.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{url} could not be fetched: {error}") from error
    return bytes(data)


def _name_in_manifest(directory: Path) -> str:
    for file_name, parse, keys in _MANIFESTS:
        try:
            value = parse((directory / file_name).read_text(encoding="utf-8"))
            for key in keys:
                value = value[key]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        if isinstance(value, str) and value:
            return value
    return ""


def _name_in_path(path: str) -> str:
    """Return the last part of a path that names something: `.../authkit-nextjs/CHANGELOG.md`."""
    stem, *parents = reversed(PurePosixPath("/", path).parts)
    names = (_GENERIC_ENDING.sub("", PurePosixPath(stem).stem), *parents)
    return next((name for name in names if not _GENERIC_NAME.fullmatch(name.strip("/"))), "")
