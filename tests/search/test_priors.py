"""Priors: rules that hold for a page whatever it says, each with its number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from workos_docs_tools.search.priors import PRIORS, priors
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.tuning import TUNED

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

NOTHING = replace(TUNED, **dict.fromkeys(PRIORS, 0.0))


def added(docs: WorkOSDocs, asked: str, path: str, name: str) -> float:
    """Return what one rule adds to the first node of a page."""
    query = Query.of(asked, docs.index)
    tuning = replace(NOTHING, **{name: getattr(TUNED, name)})
    return float(priors(query, docs.index.by_path[path][:1], docs.index, tuning)[0])


@pytest.mark.parametrize(
    ("name", "asked", "path", "holds"),
    [
        ("unnamed_product", "map attributes of a customer", "integrations/okta-saml", True),
        ("unnamed_product", "map attributes of Okta", "integrations/okta-saml", False),
        ("unnamed_product", "upload employees", "integrations/sftp", False),
        ("unnamed_product", "map attributes", "directory-sync/attributes", False),
        ("unnamed_product", "move our users over", "migrate/auth0", True),
        ("dated", "What was released in January?", "changelog/workos-cli", True),
        ("dated", "latest changes of widgets", "changelog/workos-cli", True),
        ("dated", "which commands does the CLI have", "changelog/workos-cli", False),
        ("dated", "latest changes of widgets", "widgets/quick-start", False),
        ("dated", "What was released in June?", "changelog/workos-cli", False),
        ("of_period", "What was released in January?", "changelog/workos-cli", True),
        ("of_period", "What was released in December?", "changelog/workos-cli", False),
        ("of_period", "What was released in January?", "widgets/quick-start", False),
        ("newest", "which commands does the CLI have", "changelog/workos-cli", False),
        ("newest", "latest changes of widgets", "widgets/quick-start", False),
        ("spoken", "create an organization in Go", "reference/organization/create", True),
        ("spoken", "create an organization", "reference/organization/create", False),
        ("spoken", "create an organization in Go", "sso", False),
        ("deprecated", "magic link", "reference/magic-link", True),
        ("deprecated", "magic link", "magic-link", False),
    ],
)
def test_a_rule_adds_its_number_where_it_holds(
    docs: WorkOSDocs, name: str, asked: str, path: str, holds: bool
) -> None:
    number = getattr(TUNED, name)
    assert number
    assert added(docs, asked, path, name) == (number if holds else 0.0)


def test_newer_entries_get_more_where_the_newest_is_asked_for(docs: WorkOSDocs) -> None:
    paths = ("sso-sign-in-consent-screen", "trust-center", "sso-sessions-lifecycle-improvements")
    found = [added(docs, "latest changes", f"changelog/{path}", "newest") for path in paths]
    assert 0 < found[0] < found[1] < found[2] <= TUNED.newest


def test_rules_add_up(docs: WorkOSDocs) -> None:
    query = Query.of("create an organization in Go", docs.index)
    positions = [docs.index.by_path["reference/organization/create"][0]]
    both = replace(NOTHING, spoken=1.0, deprecated=2.0)
    assert priors(query, positions, docs.index, both) == np.float32(1.0)


def test_a_query_counts_up_to_some_thousand_characters(docs: WorkOSDocs) -> None:
    short = Query.of("_" * 10_000, docs.index)
    long = Query.of("_" * 1_000_000, docs.index)
    assert short == long
    assert len(long.text) == TUNED.query_characters < 10_000
    words = Query.of("word " * 200_000, docs.index)
    assert len(words.tokens) <= TUNED.query_characters
