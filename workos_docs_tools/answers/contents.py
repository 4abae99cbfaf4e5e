"""What is held in memory of an opened documentation, and answers from there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workos_docs_tools.answers.examples import ExampleTable
from workos_docs_tools.answers.names import Names, NameTable
from workos_docs_tools.answers.sdk.call_table import CallTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_tools.answers.sdk.loaded import Sdks
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.engine import Engine


@dataclass(frozen=True)
class Contents:
    """The engine, and what is derived from its nodes when asked.

    What answers one call comes from one of these: a refresh may put another in its place meanwhile.
    """

    engine: Engine
    version: str
    date: str
    sdks: Sdks = ()
    """The SDK packages that answers speak of."""

    @property
    def catalog(self) -> Catalog:
        """What there is."""
        return self.engine.catalog

    @cached_property
    def names(self) -> NameTable:
        """What the documentation defines by name."""
        return NameTable(self.catalog.nodes, Names.of(self.catalog.nodes))

    @cached_property
    def calls(self) -> Mapping[str, CallTable]:
        """The methods of SDKs by language."""
        languages = dict.fromkeys(sdk.language for sdk in self.sdks)
        found = {slug: CallTable.of(self.catalog, self.sdks, slug) for slug in languages}
        return {slug: table for slug, table in found.items() if table}

    @cached_property
    def examples(self) -> ExampleTable:
        """All code examples."""
        return ExampleTable(self.catalog, self.sdks)
