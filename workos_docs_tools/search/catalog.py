"""What there is: the nodes of a collection, by page, language and filter value."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.arguments import options
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.languages import sdk_language, shown_language
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node

SDK = "sdk"
"""The kind of what SDKs say."""
CHANGELOG = "changelog"
"""The kind of what changed when."""
FILTERS = ("product", "kind", "language")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to, and the language in which it shows API pages."""

    product: tuple[str, ...] = ()
    """Any of these; all where there is none."""
    kind: str | None = None
    language: str | None = None
    exclude_product: tuple[str, ...] = ()

    def admit(self, product: str) -> bool:
        """Return whether a product is one of those asked for."""
        wanted = not self.product or product in self.product
        return wanted and product not in self.exclude_product


UNFILTERED = Filters()


@dataclass(frozen=True, repr=False)
class Catalog:
    """The nodes of one collection, held in memory; a node is referred to by its position."""

    nodes: Sequence[Node]
    """Those that are searched, page by page, then those that are only read: of an API page what it
    says in further languages."""
    vectors: NDArray[np.float32]
    """Shape `(searched nodes, dimensions)`, L2-normalised."""
    documented: Mapping[str, str] = field(default_factory=dict)
    """Path of the page that documents an SDK's method, by the method's own path."""

    @cached_property
    def searched(self) -> Sequence[Node]:
        """The nodes that are searched."""
        return self.nodes[: len(self.vectors)]

    @cached_property
    def by_path(self) -> Mapping[str, Sequence[int]]:
        """Positions of every page's nodes: those searched in page order, then those only read."""
        by_path: dict[str, list[int]] = defaultdict(list)
        for position, node in enumerate(self.nodes):
            by_path[node.path].append(position)
        return dict(by_path)

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def page_numbers(self) -> NDArray[np.intp]:
        """Number of every searched node's page, in the order of `by_path`."""
        numbers = {path: number for number, path in enumerate(self.by_path)}
        return np.array([numbers[node.path] for node in self.searched], np.intp)

    def searched_for(self, positions: Iterable[int]) -> frozenset[int]:
        """Return the searched nodes that stand for some nodes, whatever their languages."""
        return frozenset(map(self.stands_for, positions))

    def stands_for(self, position: int) -> int:
        """Return the searched node that stands for a node: for a read one the first of its page."""
        if position < len(self.vectors):
            return position
        on_page = self.by_path[self.nodes[position].path]
        return next((one for one in on_page if self.nodes[one].language), position)

    @cached_property
    def by_title(self) -> Mapping[frozenset[str], frozenset[int]]:
        """Searched nodes of all pages whose title has just these search tokens, by position."""
        by_title: dict[frozenset[str], set[int]] = defaultdict(set)
        words = {title: frozenset(tokenize(title)) for title in {n.title for n in self.searched}}
        for position, node in enumerate(self.searched):
            by_title[words[node.title]].add(position)
        return {words: frozenset(found) for words, found in by_title.items() if words}

    @cached_property
    def changelog(self) -> Sequence[int]:
        """Positions of the nodes of all dated changelog entries, the newest first."""
        nodes = enumerate(self.searched)
        entries = [position for position, node in nodes if node.kind == CHANGELOG and node.date]
        return sorted(entries, key=lambda position: self.nodes[position].date, reverse=True)

    @cached_property
    def days(self) -> Sequence[str]:
        """ISO dates of all changelog entries, the newest last."""
        by_path = {self.nodes[position].path: position for position in self.changelog}
        return sorted(self.nodes[position].date for position in by_path.values())

    @property
    def newest(self) -> str:
        """ISO date of the newest changelog entry; empty without one."""
        return self.days[-1] if self.days else ""

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of all titles, in lower case."""
        titles = {node.title for node in self.nodes}
        return frozenset(word.lower() for title in titles for word in re.findall(r"\w+", title))

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """Values that each filter can take, sorted."""
        return {
            name: tuple(sorted({getattr(node, name) for node in self.nodes} - {""}))
            for name in FILTERS
        }

    def filters(
        self,
        *,
        product: str | Iterable[str] | None = None,
        kind: str | None = None,
        language: str | None = None,
        exclude_product: str | Iterable[str] | None = None,
    ) -> Filters:
        """Return what a search is narrowed to, as the nodes write it.

        Raises:
            InvalidArgumentError: A value does not occur; names those that do.
        """

        def known(name: str, values: Iterable[str], argument: str = "") -> tuple[str, ...]:
            by_name = {value.lower(): value for value in self.values[name]}
            for value in values:
                if value not in by_name:
                    raise InvalidArgumentError(argument or name, value, valid=self.values[name])
            return tuple(by_name[value] for value in values)

        wanted, excluded = options("product", product), options("exclude_product", exclude_product)
        [chosen] = known("kind", options("kind", kind)) or (None,)
        [shown] = known("language", options("language", sdk_language(language))) or (None,)
        return Filters(
            known("product", wanted), chosen, shown, known("product", excluded, "exclude_product")
        )

    @cached_property
    def of_sdks(self) -> NDArray[np.bool_]:
        """Which of the searched nodes are of an SDK: shape `(searched nodes,)`."""
        return np.array([node.kind == SDK for node in self.searched], np.bool_)

    def allowed(self, filters: Filters, language: str | None = None) -> NDArray[np.bool_]:
        """Return which searched nodes the filters leave: shape `(searched nodes,)`.

        SDKs answer among the documentation only if they alone are asked for: they would take the
        places of pages that answer (`python -m benchmarks.retrieval`: page@5 falls by .01, and
        page@1 by .03 to .05 were those of other languages than the one asked for among them).

        Args:
            filters: What is asked for.
            language: The language in which SDKs answer, where one is asked for.
        """
        if filters.kind != SDK:
            allowed = ~self.of_sdks
        elif language:
            allowed = self.spoken(language)
        else:
            allowed = np.ones(len(self.searched), np.bool_)
        if filters.kind:
            allowed &= np.array([node.kind == filters.kind for node in self.searched])
        if filters.product or filters.exclude_product:
            allowed &= np.array([filters.admit(node.product) for node in self.searched])
        return allowed

    def spoken(self, language: str | None) -> NDArray[np.bool_]:
        """Return which nodes are of an SDK in a language: shape `(searched nodes,)`."""
        of_language = np.array([node.language == language for node in self.searched], np.bool_)
        return self.of_sdks & of_language

    def page_nodes(self, path: str, language: str | None) -> list[Node]:
        """Return a page's nodes in order, its API reference in one language."""
        return [self.nodes[position] for position in self.page_positions(path, language)]

    def page_positions(self, path: str, language: str | None) -> list[int]:
        """Return where these nodes are."""
        shown = {"", self.language_variant(path, language)}
        return [i for i in self.by_path[path] if self.nodes[i].language in shown]

    def language_variant(self, path: str, language: str | None) -> str:
        """Return the language in which an API page is shown; empty if it has no API reference."""
        return shown_language(self.languages(path), language)

    def languages(self, path: str) -> tuple[str, ...]:
        """Return the languages of a page's API reference, in page order."""
        if path not in self._languages:
            nodes = (self.nodes[position] for position in self.by_path[path])
            in_order = sorted(nodes, key=lambda node: node.ordinal)
            found = dict.fromkeys(node.language for node in in_order if node.language)
            self._languages[path] = tuple(found)
        return self._languages[path]

    @cached_property
    def _languages(self) -> dict[str, tuple[str, ...]]:
        """Those of the pages that were asked for; a page with many hits is asked for as often."""
        return {}

    def spelled_in(self, spellings: Iterable[str], positions: Iterable[int]) -> str | None:
        """Return the language in which some nodes spell a name just so; the default if it does.

        Args:
            spellings: The name, most precise first.
            positions: What defines it.
        """
        defining = [self.nodes[i] for i in sorted(positions) if self.nodes[i].language]
        for name in spellings:
            languages = [node.language for node in defining if name in node.text]
            if languages:
                return shown_language(languages)
        return None
