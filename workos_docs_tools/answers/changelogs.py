"""Changelog entries by package, date and topic, read back from their nodes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_loaders.changelog.markdown import is_breaking
from workos_docs_loaders.models import Release
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.search.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_loaders.models import Node
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.engine import Engine


def find_releases(
    engine: Engine,
    package: str,
    *,
    since: str | date | None,
    until: str | date | None,
    query: str | None,
) -> tuple[Release, ...]:
    """Return a package's changelog entries, newest first; by relevance where a query is given.

    Args:
        engine: What searches the documentation.
        package: Name of a changelog.
        since: First day, ISO date.
        until: Last day, ISO date.
        query: Topic; entries that share no word with it are left out.

    Raises:
        InvalidArgumentError: Unknown package, a date that is none, or `until` before `since`.
    """
    # As ISO dates, days compare as texts, and entries without one come first.
    first, last = _day("since", since) or "", _day("until", until) or "9999"
    if first > last:
        raise InvalidArgumentError("until", until, hint=f"It is before since={first}.")
    index = engine.catalog
    known = packages(index)
    if package not in known:
        hint = "" if known else "This documentation has no changelog."
        raise InvalidArgumentError("package", package, valid=known, hint=hint)
    chosen = [
        node.kind == "changelog" and _package(node) == package and first <= node.date <= last
        for node in index.nodes
    ]
    allowed = np.array(chosen, np.bool_)
    asked = (query or "").strip()
    positions = (
        engine.matching(Query.of(asked, index), allowed)
        if asked
        else np.flatnonzero(allowed).tolist()
    )
    paths = dict.fromkeys(index.nodes[position].path for position in positions)
    releases = [_release(index.page_nodes(path, None)) for path in paths]
    if not asked:
        releases.sort(key=lambda release: release.date, reverse=True)
    return tuple(releases)


def packages(index: Catalog) -> tuple[str, ...]:
    """Return the names of the changelogs, sorted."""
    return tuple(sorted({_package(node) for node in index.nodes if node.kind == "changelog"}))


def _day(argument: str, value: str | date | None) -> str | None:
    if value is None:
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        hint = "Give an ISO date such as 2025-03-01."
        raise InvalidArgumentError(argument, value, hint=hint) from None
    return (day.date() if isinstance(day, datetime) else day).isoformat()


def _package(node: Node) -> str:
    return node.source_path.removeprefix("changelogs/").removesuffix(".json")


def _release(nodes: Sequence[Node]) -> Release:
    """Return the entry that a page of the changelog was made of."""
    head = nodes[0]
    text = "\n\n".join(node.text for node in nodes).removeprefix(f"# {head.title}\n\n")
    for separator in (": ", "\n\n"):
        text = text.removeprefix(f"{head.date}{separator}")
    return Release(
        package=_package(head),
        version=head.title,
        title=head.title,
        date=head.date,
        text=text,
        url=head.page_url,
        breaking=is_breaking((), [text]),
    )
