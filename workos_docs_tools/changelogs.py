"""Changelog entries by package, date and topic, read back from their nodes."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_loaders.models import Release
from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from workos_docs_loaders.models import Node
    from workos_docs_tools.retrieval import SearchIndex


def find_releases(
    index: SearchIndex,
    package: str,
    *,
    since: str | date | None,
    until: str | date | None,
    query: str | None,
) -> tuple[Release, ...]:
    """Return a package's changelog entries, newest first; by relevance where a query is given.

    Args:
        index: The documentation.
        package: Name of a changelog.
        since: First day, ISO date.
        until: Last day, ISO date.
        query: Topic; entries that share no word with it are left out.

    Raises:
        InvalidArgumentError: Unknown package, or a date that is none.
    """
    first, last = _day("since", since) or date.min, _day("until", until) or date.max
    entries = np.array([node.kind == "changelog" for node in index.nodes])
    if package not in packages(index):
        raise InvalidArgumentError("package", package, valid=packages(index))
    chosen = [
        position
        for position in (index.matching(query, entries) if query else np.flatnonzero(entries))
        if _package(index.nodes[position]) == package
        and first <= date.fromisoformat(index.nodes[position].date or "0001-01-01") <= last
    ]
    releases = [_release(index.nodes[position]) for position in chosen]
    return tuple(releases if query else sorted(releases, key=lambda r: r.date, reverse=True))


def packages(index: SearchIndex) -> tuple[str, ...]:
    """Return the names of the changelogs, sorted."""
    return tuple(sorted({_package(node) for node in index.nodes if node.kind == "changelog"}))


def _day(argument: str, value: str | date | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        hint = "Give an ISO date such as 2025-03-01."
        raise InvalidArgumentError(argument, value, hint=hint) from None


def _package(node: Node) -> str:
    return PurePosixPath(node.source_path).stem


def _release(node: Node) -> Release:
    text = node.text.removeprefix(f"# {node.title}\n\n").removeprefix(f"{node.date}: ")
    return Release(
        package=_package(node),
        version=node.title,
        title=node.title,
        date=node.date,
        text=text,
        url=node.url,
    )
