"""Where the pages of a snapshot are cited: under their public URLs, or by their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from workos_docs_loaders.urls import BASE_URL, address_in, page_path, page_url, slug_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workos_docs_loaders.models import SourceFile

_ORIGINAL = ".tmp-workos-clone/packages/docs/content/"
"""Begins `originalPath`, by which each page of the published package says where it was written."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of pages."""

    base_url: str = ""
    """What the public URLs of all pages begin with; empty where that is not known. Then a page is
    cited by its file's path, unless it says itself that it is one of WorkOS's documentation."""

    def base_of(self, file: SourceFile) -> str:
        """Return what the URL of a page begins with; empty for one that is cited by its file."""
        return self.base_url or (BASE_URL if _original_path(file) else "")

    def url_of(self, file: SourceFile) -> str:
        """Return the URL of a page, or the path of its file as part of one."""
        if self.base_url:
            return address_in(file.front_matter, file.path, self.base_url)
        original = _original_path(file)
        return page_url(page_path(original)) if original else quote(file.source_path)

    def link_targets(self, files: Iterable[SourceFile]) -> Mapping[str, str]:
        """Return the URLs of pages by all paths that links name them by."""
        found = [(file, self.url_of(file)) for file in files]
        slugs = ((slug_path(file.front_matter, file.path), url) for file, url in found)
        by_slug = {slug: url for slug, url in slugs if slug is not None}
        return by_slug | {file.path: url for file, url in found}


def _original_path(file: SourceFile) -> str:
    """Return the path of a page in WorkOS's documentation; empty where that is not certain."""
    written = file.front_matter.get("originalPath")
    if not isinstance(written, str) or not written.startswith(_ORIGINAL):
        return ""
    original = written.removeprefix(_ORIGINAL)
    # A file that was renamed or moved is no longer what the header says.
    return original if f"/{original}".endswith(f"/{file.source_path}") else ""
