"""The parameters that an API page lists: what methods take, what they return, what objects hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workos_docs_loaders.models import ApiEntry, Document

_GROUP = re.compile(r"([A-Z][a-z ]*):")
"""What stands above a list: `Parameters:`, `Returns:`."""
_ITEM = re.compile(r"( *)- `([^`]+)` \((.+?)\)(?::|$)")
"""An item as the reference renders it: "- `name` (`string`, optional): What it is."."""


def parameters(old: Document, new: Document) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the types of two pages' parameters, by group and name: `Parameters > domain.state`.

    Both are of one language: the first that both pages have, since each spells names its own way.
    """
    was = {entry.language: entry for entry in old.api}
    for entry in new.api:
        if entry.language in was:
            return dict(_listed(was[entry.language])), dict(_listed(entry))
    return {}, {}


def _listed(entry: ApiEntry) -> Iterator[tuple[str, str]]:
    """Yield name and type of everything that is listed."""
    for section in entry.sections:
        symbol = f"{plain(section.heading)} > " if len(entry.sections) > 1 else ""
        group, above = "", [""]
        for line in section.text.split("\n"):
            if match := _GROUP.fullmatch(line):
                group, above = f"{match[1]} > ", [""]
            elif match := _ITEM.match(line):
                depth = len(match[1]) // 2
                above = [*above[: depth + 1], f"{above[min(depth, len(above) - 1)]}{match[2]}."]
                yield f"{symbol}{group}{above[-1][:-1]}", plain(match[3])
