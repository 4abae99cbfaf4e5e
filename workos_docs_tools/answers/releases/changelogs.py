"""Changelog entries by changelog, date and topic, put together from their nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.answers.releases.days import iso_day
from workos_docs_tools.citations import counted
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.search.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workos_docs_loaders.models import Node, Release
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.engine import Engine


def find_releases(
    engine: Engine,
    package: str,
    *,
    since: str | date | None,
    until: str | date | None,
    query: str,
    breaking: bool = False,
) -> tuple[Release, ...]:
    """Return a package's changelog entries, newest first; by relevance where a query is given.

    Args:
        engine: What searches the documentation.
        package: Name of a changelog.
        since: First day, ISO date.
        until: Last day, ISO date.
        query: Topic, empty for any; entries that share no word with it are left out.
        breaking: Leave out what breaks nothing.

    Raises:
        InvalidArgumentError: Unknown package, an invalid date, or `until` before `since`.
    """
    # As ISO dates, days compare as texts, and entries without one come first.
    first, last = iso_day("since", since) or "", iso_day("until", until) or "9999"
    if first > last:
        raise InvalidArgumentError("until", until, hint=f"It is before since={first}.")
    index = engine.catalog
    known = packages(index)
    if package not in known:
        hint = "" if known else "This documentation has no changelog."
        raise InvalidArgumentError("package", package, valid=known, hint=hint)
    # Entries are said in no language, so all are searched.
    chosen = [node.changelog == package and first <= node.date <= last for node in index.searched]
    allowed = np.array(chosen, np.bool_)
    positions = (
        engine.matching(Query.of(query, index), allowed)
        if query
        else np.flatnonzero(allowed).tolist()
    )
    paths = dict.fromkeys(index.nodes[position].path for position in positions)
    releases = [_release(index.page_nodes(path, None)) for path in paths]
    if not query:
        releases.sort(key=lambda release: release.date, reverse=True)
    return tuple(release for release in releases if release.breaking or not breaking)


def coverage(index: Catalog, package: str) -> str:
    """Return how many entries a changelog has, of which days: `25 entries, 2025-11-03 to ...`."""
    dates = {node.path: node.date for node in index.nodes if node.changelog == package}
    days = sorted(filter(None, dates.values()))
    if not dates:
        return ""
    found = counted(len(dates), "entry", "entries")
    return f"{found}, {days[0]} to {days[-1]}" if days else found


def packages(index: Catalog) -> tuple[str, ...]:
    """Return the names of the changelogs, sorted."""
    return tuple(sorted({node.changelog for node in index.nodes} - {""}))


def _release(nodes: Sequence[Node]) -> Release:
    """Return an entry whole: all of it but the text is in each of its nodes."""
    texts: list[str] = []
    for node in nodes:
        assert node.release is not None
        texts.append(node.release.text)
        release = node.release
    return replace(release, text="\n\n".join(texts))
