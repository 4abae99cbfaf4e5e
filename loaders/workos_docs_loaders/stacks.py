"""Stack conditions: what a quick start says for one front end or back end only."""

from __future__ import annotations

import re

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
    return f"{page}/{stack}" if role == "frontend" else f"{page}/vanilla/{stack}"
