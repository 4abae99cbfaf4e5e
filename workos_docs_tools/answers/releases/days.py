"""Days as callers write them."""

from __future__ import annotations

from datetime import date, datetime

from workos_docs_tools.errors import InvalidArgumentError


def iso_day(argument: str, value: str | date | None) -> str | None:
    """Return a day as an ISO date.

    Args:
        argument: What it is called in the error.
        value: An ISO date, or a date; nothing gives nothing.

    Raises:
        InvalidArgumentError: It is something else.
    """
    if value is None:
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        hint = "Give an ISO date such as 2025-03-01."
        raise InvalidArgumentError(argument, value, hint=hint) from None
    return (day.date() if isinstance(day, datetime) else day).isoformat()
