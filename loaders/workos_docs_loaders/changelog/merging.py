"""Changelogs that speak of the same entries, as one: each entry once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workos_docs_loaders.models import Release

PLATFORM_CHANGELOG = "workos-platform"
"""Name of the packaged changelog of the platform, whose entries the site's feed has too."""

_PLATFORM_PAGES = "workos.com/changelog/"


def merged(
    packaged: Mapping[str, tuple[Release, ...]], others: Iterable[Release]
) -> dict[str, tuple[Release, ...]]:
    """Return changelogs with entries of others added to them, newest first.

    An entry of the platform joins the platform's changelog, any other one that of its package. Of
    an entry that both have, the added form counts: feeds hold whole texts.

    Args:
        packaged: Changelogs by name.
        others: Entries of feeds and files.
    """
    found = {
        name: {_identity(release): release for release in releases}
        for name, releases in packaged.items()
    }
    changed: set[str] = set()
    for release in others:
        name = PLATFORM_CHANGELOG if _is_of_platform(release) else release.package
        changed.add(name)
        entries = found.setdefault(name, {})
        entries[_identity(release)] = replace(release, package=name)
    return {
        name: tuple(sorted(entries.values(), key=lambda entry: entry.date, reverse=True))
        if name in changed
        else packaged[name]
        for name, entries in found.items()
    }


def _is_of_platform(release: Release) -> bool:
    return _page(release.url).startswith(_PLATFORM_PAGES)


def _identity(release: Release) -> tuple[str, ...]:
    """Return what an entry is told by: its page, or else its day and title."""
    if page := _page(release.url):
        return (page,)
    return release.date, (release.title or release.version).casefold()


def _page(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"
