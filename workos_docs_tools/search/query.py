"""What is asked: a text and filters, checked and understood once."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from workos_docs_tools.arguments import nonempty
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.languages import mentioned_language
from workos_docs_tools.search.catalog import UNFILTERED, Filters
from workos_docs_tools.search.masks import masked
from workos_docs_tools.search.products import start_page
from workos_docs_tools.search.tuning import TUNED
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.tuning import Tuning

    Definitions = Callable[[str], Collection[int]]
    """Positions of the nodes that define exactly a name."""


Similar = tuple[str, ...] | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, as everything that answers needs it."""

    text: str
    """What is searched for: without ids, addresses and times that nobody else has."""
    tokens: tuple[str, ...] = ()
    filters: Filters = UNFILTERED
    language: str | None = None
    """SDK language to show API pages in: the one asked for, else mentioned, else spelled in."""
    named: frozenset[int] = frozenset()
    """Positions of the nodes that define the text, if it is an exact name."""
    titled: frozenset[int] = frozenset()
    """Positions of the nodes of a page that has the text as its title."""
    start: frozenset[int] = frozenset()
    """Positions of the nodes of the page on which a product begins, if the text is its name."""
    similar_to: Similar = ()
    """Texts, or one vector, that nodes are compared with in place of the text."""

    @classmethod
    def of(
        cls,
        text: str,
        catalog: Catalog,
        filters: Filters = UNFILTERED,
        defined: Definitions | None = None,
        *,
        similar_to: Similar = (),
        tuning: Tuning = TUNED,
    ) -> Query:
        """Check and understand what is asked.

        Args:
            text: A question, keywords, an error message or a name.
            catalog: What there is.
            filters: What to search in, from `Catalog.filters`.
            defined: Returns what defines a name; without it no name is known.
            similar_to: Texts, or one vector, to compare nodes with in place of the text.
            tuning: How many words a name may have, and how much of a long text counts.

        Raises:
            InvalidArgumentError: The text is empty.
        """
        text = nonempty("query", text)[: tuning.query_characters]
        named = defined(text) if defined and len(text.split()) <= tuning.name_words else ()
        language = filters.language or mentioned_language(text) or catalog.spelled_in([text], named)
        titled = catalog.by_title.get(frozenset(tokenize(text)), frozenset())
        # A name, or a title, may look like somebody's own data.
        searched = text if named or titled else masked(text)
        defining = catalog.searched_for(named)
        page = start_page(text, catalog.by_path)
        start = catalog.searched_for(catalog.by_path[page]) if page else frozenset[int]()
        tokens = tuple(tokenize(searched))
        return cls(searched, tokens, filters, language, defining, titled, start, similar_to)

    @classmethod
    def for_name(
        cls,
        name: str,
        spellings: Iterable[str],
        catalog: Catalog,
        filters: Filters,
        defined: Collection[int],
    ) -> Query:
        """Return the query for an exact name, which is looked up and not searched for.

        Args:
            name: The name.
            spellings: The name as its language writes it, most precise first.
            catalog: What there is.
            filters: Only the language counts; from `Catalog.filters`.
            defined: What defines the name.
        """
        language = filters.language or catalog.spelled_in(spellings, defined)
        defining = catalog.searched_for(defined)
        return cls(name, tuple(tokenize(name)), filters, language, defining)


def as_similar(value: str | Iterable[str] | Iterable[float] | None) -> Similar:
    """Return what nodes are to be similar to.

    Raises:
        InvalidArgumentError: It is neither text, nor texts, nor a vector.
    """
    if value is None or isinstance(value, str):
        return (value,) if value and value.strip() else ()
    items: tuple[Any, ...] = tuple(value) if hasattr(value, "__iter__") else (value,)
    texts = tuple(item for item in items if isinstance(item, str))
    if len(texts) == len(items):
        return tuple(text for text in texts if text.strip())
    try:
        vector = tuple(float(item) for item in items)
    except (TypeError, ValueError):
        vector = ()
    if not any(vector) or not all(map(isfinite, vector)):
        hint = "Pass a text, several texts, or one vector of the embedding model."
        raise InvalidArgumentError("similar_to", value, hint=hint)
    return vector
