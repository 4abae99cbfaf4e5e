"""Every error of the project that reading the documentation can raise.

    WorkOSDocsError
    ├── SourceError                 no documentation could be read
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
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class WorkOSDocsError(Exception):
    """Base of every error that this project raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Other processes get an error as it is: it cannot be made again of its message alone.
        return _restored, (type(self), self.args), self.__dict__


def _restored(kind: type[WorkOSDocsError], arguments: tuple[Any, ...]) -> WorkOSDocsError:
    return kind.__new__(kind, *arguments)


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


@contextmanager
def reading(place: str | Path) -> Iterator[None]:
    """Raise a `SourceError` that names the place for all that the operating system refuses.

    Beside what no one may read, these are names that cannot be: too long, with a character that
    no name has, or in the home of an unknown user.
    """
    try:
        yield
    except WorkOSDocsError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise SourceError(f"{place} cannot be read: {error}") from error
