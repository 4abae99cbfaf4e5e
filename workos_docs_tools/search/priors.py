"""What is known of a page before it is compared with a query. A row of `PRIORS` is a rule."""

from __future__ import annotations

import re
from bisect import bisect
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.search.catalog import CHANGELOG
from workos_docs_tools.search.recency import asked
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.query import Query
    from workos_docs_tools.search.tuning import Tuning

_OF_OTHERS = re.compile(r"(?:integrations|migrate)/(.+)")
"""Pages that are about the product of another company."""
_NO_PRODUCT = frozenset(
    tokenize(
        "saml scim oidc oauth sftp ldap jwt openid connect csv api sso social authkit "
        "other services standalone custom generic"
    )
)


def is_of_unnamed_product(query: Query, node: Node, _: Catalog) -> float:
    """Whether a page is about another company's product, and the query does not name it."""
    names = _other_product(node.path)
    return bool(names) and not names & {*query.tokens}


def is_dated(query: Query, node: Node, catalog: Catalog) -> float:
    """Whether it is a changelog entry, and the query asks what changed, and not on other days."""
    if node.kind != CHANGELOG:
        return 0.0
    when = asked(query.text, catalog.newest)
    return when.by_date and (not when.days or when.covers(node.date))


def is_of_period(query: Query, node: Node, catalog: Catalog) -> float:
    """Whether it is a changelog entry of the days that the query names."""
    return node.kind == CHANGELOG and asked(query.text, catalog.newest).covers(node.date)


def newness(query: Query, node: Node, catalog: Catalog) -> float:
    """Return how new a changelog entry is, 1 the newest, if the query asks for the newest."""
    if node.kind != CHANGELOG or not asked(query.text, catalog.newest).newest:
        return 0.0
    return bisect(catalog.days, node.date) / len(catalog.days)


def entries_asked_for(
    query: Query, catalog: Catalog, scores: NDArray[np.float32], count: int
) -> list[int]:
    """Return the changelog entries that belong among the candidates, whatever their words.

    Args:
        query: What is asked.
        catalog: What there is.
        scores: Score of every node.
        count: Most entries: of the days that the query names the best ones, or the newest.
    """
    when = asked(query.text, catalog.newest)
    if when.days:
        of_days = [i for i in catalog.changelog if when.covers(catalog.nodes[i].date)]
        return sorted(of_days, key=lambda position: -scores[position])[:count]
    return [*catalog.changelog[:count]] if when.newest else []


def is_spoken(query: Query, node: Node, catalog: Catalog) -> float:
    """Whether it is an API page in the language that is asked for."""
    return bool(query.language and node.language) and (
        query.language in catalog.languages(node.path)
    )


def is_deprecated(_: Query, node: Node, __: Catalog) -> float:
    """Whether the page says that it is out of date."""
    return node.deprecated


if TYPE_CHECKING:
    Rule = Callable[[Query, Node, Catalog], float]

PRIORS: Mapping[str, Rule] = {
    "unnamed_product": is_of_unnamed_product,
    "dated": is_dated,
    "of_period": is_of_period,
    "newest": newness,
    "spoken": is_spoken,
    "deprecated": is_deprecated,
}
"""By the number in `Tuning` that is added, in standard deviations, as far as the rule holds: 0
to 1."""


def priors(
    query: Query, positions: Sequence[int], catalog: Catalog, tuning: Tuning
) -> NDArray[np.float32]:
    """Return what the rules add to the scores of some nodes."""

    def added(node: Node) -> float:
        rules = PRIORS.items()
        return sum(
            float(getattr(tuning, name)) * rule(query, node, catalog) for name, rule in rules
        )

    return np.array([added(catalog.nodes[position]) for position in positions], np.float32)


@lru_cache(maxsize=4096)
def _other_product(path: str) -> frozenset[str]:
    """Return the words that name another company's product in the path of a page."""
    found = _OF_OTHERS.fullmatch(path)
    return frozenset(tokenize(found[1].replace("-", " "))) - _NO_PRODUCT if found else frozenset()
