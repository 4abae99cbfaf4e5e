"""Every error of the project that reading the documentation can raise.

    WorkOSDocsError
    ├── SourceError                 no documentation could be had
    │   ├── SourceNotFoundError     the file or directory asked for does not exist
    │   ├── UnknownVersionError     the package was never published in that version
    │   ├── ArchiveError            a package archive that is damaged or unsafe
    │   ├── NpmNotFoundError        no npm to fetch the package with
    │   └── FetchError              the network, a proxy or a registry refused
    └── ParseError                  a file that breaks its format; names file and line

Problems that cost only a part of a page are reported as `LoaderWarning`, or raised in strict mode.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class WorkOSDocsError(Exception):
    """Base of every error that this project raises on purpose."""


class SourceError(WorkOSDocsError):
    """No documentation could be read from the source asked for."""


class SourceNotFoundError(SourceError, LookupError):
    """The file or directory given as source does not exist or holds no documentation."""


class UnknownVersionError(SourceError, LookupError):
    """The documentation package was never published in the version asked for."""

    def __init__(self, version: str, available: Sequence[str]) -> None:
        self.version = version
        self.available = tuple(available)
        super().__init__(
            f"There is no version {version!r} of the documentation package. "
            f"Available: {', '.join(self.available) or 'none'}."
        )


class ArchiveError(SourceError, ValueError):
    """A package archive is damaged, too large, or reaches outside its own directory."""


class NpmNotFoundError(SourceError):
    """Neither a system npm nor the Node.js wheel of the `npm` extra is installed."""


class FetchError(SourceError, ConnectionError):
    """The documentation could not be fetched over the network."""


class ParseError(WorkOSDocsError, ValueError):
    """A documentation file breaks its format."""

    def __init__(self, message: str, *, path: str, line: int = 1) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}:{line}: {message}")


class LoaderWarning(UserWarning):
    """Part of a file could not be read; the rest of it, and all other files, were."""


def report(error: ParseError, *, strict: bool) -> None:
    """Raise an error in strict mode, else warn of it and let the caller go on without the part."""
    if strict:
        raise error
    warnings.warn(str(error), LoaderWarning, stacklevel=2)
