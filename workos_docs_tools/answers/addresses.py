"""Page paths that callers use and a version of the documentation may not have."""

from __future__ import annotations

RENAMED_PATHS = (
    ("user-management", "authkit"),
    ("reference/user-management", "reference/authkit"),
    ("scim", "directory-sync"),
    ("single-sign-on", "sso"),
)
"""Pairs of path prefixes for one thing; which of the two exists depends on the version."""

START_PAGES = ("getting-started", "introduction", "overview")
"""Last parts of a path by which callers mean the page above, where there is no such page."""
