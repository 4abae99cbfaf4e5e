"""Which versions of the documentation there are: published, on this machine, indexed."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import FetchError, LoaderWarning, NpmNotFoundError
from workos_docs_loaders.source import PACKAGE, fetched_versions
from workos_docs_loaders.source.npm import published_versions
from workos_docs_loaders.source.versions import is_version, precedence
from workos_docs_tools.citations import counted
from workos_docs_tools.results import Items
from workos_docs_tools.views import Card, View, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workos_docs_tools.index.listing import IndexState


@dataclass(frozen=True, slots=True)
class DocsVersion:
    """One version of the documentation."""

    version: str
    """As `open` takes it: `0.2.0`, `live`; of a directory, with what tells it from others."""
    published: bool
    """Whether npm has it; of a version on this machine also where npm could not be asked."""
    fetched: bool
    """Whether it is on this machine, so that it is indexed without a network."""
    indexed: bool
    """Whether it answers at once."""
    date: str = ""
    """ISO date that it is current to, where it is indexed."""
    nodes: int = 0
    """Nodes of its index."""


class DocsVersions(Items[DocsVersion]):
    """Versions of the documentation, the newest first."""

    def view(self) -> View:
        """Return what is shown of the versions: a table."""
        columns = ("version", "published", "fetched", "indexed", "current to", "nodes")
        text = table(columns, map(_cells, self))
        return View(counted(len(self), "version"), (Card("Versions", "", (), text),))


def _cells(one: DocsVersion) -> Sequence[str]:
    flags = ("yes" if flag else "" for flag in (one.published, one.fetched, one.indexed))
    return (one.version, *flags, one.date, f"{one.nodes:,}" if one.nodes else "")


def known_versions(index: Iterable[IndexState]) -> DocsVersions:
    """Return the versions that npm has, that were fetched, and that an index holds.

    Args:
        index: What is in it.

    Warns:
        LoaderWarning: npm cannot be asked; what is on this machine is told.
    """
    fetched = fetched_versions()
    try:
        published = published_versions(PACKAGE)
    except (FetchError, NpmNotFoundError) as error:
        published = fetched
        warnings.warn(f"Versions on this machine are told: {error}", LoaderWarning, stacklevel=3)
    indexed = {one.edition: one for one in index if not one.is_sdk}
    numbered = sorted(
        {*published, *fetched, *filter(is_version, indexed)}, key=precedence, reverse=True
    )
    others = sorted(version for version in indexed if not is_version(version))
    return DocsVersions(
        DocsVersion(
            version=version,
            published=version in published,
            fetched=version in fetched,
            indexed=version in indexed and indexed[version].state == "ready",
            date=indexed[version].date if version in indexed else "",
            nodes=indexed[version].nodes if version in indexed else 0,
        )
        for version in (*numbered, *others)
    )
