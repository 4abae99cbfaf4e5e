"""What can go wrong with an SDK package, below the errors of all sources.

SourceError
├── UnknownSdkError             a name that is no official package
└── UnknownSdkVersionError      the package was never published in that version
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from workos_docs_loaders.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMED_VERSIONS = 12


class UnknownSdkError(SourceError, LookupError):
    """The name is not one of the official SDK packages."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        close = get_close_matches(name, self.known, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        super().__init__(
            f"There is no SDK {name!r}.{hint} Known are {', '.join(self.known)}, each also with a "
            "version (python@10.8.0), and the path of a package file or folder."
        )


class UnknownSdkVersionError(SourceError, LookupError):
    """The SDK package was never published in the version asked for."""

    def __init__(self, package: str, version: str, available: Sequence[str]) -> None:
        """Keep what is available, and name the newest of it.

        Args:
            package: Name in its registry.
            version: The version asked for.
            available: Every published version, oldest first.
        """
        self.package = package
        self.version = version
        self.available = tuple(available)
        newest = list(reversed(self.available))[:_NAMED_VERSIONS]
        older = len(self.available) - len(newest)
        rest = f" and {older} older ones" if older else ""
        super().__init__(
            f"There is no version {version!r} of {package}. "
            f"Available: {', '.join(newest) or 'none'}{rest}."
        )
