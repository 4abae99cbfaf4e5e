"""What the façade answers with: hits, pages, examples, status. Values only, no rendering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from workos_docs_loaders.models import Kind


class _Value:
    __slots__ = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the value as JSON-ready data."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]


@dataclass(frozen=True, slots=True)
class Hit(_Value):
    """One passage that answers a query."""

    rank: int
    """Position in the results, from 1."""
    score: float
    """Higher is better; comparable only within one search."""
    path: str
    """Page path to read on with: `sso/login-flows`, `changelog/<slug>`."""
    url: str
    """Public URL of the section, or of the page."""
    page_url: str = field(repr=False)
    title: str
    breadcrumb: tuple[str, ...] = field(repr=False)
    heading_path: tuple[str, ...]
    kind: Kind
    product: str
    language: str
    """SDK language of an API passage; empty where the text is for all."""
    text: str = field(repr=False)
    """The passage as Markdown."""
    version: str
    node_id: str = field(repr=False)
    condition: str = ""
    """Stack that the passage is for: `frontend="nextjs"`."""
    date: str = ""
    """ISO date of a changelog entry."""
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class SearchResults(Sequence[Hit]):
    """Hits, best first."""

    query: str
    hits: tuple[Hit, ...]
    version: str
    """Version of the documentation that was searched."""
    date: str
    """ISO date of its newest changelog entry."""

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[index]


@dataclass(frozen=True, slots=True)
class PageSection:
    """One section of a page."""

    title: str
    url: str = field(repr=False)
    markdown: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page(_Value):
    """A page, or the section of it that was asked for, put together from its nodes."""

    path: str
    title: str
    url: str
    breadcrumb: tuple[str, ...]
    kind: Kind
    markdown: str = field(repr=False)
    sections: tuple[PageSection, ...]
    """All sections of the page, also where only one was asked for."""
    language: str
    """Language of the API reference shown, if the page has one."""
    languages: tuple[str, ...]
    """Languages in which the page has an API reference."""
    version: str
    deprecated: bool = False
    missing_language: str = ""
    """Language that was asked for, if the page has an API reference but not in that language."""


@dataclass(frozen=True, slots=True)
class Example(_Value):
    """A code example of the documentation."""

    code: str = field(repr=False)
    language: str
    """Language of the code as the page names it: `js`, `python`, `bash`."""
    title: str
    """What stands above the code: a file name, a task."""
    path: str
    url: str
    page_title: str
    heading_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status(_Value):
    """State of an opened documentation."""

    version: str
    date: str
    """ISO date of the newest changelog entry: how current the documentation is."""
    pages: int
    nodes: int
    kinds: dict[str, int]
    """Number of nodes by kind."""
    products: tuple[str, ...]
    languages: tuple[str, ...]
    embedder: str
    collection: str
    indexed_at: str
    """When the index was last changed: ISO date and time, UTC."""
