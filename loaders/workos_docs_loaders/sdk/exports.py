"""Which names a package lets its users import."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_loaders.sdk.models import SdkSnapshot


@dataclass(frozen=True, slots=True)
class Exports:
    """What can be imported from one module of a package."""

    exists: bool
    """Whether there is such a module."""
    names: frozenset[str] | None = None
    """None where they are not all known."""


UNKNOWN = Exports(exists=True)
MISSING = Exports(exists=False)

_READERS = {
    "python": "workos_docs_loaders.sdk.python.exports",
    "js": "workos_docs_loaders.sdk.typescript.module_exports",
}
"""Module by language; each loads a parser that the other does without."""


def read_exports(snapshot: SdkSnapshot, module: str) -> Exports:
    """Return what can be imported from a module, as its files say.

    Args:
        snapshot: The package; one whose files are gone tells nothing.
        module: `workos.exceptions`, `@workos-inc/node`, `@workos-inc/node/worker`.
    """
    if snapshot.root == Path() or not snapshot.root.is_dir():
        return UNKNOWN
    reader = import_module(_READERS[snapshot.language]).read_module
    return cast("Callable[[SdkSnapshot, str], Exports]", reader)(snapshot, module)
