"""What the façade answers with: hits, pages, examples, releases, status. Values, no rendering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar, overload

from workos_docs_loaders.models import Kind, Release
from workos_docs_tools.text.excerpts import ScoredPart, cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

Item = TypeVar("Item")


class _Shown:
    """Something that notebooks ask for its HTML and Markdown."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from workos_docs_tools.views import as_html

        return as_html(self)

    def _repr_markdown_(self) -> str:
        from workos_docs_tools.views import as_markdown

        return as_markdown(self)


class _Listed(_Shown):
    """Something that is one line an item where it is shown as text."""

    __slots__ = ()

    def __repr__(self) -> str:
        from workos_docs_tools.views import as_text

        return as_text(self)


class _Value(_Shown):
    __slots__ = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the value as JSON-ready data."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]


@dataclass(frozen=True, slots=True)
class Hit(_Value):
    """One passage that answers a query."""

    rank: int
    """Position in the results, from 1."""
    score: float = field(repr=False)
    """Higher is better; comparable only within one search."""
    path: str
    """Page path to read on with: `sso/login-flows`, `changelog/<slug>`."""
    url: str
    """Public URL of the section, or of the page."""
    page_url: str = field(repr=False)
    title: str
    breadcrumb: tuple[str, ...] = field(repr=False)
    heading_path: tuple[str, ...]
    kind: Kind = field(repr=False)
    product: str = field(repr=False)
    language: str = field(repr=False)
    """SDK language of an API passage; empty where the text is for all."""
    text: str = field(repr=False)
    """The passage as Markdown."""
    version: str = field(repr=False)
    node_id: str = field(repr=False)
    condition: str = field(default="", repr=False)
    """Stack that the passage is for: `frontend="nextjs"`."""
    date: str = field(default="", repr=False)
    """ISO date of a changelog entry."""
    deprecated: bool = field(default=False, repr=False)
    parts: tuple[ScoredPart, ...] = field(default=(), repr=False, compare=False)
    """What the passage can be made of, and how well each part answers; no part of the data."""

    def excerpt(self, limit: int, measure: Callable[[str], int] = len) -> str:
        """Return the passage cut for another size than that of `text`.

        Args:
            limit: Largest size of the passage.
            measure: Returns the size of a text, by default its number of characters.
        """
        return cut(self.parts or (ScoredPart(self.text, "", 0.0),), limit, measure)

    def as_dict(self) -> dict[str, Any]:
        """Return the value as JSON-ready data."""
        data = asdict(replace(self, parts=()))
        del data["parts"]
        return data


@dataclass(frozen=True, slots=True, repr=False)
class SearchResults(_Listed, Sequence[Hit]):
    """Hits, best first."""

    query: str
    hits: tuple[Hit, ...]
    version: str
    """Version of the documentation that was searched."""
    date: str
    """ISO date of its newest changelog entry."""
    low_confidence: bool = False
    """Whether the documentation probably does not answer the query."""

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


class _Items(_Listed, tuple[Item, ...]):
    """A tuple that notebooks show readably, whole or in part."""

    __slots__ = ()

    @overload
    def __getitem__(self, index: SupportsIndex) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Item | Self:
        if isinstance(index, slice):
            return type(self)(super().__getitem__(index))
        return super().__getitem__(index)


class Examples(_Items[Example]):
    """Code examples, best first."""

    __slots__ = ()


class Releases(_Items[Release]):
    """Changelog entries: newest first, or by relevance."""

    __slots__ = ()


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
