"""What a version of an SDK package says of itself."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from workos_docs_loaders.errors import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_loaders.sdk.models import SdkPackage, SdkSnapshot

_READERS = {
    "python": ("workos_docs_loaders.sdk.python", "read_python"),
    "js": ("workos_docs_loaders.sdk.typescript", "read_typescript"),
}
"""Module and function by language; each loads a parser that the other does without."""


def read_sdk(snapshot: SdkSnapshot) -> SdkPackage:
    """Return the methods, client, constants and README of a package, by reading its files.

    Raises:
        SourceError: The folder does not hold the package.
    """
    module, name = _READERS[snapshot.language]
    reader = cast("Callable[[SdkSnapshot], SdkPackage]", getattr(import_module(module), name))
    with reading(snapshot.root):
        return reader(snapshot)
