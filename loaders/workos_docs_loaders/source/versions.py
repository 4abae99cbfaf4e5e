"""Versions of a package, as semantic versioning writes and orders them."""

from __future__ import annotations

import math
import re

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?", re.ASCII)


def is_version(text: str) -> bool:
    """Return whether a text is one exact version, no range and no tag."""
    return _VERSION.fullmatch(text) is not None


def is_released(version: str) -> bool:
    """Return whether a version is not a pre-release."""
    match = _VERSION.fullmatch(version)
    return match is not None and match[4] is None


def precedence(version: str) -> tuple[object, ...]:
    """Return what semantic versions sort by: `1.0.0-beta.9`, `1.0.0-beta.10`, `1.0.0`."""
    match = _VERSION.fullmatch(version)
    assert match is not None
    *numbers, prerelease = match.groups()
    parts = [
        (int(part), "") if part.isdecimal() else (math.inf, part)
        for part in (prerelease or "").split(".")
    ]
    return *map(int, numbers), prerelease is None, parts
