"""How an answer says where it comes from: version and date, and the place of a text."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

UNSURE = "Low confidence: the documentation may not answer this."


def provenance(version: str, date: str, sdks: Sequence[str] = ()) -> str:
    """Return which documentation, and which SDKs, an answer comes from.

    Args:
        version: Version of the documentation; empty where only SDKs were asked.
        date: ISO date that it is current to; empty where it is not known.
        sdks: Names and versions of the SDK packages: `python 10.8.0`.
    """
    current = f", current to {date}" if date else ""
    documentation = f"WorkOS documentation {version}{current}" if version else ""
    packages = f"SDKs: {', '.join(sdks)}" if sdks else ""
    return "; ".join(filter(None, (documentation, packages)))


def trail(breadcrumb: Sequence[str], title: str, heading_path: Sequence[str]) -> str:
    """Return the place of a text: from the product down to its heading, each title once."""
    titles = dict.fromkeys(chain(breadcrumb, [title], heading_path))
    return " > ".join(" ".join(item.split()) for item in titles if item)


def counted(number: int, one: str, many: str = "") -> str:
    """Return how many there are of something: `1 passage`, `2 entries`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
