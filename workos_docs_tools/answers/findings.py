"""What a check of code answers with."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from workos_docs_tools.answers.check import Finding
from workos_docs_tools.citations import counted
from workos_docs_tools.results import Items
from workos_docs_tools.text.code import fenced
from workos_docs_tools.views import Card, View, known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from workos_docs_tools.answers.check import Checked

__all__ = ["Finding", "Findings"]


class Findings(Items[Finding]):
    """What in code does not fit, in the order of the code."""

    calls: int = 0
    """Calls on a WorkOS client that were seen; without any, nothing was checked."""
    languages: tuple[str, ...] = ()
    """Languages of the code: `python`, `js`."""

    @classmethod
    def of(cls, checked: Iterable[Checked], *, sdks: tuple[str, ...]) -> Self:
        """Return what was found in some files."""
        files = list(checked)
        found = chain.from_iterable(file.findings for file in files)
        made = cls(found, sdks=sdks)
        made.calls = sum(file.calls for file in files)
        made.languages = tuple(sorted({file.language for file in files}))
        return made

    @property
    def summary(self) -> str:
        """How many there are, among how many calls."""
        if not self.calls and not self:
            return "no call on a WorkOS client was seen, so nothing was checked"
        seen = counted(self.calls, "WorkOS call")
        return f"{counted(len(self), 'finding')} in {seen}"

    def view(self) -> View:
        """Return what is shown of the findings."""
        return View(self._heading(self.summary), tuple(map(_card, self)))


def _card(finding: Finding) -> Card:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    text = fenced(finding.signature, "") if finding.signature else ""
    facts = known(finding.level, finding.rule)
    return Card(finding.message, finding.url, facts, text, place)
