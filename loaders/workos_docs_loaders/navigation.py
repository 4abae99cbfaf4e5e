"""The documentation's navigation: breadcrumbs, product names, deprecated and hidden places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workos_docs_loaders.models import SourceFile

NAVIGATION_FILE = "_navigation"
PLATFORM = "platform"
"""Product of the pages that belong to no product: pagination, errors, organizations, changelog."""

_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands in the navigation."""

    titles: tuple[str, ...]
    """Titles from the navigation's own down to the item's."""
    deprecated: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """All `_navigation` files, read."""

    places: Mapping[str, Place]
    """By page path. A page listed more than once has its first place."""
    products: Mapping[str, str]
    """Product slug to its name: `sso` to `Single Sign-On`."""

    @classmethod
    def from_files(cls, files: Iterable[SourceFile]) -> Navigation:
        """Build the navigation from the files named `_navigation`; other files are passed over."""
        places: dict[str, Place] = {}
        products: dict[str, str] = {}
        for file in files:
            directory, _, name = file.path.rpartition("/")
            if name != NAVIGATION_FILE:
                continue
            title = str(file.front_matter.get("title") or title_of(directory))
            products[directory] = title
            links = file.front_matter.get("links")
            for path, place in _walk(links, Place((title,), False, False), file.source_path):
                places.setdefault(path, place)
        products.pop("reference", None)
        return cls(places, products)

    def place(self, file: SourceFile) -> Place:
        """Return a page's place: listed, named by its front matter, or its nearest ancestor's."""
        hidden = "featureFlag" in file.front_matter
        listed = self.places.get(file.path)
        if listed:
            return Place(listed.titles, listed.deprecated, listed.hidden or hidden)
        parent = file.front_matter.get("breadcrumb")
        if isinstance(parent, dict) and parent.get("title"):
            return Place((str(parent["title"]),), False, hidden)
        directory = file.path
        while directory := directory.rpartition("/")[0]:
            ancestor = self.places.get(directory)
            if ancestor:
                return Place(ancestor.titles, ancestor.deprecated, ancestor.hidden or hidden)
            if directory in self.products:
                return Place((self.products[directory],), False, hidden)
        return Place((title_of(file.path.partition("/")[0]),), False, hidden)

    def product(self, path: str) -> str:
        """Return the slug of the product that a page belongs to."""
        parts = path.split("/")
        if parts[0] == "reference":
            del parts[0]
        return parts[0] if parts and parts[0] in self.products else PLATFORM


def title_of(slug: str) -> str:
    """Return a readable title for a directory or file name: `directory-sync`, `sdks`."""
    words = slug.rpartition("/")[2].replace("_", "-").split("-")
    return " ".join(_SPELLING.get(word, word.capitalize()) for word in words)


_SPELLING = {
    "api": "API",
    "authkit": "AuthKit",
    "dotnet": ".NET",
    "js": "JavaScript",
    "mfa": "MFA",
    "nextjs": "Next.js",
    "node": "Node.js",
    "php": "PHP",
    "sdks": "SDKs",
    "sso": "SSO",
    "tanstack": "TanStack",
}


def _walk(links: Any, parent: Place, source_path: str) -> Iterator[tuple[str, Place]]:
    if links is None:
        return
    if not isinstance(links, list) or len(parent.titles) > _MAX_DEPTH:
        raise ParseError("`links` is not a list of navigation items", path=source_path)
    for item in links:
        if not isinstance(item, dict) or "title" not in item:
            raise ParseError("a navigation item without a title", path=source_path)
        place = Place(
            titles=(*parent.titles, str(item["title"])),
            deprecated=parent.deprecated or bool(item.get("excludeFromSearch")),
            hidden=parent.hidden or "featureFlag" in item,
        )
        if "url" in item:
            yield str(item["url"]).strip("/"), place
        yield from _walk(item.get("links"), place, source_path)
