"""Public addresses of the documentation: page URLs, section URLs, absolute links."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE_URL = "https://workos.com/docs"

_NO_PAGES: Mapping[str, str] = MappingProxyType({})
_PAGE_SUFFIX = re.compile(r"\.(?:mdx?|markdown)$", re.IGNORECASE)


def page_path(source_path: str) -> str:
    """Return a page's path: the file's, without extension and without a trailing `/index`."""
    return re.sub(r"(^|/)_?index$", "", _PAGE_SUFFIX.sub("", source_path))


def is_page(file_name: str) -> bool:
    """Return whether a file is a page, as its name says."""
    return bool(_PAGE_SUFFIX.search(file_name))


def page_url(path: str, base_url: str = BASE_URL) -> str:
    """Return the public URL of a page path."""
    return f"{base_url}/{quote(path)}" if path else base_url


def slugify(heading: str) -> str:
    """Return the slug under which a heading (plain text) is linked: `OAuth 2.0` is `oauth-2-0`.

    Every run of characters outside `[a-z0-9]` becomes one hyphen; 438 of the 457 section links in
    the documentation 0.2.0 resolve by this rule, 422 by GitHub's.
    """
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def slug_path(front_matter: Mapping[str, object], path: str) -> str | None:
    """Return the path that a page gives itself, or None; that of the first page is empty.

    Args:
        front_matter: `slug` and `permalink` are root-relative, or relative to the page's directory.
        path: The path that its file has.
    """
    written = (front_matter.get(key) for key in ("slug", "permalink"))
    slug = next((each for each in written if isinstance(each, str) and each.strip()), "").strip()
    if not slug or ":" in slug:  # Jekyll's `:title` is put in by the site
        return None
    above = path.rpartition("/")[0]
    return _normal(slug if slug.startswith("/") else f"{above}/{slug}")


def address_in(front_matter: Mapping[str, object], path: str, base_url: str = BASE_URL) -> str:
    """Return the URL of a page, where its front matter may say another than its path."""
    own = slug_path(front_matter, path)
    return page_url(path if own is None else own, base_url)


def absolute_link(
    target: str,
    page: str,
    *,
    source_path: str = "",
    pages: Mapping[str, str] = _NO_PAGES,
    base_url: str = BASE_URL,
) -> str:
    """Return a link's absolute form.

    Args:
        target: The link as written: root-relative without `/docs` (sometimes without the leading
            slash), a fragment of the same page, relative to the file that holds it
            (`../faq.mdx`, `./billing.md#plans`), or already absolute.
        page: URL of the page that holds the link; a fragment is relative to it.
        source_path: The file that holds the link.
        pages: URLs of pages by path, where they are not what the path says.
        base_url: What the URLs of all pages begin with; empty where pages are cited by their files.
            Where that is not ours, links that name no page are as everywhere: relative to the page,
            or to the root of its host.
    """
    if target.startswith("#"):
        return page + target
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
        return target
    path, mark, rest = _split(target)
    if base_url != BASE_URL:
        return _link_between_files(path, page, source_path, pages, base_url) + mark + rest
    is_file = is_page(path)
    if source_path and (path.startswith(("./", "../")) or (is_file and not path.startswith("/"))):
        path = _normal(f"{source_path.rpartition('/')[0]}/{path}")
        path = page_path(path) if is_file else path
    elif is_file:
        path = page_path(re.sub(r"^/?(?:docs(?:/|$))?", "", path))
    else:
        path = re.sub(r"^/?(?:docs(?:/|$))?", "", target)
        return f"{BASE_URL}/{path}".rstrip("/")
    return (pages.get(path) or f"{base_url}/{path}").rstrip("/") + mark + rest


def _link_between_files(
    path: str, page: str, source_path: str, pages: Mapping[str, str], base_url: str
) -> str:
    """Return where a link without a host leads, in documentation that is not WorkOS's.

    It is the page that it names, from the file that holds it or from the root of all; else what a
    browser would make of it.
    """
    if not path:
        return page
    named = unquote(path)
    if named.startswith("/"):
        base = re.escape(urlsplit(base_url).path.strip("/"))
        places = re.sub(rf"^/{base}(?=/|$)", "", named), named
    else:
        places = f"{source_path.rpartition('/')[0]}/{named}", "" if named[0] == "." else named
    found = [page_path(_normal(place)) for place in places if place]
    for place in found:
        if place in pages:
            return pages[place]
    if not base_url:
        return quote(_normal(places[0])) or page
    return page_url(found[0], base_url) if is_page(path) else urljoin(page, path)


def _split(target: str) -> tuple[str, str, str]:
    """Return the path of a link, and the mark and the text of its query or fragment."""
    end = re.search(r"[?#]", target)
    if end is None:
        return target, "", ""
    return target[: end.start()], end[0], target[end.end() :]


def _normal(path: str) -> str:
    """Return a path without `.` and `..`, never above the root."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
