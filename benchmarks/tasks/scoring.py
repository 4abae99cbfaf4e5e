"""Whether a reply holds the call that a task needs, and the tables of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.tasks.tasks import Task

HEAD = ("tasks", "count", "call", "call and arguments", "tokens")
CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task, and what of its call a reply lacks."""

    task: Task
    has_call: bool
    missing: tuple[str, ...]
    """Names of required arguments that the reply does not hold."""
    tokens: float

    @property
    def is_hit(self) -> bool:
        """Whether the reply holds all that the call needs."""
        return self.has_call and not self.missing


def holds_word(text: str, word: str) -> bool:
    """Whether a text holds a name as a whole: `portal.generateLink` not as `adminPortal.…`."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def score(task: Task, reply: str) -> Outcome:
    """Judge a reply to a task, apart from where it repeats the task's own words."""
    text = reply.replace(task.task, "")
    missing = tuple(name for name in task.required if not holds_word(text, name))
    return Outcome(task, holds_word(text, task.call), missing, len(reply) / CHARACTERS_A_TOKEN)


def table(outcomes: Iterable[Outcome]) -> str:
    """Return shares of tasks as a Markdown table: by language, by how they are documented, all."""
    outcomes = tuple(outcomes)
    rows = [HEAD, ("---", *["---:"] * (len(HEAD) - 1))]
    for label, group in _groups(outcomes):
        size = len(group)
        rows.append(
            (
                label,
                str(size),
                f"{sum(one.has_call for one in group) / size:.2f}",
                f"{sum(one.is_hit for one in group) / size:.2f}",
                f"{sum(one.tokens for one in group) / size:.0f}",
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def misses(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield a line for every reply that does not lead to the call."""
    for outcome in outcomes:
        if not outcome.is_hit:
            lacking = (*([] if outcome.has_call else [outcome.task.call]), *outcome.missing)
            yield f"{outcome.task.id} ({outcome.task.name}): {', '.join(lacking)}"


def _groups(outcomes: tuple[Outcome, ...]) -> Iterator[tuple[str, list[Outcome]]]:
    ways: tuple[Callable[[Outcome], str], ...] = (
        lambda one: one.task.language,
        lambda one: one.task.name,
        lambda one: "all",
    )
    for way in ways:
        for label in dict.fromkeys(map(way, outcomes)):
            yield label, [one for one in outcomes if way(one) == label]
