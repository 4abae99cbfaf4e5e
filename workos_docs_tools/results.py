"""What the façade answers with: hits, pages, examples, releases, status.

Longer than other modules: these are the public values, and users import them from one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar, overload

from workos_docs_loaders.languages import language_name
from workos_docs_loaders.models import Kind, Release
from workos_docs_tools.citations import OUTDATED, UNSURE, counted, is_outdated, provenance, trail
from workos_docs_tools.text.code import fenced
from workos_docs_tools.text.excerpts import ScoredPart, cut, led
from workos_docs_tools.text.lines import markdown_text
from workos_docs_tools.views import (
    MOST_CARDS,
    SEPARATOR,
    Card,
    View,
    Viewable,
    as_text,
    gaps_apart,
    known,
    table,
    without_title,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self

Item = TypeVar("Item")

NO_DATA = frozenset({"lead", "parts"})
"""Fields of a hit from which it is cut for a budget; what is made of them is its text."""
_EXCERPT = 700
"""Characters of a passage that notebooks show unfolded."""


class _Listed(Viewable):
    """An answer of several items, each a line where the answer is shown as text."""

    __slots__ = ()

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Any]: ...

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the items as JSON-ready data, for `pandas.DataFrame` too."""
        return [item.as_dict() if hasattr(item, "as_dict") else asdict(item) for item in self]

    def __repr__(self) -> str:
        return as_text(self.view())


class _Value(Viewable):
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
    """Relevance: how probable it is that the page answers the query, 0 to 1. As calibrated on
    labelled questions; never higher than that of the hit before."""
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
    sdk: str = field(default="", repr=False)
    """Package and version whose call begins the passage: `workos 10.8.0`; empty without one."""
    lead: str = field(default="", repr=False, compare=False)
    """That call, which is never cut out of the passage."""
    parts: tuple[ScoredPart, ...] = field(default=(), repr=False, compare=False)
    """What else the passage can be made of, and how well each part answers."""

    def __str__(self) -> str:
        return self.text

    @property
    def node_ids(self) -> tuple[str, ...]:
        """Ids of the nodes that the passage is made of, in its order."""
        return tuple(dict.fromkeys(part.node_id for part in self._shown_parts)) or (self.node_id,)

    @property
    def urls(self) -> tuple[str, ...]:
        """URLs of all that the passage shows, in its order; `url` is that of what answers best."""
        return tuple(dict.fromkeys(part.url for part in self._shown_parts)) or (self.url,)

    @property
    def _shown_parts(self) -> Iterator[ScoredPart]:
        return (part for part in self.parts if part.node_id and part.text in self.text)

    @property
    def as_part(self) -> ScoredPart:
        """The whole passage as one part."""
        return ScoredPart(self.text, "", 0.0)

    def excerpt(self, limit: int, measure: Callable[[str], int] = len) -> str:
        """Return the passage cut for another size than that of `text`.

        Args:
            limit: Largest size of the passage.
            measure: Returns the size of a text, by default its number of characters.
        """
        if not self.lead:
            return cut(self.parts or (self.as_part,), limit, measure)
        return led(self.lead, self.parts, limit, measure)

    def as_dict(self) -> dict[str, Any]:
        """Return the value as JSON-ready data."""
        data = asdict(replace(self, parts=()))
        return {name: value for name, value in data.items() if name not in NO_DATA}

    def view(self) -> View:
        """Return what is shown of the hit, its text whole."""
        return View("", (self._card(),))

    def _card(self, question: str = "") -> Card:
        text = _shown(self.text, self.title)
        facts = known(
            trail(self.breadcrumb, self.title, self.heading_path),
            language_name(self.language),
            self.sdk,
            self.condition,
            self.date,
            "deprecated" if self.deprecated else "",
            f"relevance {self.score:.2f}",
        )
        folded = bool(question) and len(text) > _EXCERPT
        excerpt = _shown(self.excerpt(_EXCERPT), self.title) if folded else ""
        return Card(self.title, self.url, facts, text, f"{self.rank}.", self.path, excerpt)


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
    sdks: tuple[str, ...] = ()
    """SDK packages that were looked into, with their versions: `python 10.8.0`."""
    unknown_words: tuple[str, ...] = ()
    """Words of the query that stand nowhere in the documentation, as they were written."""
    beside: tuple[Hit, ...] = ()
    """What the SDKs of the language that was asked for have on it, beside the passages that were
    asked for: calls, best first, then README sections."""
    notice: str = ""
    """What is to be known of all of them: that they are of a copy, since the server is away, or
    how far indexing is."""
    provisional: bool = False
    """Whether they were found by words alone, since indexing is not done."""

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> Hit | Self:
        if isinstance(index, slice):
            return replace(self, hits=self.hits[index])
        return self.hits[index]

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against relying on the results, in sentences."""
        words = ", ".join(self.unknown_words)
        return known(
            self.notice,
            f"Nowhere in these documents: {words}." if words else "",
            UNSURE if self.low_confidence else "",
        )

    def view(self) -> View:
        """Return what is shown of the results: of a long passage first what meets the query."""
        heading = (
            f"{counted(len(self), 'passage')} for “{self.query}”",
            provenance(self.version, self.date, self.sdks),
        )
        hits = (*self, *self.beside)
        cards = (
            *(hit._card(self.query) for hit in hits[:MOST_CARDS]),
            *(hit._card() for hit in hits[MOST_CARDS:]),  # A line each, where they are shown.
        )
        return View(SEPARATOR.join(heading), cards, self.query, " ".join(self.doubts))


@dataclass(frozen=True, slots=True)
class PageSection:
    """One section of a page."""

    title: str
    url: str = field(repr=False)
    markdown: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page to read on with."""

    path: str
    title: str


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
    date: str = ""
    """ISO date that the documentation is current to."""
    missing_language: str = ""
    """Language that was asked for, if the page has an API reference but not in that language."""
    sdk: str = ""
    """Package and version whose call begins the page: `workos 10.8.0`; empty without one."""
    sdks: tuple[str, ...] = ()
    """SDK packages that were looked into, with their versions: `python 10.8.0`."""
    children: tuple[PageLink, ...] = field(default=(), repr=False)
    """The pages right below this one."""
    also: tuple[str, ...] = field(default=(), repr=False)
    """What else the page has: the stacks of its other parts or, for a section, what the other
    sections of that title are for, or stand under."""
    notice: str = ""
    """As of `SearchResults`."""

    def __str__(self) -> str:
        return self.markdown

    @property
    def language_facts(self) -> tuple[str, ...]:
        """In which languages the page's API reference is shown, is there too, and is not there."""
        others = [language_name(item) for item in self.languages if item != self.language]
        return known(
            language_name(self.language),
            f"also in {', '.join(others)}" if others else "",
            f"not in {language_name(self.missing_language)}" if self.missing_language else "",
            f"also for {', '.join(self.also)}" if self.also else "",
        )

    def view(self) -> View:
        """Return what is shown of the page: all of it."""
        facts = known(
            trail(self.breadcrumb, self.title, ()),
            *self.language_facts,
            "deprecated" if self.deprecated else "",
        )
        text = without_title(self.markdown, self.title)
        card = Card(self.title, self.url, facts, text, path=self.path)
        heading = known(provenance(self.version, self.date, self.sdks), self.notice)
        return View(SEPARATOR.join(heading), (card,))


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
    sdk: str = ""
    """Package and version that it comes from: `workos 10.8.0`; empty for the documentation."""

    def __str__(self) -> str:
        return self.code

    def view(self) -> View:
        """Return what is shown of the example."""
        return View("", (self._card(),))

    def _card(self, label: str = "") -> Card:
        facts = known(trail((), self.page_title, self.heading_path), self.sdk)
        code = fenced(self.code, self.language)
        return Card(self.title or self.page_title, self.url, facts, code, label, self.path)


class Items(_Listed, tuple[Item, ...]):
    """A tuple that notebooks show readably, whole or in part, and that knows where it is from."""

    version: str
    """Version of the documentation that was asked."""
    date: str
    """ISO date that it is current to."""
    sdks: tuple[str, ...]
    """SDK packages that were looked into, with their versions."""
    notice: str
    """As of `SearchResults`."""

    def __new__(  # noqa: D102
        cls,
        items: Iterable[Item] = (),
        *,
        version: str = "",
        date: str = "",
        sdks: tuple[str, ...] = (),
        notice: str = "",
    ) -> Self:
        made = super().__new__(cls, items)
        made.version, made.date, made.sdks, made.notice = version, date, sdks, notice
        return made

    @overload
    def __getitem__(self, index: SupportsIndex) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Item | Self:
        if isinstance(index, slice):
            part = type(self)(super().__getitem__(index))
            vars(part).update(vars(self))
            return part
        return super().__getitem__(index)

    def _heading(self, what: str) -> str:
        origin = provenance(self.version, self.date, self.sdks)
        return SEPARATOR.join(known(what, origin, self.notice))


class Examples(Items[Example]):
    """Code examples, best first."""

    def view(self) -> View:
        """Return what is shown of the examples."""
        cards = tuple(example._card(f"{number}.") for number, example in enumerate(self, 1))
        return View(self._heading(counted(len(self), "code example")), cards)


class ShownRelease(Release, _Value):
    """A changelog entry that notebooks show readably."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        # It is the entry that the loaders read, whoever shows it.
        return isinstance(other, Release) and _facts(self) == _facts(other)

    def __hash__(self) -> int:
        return hash(_facts(self))

    def __str__(self) -> str:
        return self.text

    def view(self) -> View:
        """Return what is shown of the entry."""
        return View("", (self._card(),))

    def _card(self) -> Card:
        return Card(self.title or self.version, self.url, (), self.text, self.date)


class Releases(Items[ShownRelease]):
    """Changelog entries: newest first, or by relevance."""

    covered: str = ""
    """What the changelog has in all: `25 entries, 2025-11-03 to 2026-02-17`."""

    def __new__(  # noqa: D102
        cls,
        items: Iterable[Release] = (),
        *,
        version: str = "",
        date: str = "",
        sdks: tuple[str, ...] = (),
        notice: str = "",
    ) -> Self:
        shown = (
            ShownRelease(**{item.name: getattr(release, item.name) for item in fields(Release)})
            for release in items
        )
        return super().__new__(cls, shown, version=version, date=date, sdks=sdks, notice=notice)

    def view(self) -> View:
        """Return what is shown of the entries."""
        names = ", ".join(dict.fromkeys(release.package for release in self))
        cards = (release._card() for release in self)
        heading = counted(len(self), "changelog entry", "changelog entries")
        if not self and self.covered:
            heading += f" (there are {self.covered})"
        return View(self._heading(f"{heading} of {names}" if names else heading), tuple(cards))


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
    sdks: tuple[str, ...]
    """SDKs that answers speak of: `python@10.8.0`."""
    indexed_at: str
    """When the index was last changed: ISO date and time, UTC."""

    @property
    def outdated(self) -> bool:
        """Whether the documentation is over 90 days old."""
        return is_outdated(self.date)

    def view(self) -> View:
        """Return what is shown of the status: a table."""
        rows = {
            "current to": f"{self.date} ({OUTDATED})" if self.outdated else self.date,
            "pages": f"{self.pages:,}",
            "nodes": f"{self.nodes:,}",
            "kinds": ", ".join(f"{kind} {count:,}" for kind, count in self.kinds.items()),
            "products": ", ".join(self.products),
            "languages": ", ".join(map(language_name, self.languages)),
            "embedding model": self.embedder,
            "collection": self.collection,
            "SDKs": ", ".join(self.sdks) or "none",
            "indexed": self.indexed_at,
        }
        cells = ((name, markdown_text(value)) for name, value in rows.items())
        text = table(("", ""), cells)
        return View("", (Card(provenance(self.version, ""), "", (), text),))


def _shown(passage: str, title: str) -> str:
    """Return a passage as it is shown below its title."""
    return gaps_apart(without_title(passage, title))


def _facts(release: Release) -> tuple[Any, ...]:
    return tuple(getattr(release, item.name) for item in fields(Release))
