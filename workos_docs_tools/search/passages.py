"""What hits show of their pages: the parts of it with their scores, and cuts for a budget."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from workos_docs_loaders.stacks import is_for_language
from workos_docs_tools.search.tuning import TUNED
from workos_docs_tools.text.budget import UNLIMITED, fair_shares
from workos_docs_tools.text.excerpts import BETWEEN, GAP, ScoredPart
from workos_docs_tools.text.tokens import count_tokens
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from workos_docs_loaders.models import Node
    from workos_docs_tools.results import Hit
    from workos_docs_tools.search.catalog import Catalog

INDEPENDENT = {"event", "glossary"}
"""Kinds of which a page holds many independent nodes: each is a hit of its own."""
MIN_PASSAGE = 50
"""Tokens below which a passage is not worth showing."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a hit can show of a page."""

    node: Node
    """The node that the hit is named after."""
    page: Sequence[int]
    """Positions of the nodes that a reader of the page sees, in page order."""
    ranks: Mapping[int, int]
    """Positions of those that the hit can show, each with its rank among them: 0 is best."""
    whole: bool
    """Whether all of them are shown where no budget is given."""

    @classmethod
    def of(
        cls, catalog: Catalog, position: int, answering: Iterable[int], language: str | None
    ) -> Passage:
        """Return what the hit for a node can show.

        Args:
            catalog: What there is.
            position: The node.
            answering: Positions of all nodes that answer the query, best first; other pages' too.
            language: Language to show API pages in.
        """
        node = catalog.nodes[position]
        if node.kind in INDEPENDENT:
            return cls(node, [position], {position: 0}, whole=True)
        if catalog.language_variant(node.path, language):
            # A query may match another language's node; the reader gets the one asked for, whole.
            page = catalog.page_positions(node.path, language)
            head = next(i for i in page if catalog.nodes[i].language)
            return cls(catalog.nodes[head], page, dict.fromkeys(page, 0), whole=True)
        others = (
            i
            for i in answering
            if catalog.nodes[i].path == node.path
            and is_for_language(catalog.nodes[i].condition, language)
        )
        ranks = {shown: rank for rank, shown in enumerate(dict.fromkeys([position, *others]))}
        return cls(node, catalog.by_path[node.path], ranks, whole=False)

    def parts(
        self, catalog: Catalog, scores: Mapping[int, Sequence[float]]
    ) -> tuple[ScoredPart, ...]:
        """Return the parts of what the hit can show, in page order.

        Args:
            catalog: What there is.
            scores: How well each part of a node answers, if some do better than others.
        """
        parts: list[ScoredPart] = []
        separator = ""
        for position, following in pairwise((*self.page, None)):
            assert position is not None
            if position not in self.ranks:
                separator = BETWEEN
                continue
            node, end = catalog.nodes[position], 0
            goes_on = following is not None and _continues(catalog.nodes[following])
            known = scores.get(position, (0.0,) * len(node.parts))
            for part, score in zip(node.parts, known, strict=True):
                before = node.text[end : part.start] if end else separator
                text = node.text[part.start : part.end]
                rank = self.ranks[position]
                parts.append(ScoredPart(text, before, score, rank, node.id, node.url, goes_on))
                end = part.end
            separator = "\n\n"
        return tuple(parts)


def _continues(node: Node) -> bool:
    """Whether a node goes on with the section of the one before it."""
    return not node.headings or node.headings[0].start > 0


def word_scores(
    positions: Collection[int], nodes: Sequence[Node], tokens: Collection[str]
) -> dict[int, list[float]]:
    """Return how many of a query's words each part of some nodes has, rare ones counting more."""
    found = {
        position: [set(tokenize(text)) for text in part_texts(nodes[position])]
        for position in positions
    }
    parts = [words for of_node in found.values() for words in of_node]
    frequency = Counter(word for words in parts for word in words)
    rarity = {word: log(1 + len(parts) / frequency[word]) for word in {*tokens} & frequency.keys()}
    return {
        position: [sum(rarity[word] for word in rarity.keys() & words) for words in of_node]
        for position, of_node in found.items()
    }


def alike(node: Node, scored: Node, scores: Sequence[float]) -> list[float]:
    """Return scores of a node's parts: of each that of the part of another node most like it.

    Args:
        node: What an API page says in one language.
        scored: What it says in another.
        scores: How well each part of that one answers.
    """
    known = [frozenset(tokenize(text)) for text in part_texts(scored)]

    def score(text: str) -> float:
        words = frozenset(tokenize(text))
        likeness = [len(words & other) / (len(words | other) or 1) for other in known]
        return scores[likeness.index(max(likeness))]

    return [score(text) for text in part_texts(node)]


def within_budget(
    hits: Sequence[Hit],
    budget: int,
    frame: Callable[[Hit], int],
    measure: Callable[[str], int] = count_tokens,
) -> list[tuple[Hit, str]]:
    """Return the leading hits that fit into a budget, each with its passage cut to its share.

    The first ones have the largest shares (`Tuning.passage_sizes`), leads included; none less than
    its lead.

    Args:
        hits: The hits, best first.
        budget: Size of all passages and their frames together.
        frame: Returns the size of what stands around a hit's passage.
        measure: Returns the size of a text, in tokens.
    """
    overhead = 0
    fitting: list[Hit] = []
    for hit in hits:
        # Leads are shown whole, however small the share.
        size = frame(hit) + measure(hit.lead)
        if fitting and overhead + size + (len(fitting) + 1) * MIN_PASSAGE > budget:
            break
        overhead += size
        fitting.append(hit)
    leads = [measure(hit.lead) for hit in fitting]
    room = budget - overhead + sum(leads)
    shares = _shares(
        [measure(hit.excerpt(UNLIMITED)) for hit in fitting],
        [TUNED.passage_size(hit.rank) for hit in fitting],
        leads,
        room,
    )
    # Only a first hit's lead may itself be larger than the budget.
    missing = max(overhead - budget, 0)
    limits = [share - missing for share in shares]
    return list(zip(fitting, _excerpts(fitting, limits, measure), strict=True))


def _excerpts(
    hits: Sequence[Hit], limits: Sequence[int], measure: Callable[[str], int]
) -> list[str]:
    """Return the passages cut to their limits; what one leaves of its own goes to the others."""
    texts: list[str] = []
    spare = 0
    for hit, limit in zip(hits, limits, strict=True):
        texts.append(hit.excerpt(limit + spare, measure))
        spare += limit - measure(texts[-1])
    for number, hit in enumerate(hits):
        if spare > 0 and GAP in texts[number]:
            size = measure(texts[number])
            longer = hit.excerpt(size + spare, measure)
            if measure(longer) > size:
                spare -= measure(longer) - size
                texts[number] = longer
    return texts


def _shares(
    sizes: Sequence[int], weights: Sequence[int], leads: Sequence[int], budget: int
) -> list[int]:
    """Return each passage's share of a budget, at least its lead; the others share what is left."""
    fixed = dict[int, int]()
    while True:
        free = [number for number in range(len(sizes)) if number not in fixed]
        found = fair_shares(
            [sizes[number] for number in free],
            [weights[number] for number in free],
            max(budget - sum(fixed.values()), 0),
        )
        shares = fixed | dict(zip(free, found, strict=True))
        larger = {number: leads[number] for number in free if leads[number] > shares[number]}
        if not larger:
            return [shares[number] for number in range(len(sizes))]
        fixed |= larger


def part_texts(node: Node) -> list[str]:
    """Return the parts of a node's text."""
    return [node.text[part.start : part.end] for part in node.parts]
