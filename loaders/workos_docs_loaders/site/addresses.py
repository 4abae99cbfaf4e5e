"""Addresses of a site: where it lies, what of it may be fetched, where a page is as Markdown."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urldefrag, urljoin, urlsplit, urlunsplit

from workos_docs_loaders.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:md|mdx|txt|html?)$", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def is_address(source: object) -> bool:
    """Return whether a source is the address of a site rather than a path."""
    return isinstance(source, str) and _SCHEME.match(source) is not None


def checked(url: str) -> str:
    """Return an address, without fragment, from which documentation may be fetched.

    Raises:
        SourceError: It is neither https nor loopback, or names no host.
    """
    try:
        parts = urlsplit(urldefrag(url.strip()).url)
        port = parts.port
    except ValueError as error:
        raise SourceError(f"{url} is no address: {error}") from error
    if not parts.hostname or parts.username or parts.password:
        raise SourceError(f"{url} names no host, or a user.")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
        raise SourceError(f"{url} is not https; only a server of this machine may be without.")
    host = parts.hostname if port in (None, _PORTS[parts.scheme]) else f"{parts.hostname}:{port}"
    host = f"[{parts.hostname}]{host[len(parts.hostname) :]}" if ":" in parts.hostname else host
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))


def on_site(target: str, base: str) -> str | None:
    """Return the absolute address of a link of a page, if it leads to the page's own site."""
    try:
        parts = urlsplit(urldefrag(urljoin(base, target.strip())).url)
        same = _origin(parts) == _origin(urlsplit(base))
    except ValueError:
        return None
    if not same or parts.username or parts.password or not parts.path.isprintable():
        return None
    return urlunsplit(parts)


def markdown_addresses(page: str) -> Iterator[str]:
    """Yield where a page may be had as Markdown, the likeliest first."""
    parts = urlsplit(page)
    if re.search(r"\.(?:mdx?|txt)$", parts.path, re.IGNORECASE):
        yield page
        return
    path = re.sub(r"\.html?$", "", parts.path, flags=re.IGNORECASE).rstrip("/")
    names = (f"{path}.md", f"{path}/index.md") if path else ("/index.md",)
    for name in names:
        yield urlunsplit(parts._replace(path=name))


def page_address(url: str) -> str:
    """Return the address that a reader opens: without `.md`, `/index` and trailing slash."""
    parts = urlsplit(url)
    path = re.sub(r"(?:^|/)index$", "", _SUFFIX.sub("", parts.path)).rstrip("/")
    return urlunsplit(parts._replace(path=path, query=""))


def path_below(page: str, base: str) -> str | None:
    """Return the path of a page below the site's base, or None where it lies elsewhere."""
    page = page_address(page)
    if page == base:
        return "index"
    if not page.startswith(f"{base}/"):
        return None
    names = [unquote(name) for name in page[len(base) + 1 :].split("/")]
    is_path = all(name and name not in (".", "..") and _is_name(name) for name in names)
    return "/".join(names) if is_path else None


def _is_name(name: str) -> bool:
    return name.isprintable() and not set(name) & set('/\\:*?"<>|')


def base_address(index: str, pages: list[str]) -> str:
    """Return what the addresses of all pages begin with: the index's directory, or the host."""
    directory = index.rpartition("/")[0]
    if all(path_below(page, directory) for page in pages):
        return directory
    parts = urlsplit(index)
    return f"{parts.scheme}://{parts.netloc}"


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
