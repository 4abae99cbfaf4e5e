"""Integration tasks as values, read from `tasks.jsonl`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_loaders.sdk import SdkMethod

TASKS_FILE = Path(__file__).with_name("tasks.jsonl")


@dataclass(frozen=True, slots=True)
class Task:
    """What a user asks an agent to build, and the SDK call that it comes down to."""

    id: str
    language: str
    """`python` or `js`."""
    product: str
    task: str
    """In the user's words."""
    call: str
    """The method of the present SDK: `admin_portal.generate_link`."""
    required: tuple[str, ...]
    """Arguments, or fields of an options object, that the call cannot do without."""
    operation: str
    """HTTP operation of the call; empty for a helper that calls none."""
    documented: str | None
    """The method in documentation 0.2.0; None where no page has it in this language."""

    @property
    def name(self) -> str:
        """In which way the documentation names the call."""
        if self.documented is None:
            return "not documented"
        return "same name" if self.documented == self.call else "other name"


def read_tasks(file: Path = TASKS_FILE) -> tuple[Task, ...]:
    """Return the tasks of a file of JSON Lines."""
    lines = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    return tuple(Task(**{**line, "required": tuple(line["required"])}) for line in lines)


def argument_names(method: SdkMethod) -> Iterator[tuple[str, bool]]:
    """Yield what a call of a method has to spell, each with whether it is required.

    An object is passed as its fields: they are named, it is not.
    """
    for parameter in method.parameters:
        if parameter.fields:
            for field in parameter.fields:
                yield field.name, field.required and parameter.required
        else:
            yield parameter.name, parameter.required
