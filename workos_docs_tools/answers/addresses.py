"""The addresses by which callers name a page: paths and URLs, of this version or another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from workos_docs_loaders.urls import BASE_URL

if TYPE_CHECKING:
    from collections.abc import Iterator

START_PAGES = ("getting-started", "introduction", "overview")
"""Last parts of a path by which callers mean the page above, where there is no such page."""

_RENAMED = (
    ("user-management", "authkit"),
    ("reference/user-management", "reference/authkit"),
    ("scim", "directory-sync"),
    ("single-sign-on", "sso"),
)
"""Pairs of path prefixes for one thing; which of the two exists depends on the version."""
_SITE = urlsplit(BASE_URL)


def address_of(path_or_url: str) -> tuple[str, str]:
    """Return a page's path below the base URL, in lower case, and the fragment of a URL.

    The host of another site stays part of the path: no page of ours is found by it.
    """
    text = re.sub(r"^<(.*)>$", r"\1", path_or_url.strip(" \t\r\n`").rstrip(".,;"))
    if text.lower().removeprefix("www.").startswith(_SITE.netloc):
        text = f"//{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return text, ""
    path = unquote(parts.path).lower().strip("/")
    host = parts.netloc.lower().removeprefix("www.")
    if host not in ("", _SITE.netloc):
        return f"{host}/{path}", parts.fragment
    path = re.sub(rf"^{_SITE.path.strip('/')}(/|$)", "", path)
    return re.sub(r"(^|/)index$", "", re.sub(r"\.mdx?$", "", path)), parts.fragment


def renamed(address: str) -> Iterator[str]:
    """Yield an address as other versions have it."""
    for pair in _RENAMED:
        for former, present in (pair, pair[::-1]):
            if f"{address}/".startswith(f"{former}/"):
                yield present + address[len(former) :]
