"""The documentation's navigation: breadcrumbs, product names, deprecated and hidden places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.errors import ParseError, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workos_docs_loaders.models import SourceFile

NAVIGATION_FILE = "_navigation"
PLATFORM = "platform"
"""Product of the pages that belong to no product: pagination, errors, organizations, changelog."""

_REFERENCE = "reference"
"""Directory of the API reference, which repeats those of the products."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands in the navigation."""

    titles: tuple[str, ...]
    """Titles from the navigation's own down to the item's; none for a page outside of all."""
    deprecated: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """All `_navigation` files, read."""

    places: Mapping[str, Place]
    """By page path. A page listed more than once has its first place."""
    products: Mapping[str, str]
    """Product slug to its name: `sso` to `Single Sign-On`. The API reference counts as one here."""

    @classmethod
    def from_files(cls, files: Iterable[SourceFile], *, strict: bool = False) -> Navigation:
        """Build the navigation from the files named `_navigation`; other files are passed over.

        Without any, each directory at the top is a product.

        Args:
            files: All files of a snapshot.
            strict: Raise on the first malformed item instead of warning and going on.

        Raises:
            ParseError: An item is malformed, in strict mode.
        """
        places: dict[str, Place] = {}
        products: dict[str, str] = {}
        directories: dict[str, str] = {}
        for file in files:
            top, slash, _ = file.source_path.partition("/")
            if slash:
                directories[top] = title_of(top)
            directory, _, name = file.path.rpartition("/")
            if name == NAVIGATION_FILE:
                title = _title(file.front_matter) or title_of(directory)
                products[directory] = title
                for path, place in _walk(file.front_matter, Place((title,)), file, strict):
                    places.setdefault(path, place)
        return cls(places, products or directories)

    def place(self, file: SourceFile) -> Place:
        """Return a page's place: listed, named by its front matter, or its nearest ancestor's."""
        place = self._place(file)
        return Place(place.titles, place.deprecated, place.hidden or _is_hidden(file.front_matter))

    def title(self, path: str) -> str:
        """Return what a page is called in the navigation, or else by its own file name."""
        listed = self.places.get(path)
        return listed.titles[-1] if listed else title_of(path)

    def product(self, path: str) -> str:
        """Return the slug of the product that a page belongs to."""
        parts = path.split("/")
        if parts[0] == _REFERENCE:
            del parts[0]
        return parts[0] if parts and parts[0] in self.products else PLATFORM

    def _place(self, file: SourceFile) -> Place:
        if listed := self.places.get(file.path):
            return listed
        parent = file.front_matter.get("breadcrumb")
        if isinstance(parent, dict) and (title := _title(parent)):
            return Place((title,))
        directories = file.path.split("/")[:-1]
        for end in range(len(directories), 0, -1):
            directory = "/".join(directories[:end])
            if directory in self.products:
                below = (title_of(name) for name in directories[end:])
                return Place((self.products[directory], *below))
            if ancestor := self.places.get(directory):
                return ancestor
        return Place(tuple(title_of(name) for name in directories))


def title_of(path: str) -> str:
    """Return a readable title for a directory or file: `directory-sync`, `sdks`."""
    words = path.rpartition("/")[2].replace("_", "-").split("-")
    return " ".join(_SPELLING.get(word, word[:1].upper() + word[1:]) for word in words)


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


def _walk(
    parent: Mapping[str, Any], place: Place, file: SourceFile, strict: bool
) -> Iterator[tuple[str, Place]]:
    """Yield path and place of everything listed below a navigation file or an item of one."""
    links = parent.get("links") or []
    if not isinstance(links, list):
        problem = f"`links` below {place.titles[-1]!r} is not a list"
        report(ParseError(problem, path=file.source_path), strict=strict)
        return
    for item in links:
        title = _title(item) if isinstance(item, dict) else ""
        if not title:
            problem = f"an item below {place.titles[-1]!r} has no title"
            report(ParseError(problem, path=file.source_path), strict=strict)
            continue
        below = Place(
            titles=(*place.titles, title),
            deprecated=place.deprecated or bool(item.get("excludeFromSearch")),
            hidden=place.hidden or _is_hidden(item),
        )
        if isinstance(url := item.get("url"), str):
            yield url.strip("/"), below
        yield from _walk(item, below, file, strict)


def _title(mapping: Mapping[str, Any]) -> str:
    title = mapping.get("title")
    return title.strip() if isinstance(title, str) else ""


def _is_hidden(mapping: Mapping[str, Any]) -> bool:
    return bool(mapping.get("featureFlag"))
