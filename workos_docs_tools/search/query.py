"""What is asked: a text and filters, checked and understood once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.languages import mentioned_language
from workos_docs_tools.search.catalog import UNFILTERED, Filters
from workos_docs_tools.search.tuning import TUNED
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.tuning import Tuning

    Definitions = Callable[[str], Collection[int]]
    """Positions of the nodes that define exactly a name."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, as everything that answers needs it."""

    text: str
    tokens: tuple[str, ...] = ()
    filters: Filters = UNFILTERED
    language: str | None = None
    """SDK language to show API pages in: the one asked for, else mentioned, else spelled in."""
    named: frozenset[int] = frozenset()
    """Positions of the nodes that define the text, if it is an exact name."""
    titled: frozenset[int] = frozenset()
    """Positions of the nodes of a page that has the text as its title."""

    @classmethod
    def of(
        cls,
        text: str,
        catalog: Catalog,
        filters: Filters = UNFILTERED,
        defined: Definitions | None = None,
        *,
        tuning: Tuning = TUNED,
    ) -> Query:
        """Check and understand what is asked.

        Args:
            text: A question, keywords, an error message or a name.
            catalog: What there is.
            filters: What to search in.
            defined: Returns what defines a name; without it no name is known.
            tuning: How many words a name may have.

        Raises:
            InvalidArgumentError: The text is empty, or a filter's value unknown.
        """
        text = nonempty("query", text)
        catalog.check(filters)
        tokens = tuple(tokenize(text))
        named = defined(text) if defined and len(text.split()) <= tuning.name_words else ()
        language = filters.language or mentioned_language(text) or catalog.spelled_in([text], named)
        titled = catalog.by_title.get(frozenset(tokens), frozenset())
        return cls(text, tokens, filters, language, frozenset(named), titled)

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
            filters: Only the language counts; checked by the caller.
            defined: What defines the name.
        """
        language = filters.language or catalog.spelled_in(spellings, defined)
        return cls(name, tuple(tokenize(name)), filters, language, frozenset(defined))


def nonempty(argument: str, value: object) -> str:
    """Return what is asked, without white space around it.

    Raises:
        InvalidArgumentError: It is empty or not a text.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise InvalidArgumentError(argument, value, hint="Say in a few words what to look for.")
    return text
