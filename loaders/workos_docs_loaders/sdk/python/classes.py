"""What kinds of classes the Python SDK's types name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.python.modules import UNREADABLE, code_directory, decoded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workos_docs_loaders.sdk.models import SdkSnapshot

_CLASS = re.compile(r"^class (\w+)(?:\(([^)]*)\))?:", re.MULTILINE)
_MAPPINGS = {"TypedDict"}
_INSTANCES = {"", "BaseModel", "WorkOSModel"}
"""What classes inherit from that only take instances of their own."""


def class_kinds(snapshot: SdkSnapshot) -> Mapping[str, str]:
    """Return by name which classes take a mapping (`object`), and which an `instance`.

    Left out are those of which other values may be instances: enumerations of text, aliases.
    """
    return _class_kinds(code_directory(snapshot) / snapshot.package)


@lru_cache(maxsize=16)
def _class_kinds(package: Path) -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    for path in sorted(package.rglob("*.py")):
        try:
            text = decoded(path)
        except UNREADABLE:
            continue
        for name, bases in _CLASS.findall(text):
            found.setdefault(name, set()).add(_kind(bases))
    return {
        name: kinds.pop() for name, kinds in found.items() if len(kinds) == 1 and "" not in kinds
    }


def _kind(bases: str) -> str:
    names = {base.strip().rpartition(".")[2] for base in bases.split(",")}
    if names & _MAPPINGS:
        return "object"
    return "instance" if names <= _INSTANCES else ""
