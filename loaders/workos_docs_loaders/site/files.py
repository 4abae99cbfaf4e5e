"""The pages of a site written to disk in the form of the package: front matter and MDX."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from workos_docs_loaders.site.addresses import path_below
from workos_docs_loaders.site.navigation_files import navigation_files
from workos_docs_loaders.site.reading.events import with_events
from workos_docs_loaders.site.reading.markdown_page import Segment, joined, segments
from workos_docs_loaders.site.reading.operations import read_reference
from workos_docs_loaders.urls import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workos_docs_loaders.site.reading.index import Link
    from workos_docs_loaders.site.reading.splitting import SitePage

_REFERENCE = "reference"
_EVENTS = "events"
_LONGEST_NAME = 120


def write_pages(
    directory: Path, pages: Iterable[SitePage], links: Iterable[Link], *, base: str
) -> int:
    """Write pages and navigation below a directory; return how many pages there are.

    Args:
        directory: Where to, empty.
        pages: The pages.
        links: The index.
        base: What the addresses of all pages begin with.
    """
    taken: set[str] = set()
    for page in pages:
        path = _free(_path(page, base), taken)
        taken.add(path)
        metadata, body = _content(page, path, base)
        _write(directory / f"{path}.md", metadata, body)
    listed = {path: link for link in links if (path := path_below(link.url, base) or "") in taken}
    for name, metadata in navigation_files(listed).items():
        _write(directory / name, metadata, "")
    return len(taken)


def _content(page: SitePage, path: str, base: str) -> tuple[dict[str, Any], str]:
    """Return a page's front matter and its body."""
    text = page.text
    metadata: dict[str, Any] = {"permalink": page.file.removeprefix(base)} if page.file else {}
    top = path.partition("/")[0]
    if top == _REFERENCE:
        found = read_reference(text)
        text = found.text
        if found.reference:
            metadata["reference"] = found.reference
    elif path == _EVENTS:
        text = with_events(text)
    first, *rest = segments(text) or [Segment(0, "", "", "")]
    if first.level == 1 and first.title:
        metadata = {"title": first.title, **metadata}
        text = "\n\n".join(part for part in (first.text, joined(rest)) if part)
    elif not first.title:
        metadata = {"title": page.title, **metadata}
    return metadata, text


def _path(page: SitePage, base: str) -> str:
    own = path_below(page.url, base) if page.url else None
    return own or slugify(page.title) or "page"


def _write(file: Path, metadata: dict[str, Any], body: str) -> None:
    header = yaml.safe_dump(metadata, allow_unicode=True, sort_keys=False, width=1_000_000)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{header}---\n\n{body}\n", encoding="utf-8")


def _free(path: str, taken: set[str]) -> str:
    """Return a path that a file may have and none has yet."""
    path = "/".join(name[:_LONGEST_NAME] for name in path.split("/"))
    return next(name for name in _numbered(path) if name not in taken)


def _numbered(path: str) -> Iterator[str]:
    yield path
    number = 1
    while True:
        number += 1
        yield f"{path}-{number}"
