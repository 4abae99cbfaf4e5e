"""What changed, as rows of a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from workos_docs_tools.citations import counted
from workos_docs_tools.results import Items
from workos_docs_tools.text.excerpts import GAP
from workos_docs_tools.text.lines import markdown_text
from workos_docs_tools.text.markup import markdown_link
from workos_docs_tools.views import Card, View, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self

What = Literal["page", "section", "parameter"]
State = Literal["removed", "moved", "changed", "added"]
_WHAT: tuple[What, ...] = ("page", "section", "parameter")
_STATES: tuple[State, ...] = ("removed", "moved", "changed", "added")
"""The order in which changes are told: what readers and code may miss comes first."""
_SHOWN = 20
"""Most changes of a kind that are shown before all are asked for."""


@dataclass(frozen=True, slots=True)
class DocsChange:
    """One page, section or API parameter that is not as it was."""

    what: What
    state: State
    path: str
    """Page path in the new version; of what was removed, in the old one."""
    name: str
    """Title of the page; headings of the section, `Sessions > Lifetime`; or group and name of the
    parameter, `Parameters > domain_data.state`."""
    url: str
    before: str = ""
    """Of what moved, where it was; of a parameter, its type then."""
    now: str = ""
    """Of a parameter, its type now."""


class DocsDiff(Items[DocsChange]):
    """What changed between two versions: pages, then sections, then API parameters."""

    old: str = ""
    new: str = ""

    @classmethod
    def of(cls, changes: Iterable[DocsChange], versions: tuple[str, str], *, date: str) -> Self:
        """Return changes in the order in which they are told.

        Args:
            changes: In any order.
            versions: The one before, and the one after.
            date: ISO date that the new one is current to.
        """
        told = sorted(changes, key=lambda one: (_WHAT.index(one.what), _STATES.index(one.state)))
        made = cls(told, version=versions[1], date=date)
        made.old, made.new = versions
        return made

    @property
    def summary(self) -> str:
        """How many there are of each kind."""
        counts = Counter((change.what, change.state) for change in self)
        rows = (
            (counts[what, state], what, state)
            for what in _WHAT
            for state in _STATES
            if counts[what, state]
        )
        shown = (f"{counted(number, what)} {state}" for number, what, state in rows)
        return ", ".join(shown) or "nothing changed"

    def view(self) -> View:
        """Return what is shown of the changes: a table of each kind."""
        return View(
            f"WorkOS documentation {self.old} to {self.new}: {self.summary}", (*self._tables(),)
        )

    def _tables(self) -> Iterator[Card]:
        for what in _WHAT:
            rows = [change for change in self if change.what == what]
            if rows:
                first = f"{_table(rows[:_SHOWN])}\n\n{GAP}" if len(rows) > _SHOWN else ""
                yield Card(f"{what.title()}s", "", (), _table(rows), excerpt=first)


def _table(changes: Iterable[DocsChange]) -> str:
    return table(("", "", "page", "before", "now"), map(_cells, changes))


def _cells(change: DocsChange) -> Sequence[str]:
    return (
        change.state,
        markdown_text(change.name),
        markdown_link(change.path, change.url),
        markdown_text(change.before),
        markdown_text(change.now),
    )
