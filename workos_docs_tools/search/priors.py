"""What is known of a page before it is compared with a query. A row of `PRIORS` is a rule."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

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
_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DATE = re.compile(
    r"\b(?:latest|newest|recent(?:ly)?|releases?|released|release notes|change ?logs?|"
    r"what(?:'s|\u2019s| is) new|announced?|introduced|launched|when did|20\d\d|"
    rf"(?:since|in|from|before|after|until) (?:{_MONTH}))\b",
    re.IGNORECASE,
)


def is_of_unnamed_product(query: Query, node: Node, _: Catalog) -> bool:
    """Whether a page is about another company's product, and the query does not name it."""
    names = _other_product(node.path)
    return bool(names) and not names & {*query.tokens}


def is_dated(query: Query, node: Node, _: Catalog) -> bool:
    """Whether it is a changelog entry, and the query asks by date or for what is new."""
    return node.kind == "changelog" and _DATE.search(query.text) is not None


def is_spoken(query: Query, node: Node, catalog: Catalog) -> bool:
    """Whether it is an API page in the language that is asked for."""
    return bool(query.language and node.language) and (
        query.language in catalog.languages(node.path)
    )


def is_deprecated(_: Query, node: Node, __: Catalog) -> bool:
    """Whether the page says that it is out of date."""
    return node.deprecated


if TYPE_CHECKING:
    Rule = Callable[[Query, Node, Catalog], bool]

PRIORS: Mapping[str, Rule] = {
    "unnamed_product": is_of_unnamed_product,
    "dated": is_dated,
    "spoken": is_spoken,
    "deprecated": is_deprecated,
}
"""By the number in `Tuning` that is added, in standard deviations, where the rule holds."""


def priors(
    query: Query, positions: Sequence[int], catalog: Catalog, tuning: Tuning
) -> NDArray[np.float32]:
    """Return what the rules add to the scores of some nodes."""

    def added(node: Node) -> float:
        holding = (name for name, rule in PRIORS.items() if rule(query, node, catalog))
        return sum(float(getattr(tuning, name)) for name in holding)

    return np.array([added(catalog.nodes[position]) for position in positions], np.float32)


@lru_cache(maxsize=4096)
def _other_product(path: str) -> frozenset[str]:
    """Return the words that name another company's product in the path of a page."""
    found = _OF_OTHERS.fullmatch(path)
    return frozenset(tokenize(found[1].replace("-", " "))) - _NO_PRODUCT if found else frozenset()
