"""A changelog of any form: found, its form recognised, its package named, its releases read."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workos_docs_loaders.changelog.content import fetch, find_file, read_file
from workos_docs_loaders.changelog.feed import parse_feed
from workos_docs_loaders.changelog.markdown import parse_changelog
from workos_docs_loaders.changelog.package_name import name_in_manifest, name_in_path
from workos_docs_loaders.changelog.packaged import parse_packaged
from workos_docs_loaders.errors import (
    ParseError,
    reading,
)

if TYPE_CHECKING:
    from workos_docs_loaders.models import Release

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
        package: Package of the releases that do not name their own. By default the title of a
            feed, what a manifest beside the changelog says (`package.json`, `pyproject.toml`), or
            what the path does.

    Raises:
        SourceNotFoundError: There is no such file, or the directory holds no changelog.
        SourceError: The file cannot be read or is over 50 MiB.
        FetchError: The URL cannot be fetched.
        ParseError: The content is malformed, not text, or a page of HTML.
    """
    if re.match(r"https?://", str(source), re.IGNORECASE):
        url = str(source)
        data = fetch(url)
        name = package or name_in_path(urlsplit(url).path) or urlsplit(url).netloc
        return _parse(data, path=url, package=name, url=url, is_certain=bool(package))
    with reading(source):
        file = find_file(Path(source).expanduser())
        data = read_file(file)
    name = package or name_in_manifest(file.parent) or name_in_path(file.absolute().as_posix())
    return _parse(data, path=str(file), package=name or file.stem, is_certain=bool(package))


def _parse(
    data: bytes, *, path: str, package: str, url: str = "", is_certain: bool = True
) -> tuple[Release, ...]:
    suffix = PurePosixPath(urlsplit(path).path if url else path).suffix.lower()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(data):
        raise ParseError("a page of HTML, not a changelog", path=path)
    if _XML.match(data) or suffix in _FEED_SUFFIXES:
        return parse_feed(data, package=package, path=path, is_package_certain=is_certain)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ParseError(f"not UTF-8 text: {error.reason}", path=path, line=line) from error
    if _JSON.match(data) or suffix == ".json":
        return parse_packaged(text, path=path)
    return parse_changelog(text, package=package, path=path, url=url)
