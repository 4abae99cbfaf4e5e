"""New major versions: they break whoever uses the package, whatever their entries say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workos_docs_loaders.models import Release

_SEMANTIC = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?(?:\+.*)?", re.ASCII)
_YEAR = 1900
"""From here on a first number is a year: such a version says when, not what breaks."""


def with_major_versions(releases: Iterable[Release]) -> tuple[Release, ...]:
    """Return releases of which every first one of a major version is breaking.

    So are the pre-releases before it. The very first version of a package breaks nothing.
    """
    known = list(releases)
    finals = {
        package: sorted(
            number
            for release in known
            if release.package == package
            and (number := _number(release.version))
            and not _is_early(release.version)
        )
        for package in {release.package for release in known}
    }
    return tuple(
        replace(release, breaking=True)
        if not release.breaking and _is_major(release, finals[release.package])
        else release
        for release in known
    )


def _is_major(release: Release, finals: list[tuple[int, ...]]) -> bool:
    number = _number(release.version)
    if number is None:
        return False
    before = [final for final in finals if final < number]
    if before:
        return number[0] > before[-1][0]
    # A changelog may begin in the middle.
    return number[0] > 1 and number[1:] == (0, 0)


def _number(version: str) -> tuple[int, ...] | None:
    found = _SEMANTIC.fullmatch(version)
    number = tuple(map(int, found.groups()[:3])) if found else ()
    return number if number and number[0] < _YEAR else None


def _is_early(version: str) -> bool:
    found = _SEMANTIC.fullmatch(version)
    return bool(found and found[4])
