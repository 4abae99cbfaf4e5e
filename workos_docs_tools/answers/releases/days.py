"""Days as callers write them."""

from __future__ import annotations

from datetime import date, datetime

from workos_docs_tools.errors import InvalidArgumentError


def iso_day(argument: str, value: str | date | None) -> str | None:
    """Return a day as an ISO date.

    Args:
        argument: What it is called in the error.
        value: An ISO date, with or without a time, or a date; nothing gives nothing.

    Raises:
        InvalidArgumentError: It is something else.
    """
    if value is None:
        return None
    try:
        # The day as written: entries have no time, and so no time zone.
        day = value if isinstance(value, date) else datetime.fromisoformat(value.strip())
    except (AttributeError, TypeError, ValueError):
        hint = "Give an ISO date such as 2025-03-01."
        raise InvalidArgumentError(argument, value, hint=hint) from None
    return (day.date() if isinstance(day, datetime) else day).isoformat()
