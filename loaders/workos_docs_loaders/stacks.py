"""Stack conditions: what a quick start says for one front end or back end only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_OF_JAVASCRIPT = frozenset({"nodejs", "nextjs", "remix", "react", "client-only"})
_ANY = "vanilla"
"""The front end that a back end in any language has."""
_CHOICE = re.compile(r"""(\w+)=["']([^"']*)["']""")
_FIRST = re.compile(r'(frontend|backend)="([a-z-]+)')


def stack_label(condition: str) -> str:
    """Return the line that says for which stack a text is: `*For frontend: nextjs, remix:*`.

    Args:
        condition: As written in the page: `frontend="nextjs, remix"`.
    """
    choices = "; ".join(f"{role}: {stacks}" for role, stacks in _CHOICE.findall(condition))
    return f"*For {choices or condition}:*"


def stack_names(condition: str) -> frozenset[str]:
    """Return the stacks that a condition names: `nextjs` and `remix`."""
    return frozenset(
        name for _, stacks in _CHOICE.findall(condition) for name in re.findall(r"[\w-]+", stacks)
    )


def stack_language(stack: str) -> str:
    """Return the language that a stack is written in; empty for one that goes with any."""
    if stack == _ANY:
        return ""
    return "js" if stack in _OF_JAVASCRIPT else stack


def is_for_language(condition: str, language: str | None) -> bool:
    """Return whether a text concerns those who write in a language: any, if none is named."""
    languages = {stack_language(stack) for stack in stack_names(condition)}
    return not language or not languages or bool({language, ""} & languages)


def stacks_of_role(conditions: Iterable[str], role: str) -> frozenset[str]:
    """Return the front ends, or back ends, that some conditions name."""
    return frozenset(
        name
        for condition in conditions
        for found, stacks in _CHOICE.findall(condition)
        if found == role
        for name in re.findall(r"[\w-]+", stacks)
    )


def stack_url(page: str, condition: str) -> str:
    """Return the URL of a quick start with a stack chosen.

    Args:
        page: URL of the page.
        condition: Condition of a block. The first stack that it names is chosen; a back end stands
            below the front end `vanilla`.
    """
    first = _FIRST.match(condition)
    if not first:
        return page
    role, stack = first.groups()
    if "://" not in page:  # It is cited by its file.
        return page
    return f"{page}/{stack}" if role == "frontend" else f"{page}/vanilla/{stack}"
