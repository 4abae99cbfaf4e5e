"""How an answer says where it comes from: version and date, and the place of a text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from workos_docs_loaders.source.layouts import LOCAL_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTDATED_AFTER = timedelta(days=90)
OUTDATED = "over 90 days old, may be outdated; refresh: workos-docs refresh --docs-version live"
"""What a person reads of old documentation."""
_OUTDATED = "may be outdated: workos-docs refresh"
"""The same in the first line of every reply, where each word costs tokens."""

UNSURE = "Low confidence: the documentation may not answer this."


def provenance(version: str, date: str, sdks: Sequence[str] = ()) -> str:
    """Return which documentation, how old, and which SDKs an answer comes from.

    Args:
        version: Version of the documentation; empty where only SDKs were asked.
        date: ISO date that it is current to; empty where it is not known.
        sdks: Names and versions of the SDK packages: `python 10.8.0`.
    """
    # The version of a site is its date.
    current = f", current to {date}" if date and date != version else ""
    age = f" ({_OUTDATED})" if version and is_outdated(date) else ""
    whose = "WorkOS documentation" if version != LOCAL_VERSION else "Documentation"
    documentation = f"{whose} {version}{current}{age}" if version else ""
    packages = f"SDKs: {', '.join(sdks)}" if sdks else ""
    return "; ".join(filter(None, (documentation, packages)))


def is_outdated(date: str) -> bool:
    """Return whether a day, an ISO date, is long ago; an unknown one is not."""
    try:
        day = datetime.fromisoformat(date).date()
    except ValueError:
        return False
    return datetime.now(UTC).date() - day > OUTDATED_AFTER


def trail(breadcrumb: Sequence[str], title: str, heading_path: Sequence[str]) -> str:
    """Return the place of a text: from the product down to its heading, each title once."""
    titles = dict.fromkeys(chain(breadcrumb, [title], heading_path))
    return " > ".join(" ".join(item.split()) for item in titles if item)


def counted(number: int, one: str, many: str = "") -> str:
    """Return how many there are of something: `1 passage`, `2 entries`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
