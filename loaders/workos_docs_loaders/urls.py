"""Public addresses of the documentation: page URLs, section URLs, absolute links."""

from __future__ import annotations

import re
from urllib.parse import quote

BASE_URL = "https://workos.com/docs"


def page_path(source_path: str) -> str:
    """Return a page's path: the file's, without extension and without a trailing `/index`."""
    return re.sub(r"(^|/)index$", "", re.sub(r"\.mdx?$", "", source_path))


def page_url(path: str) -> str:
    """Return the public URL of a page path."""
    return f"{BASE_URL}/{quote(path)}" if path else BASE_URL


def slugify(heading: str) -> str:
    """Return the slug under which a heading (plain text) is linked: `OAuth 2.0` is `oauth-2-0`.

    Every run of characters outside `[a-z0-9]` becomes one hyphen; 438 of the 457 section links in
    the documentation 0.2.0 resolve by this rule, 422 by GitHub's.
    """
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def absolute_link(target: str, page: str) -> str:
    """Return a link's absolute form.

    Args:
        target: The link as written: root-relative without `/docs` (sometimes without the leading
            slash), a fragment of the same page, or already absolute.
        page: URL of the page that holds the link; a fragment is relative to it.
    """
    if target.startswith("#"):
        return page + target
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
        return target
    path = re.sub(r"^/?(?:docs(?:/|$))?", "", target)
    return f"{BASE_URL}/{path}".rstrip("/")
