"""Every error that searching and serving the documentation can raise.

    WorkOSDocsError                 (workos_docs_loaders.errors, with SourceError and ParseError)
    ├── InvalidArgumentError        an argument with a value it cannot take; names the valid ones
    ├── PageNotFoundError           no such page or section; names the nearest
    ├── NameNotFoundError           no such method, endpoint, object, event; names the nearest
    ├── InvalidEmbedderError        an object that cannot embed
    ├── EmbedderMismatchError       a collection built with another embedding model
    ├── ModelFileError              a model file that is missing or damaged
    ├── ReadOnlyError               writing to the documentation as a framework's vector store
    ├── MissingExtraError           an optional package that is not installed; names its extra
    └── StoreError                  Chroma, or the directory of its database, refused
        ├── IncompleteIndexError    a collection that is being built, or was damaged
        ├── StoreBusyError          another process, or machine, is building the index
        └── ServerAwayError         the Chroma server does not answer; names its address

Each is also the built-in error that a caller would expect: `ValueError`, `LookupError` ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.errors import WorkOSDocsError
from workos_docs_tools.distribution import DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_VALUE = 120
"""Characters of a value that a message repeats."""


class InvalidArgumentError(WorkOSDocsError, ValueError):
    """An argument has a value that it cannot take."""

    def __init__(
        self, argument: str, value: object, *, valid: Sequence[str] = (), hint: str = ""
    ) -> None:
        self.argument = argument
        self.value = value
        self.valid = tuple(valid)
        message = f"{argument}={_short(value)} is not valid."
        if self.valid:
            message += f" Valid values: {', '.join(self.valid)}."
        super().__init__(f"{message} {hint}".strip())


class _NotFoundError(WorkOSDocsError, LookupError):
    def __init__(self, message: str, suggestions: Sequence[str]) -> None:
        self.suggestions = tuple(suggestions)
        if self.suggestions:
            # Titles are text of the documentation: of any length, in any shape.
            near = ", ".join(_cut(" ".join(name.split())) for name in self.suggestions)
            message += f" Did you mean: {near}?"
        super().__init__(message)


class PageNotFoundError(_NotFoundError):
    """The documentation has no such page or section; `suggestions` are the nearest ones."""

    def __init__(self, path: str, suggestions: Sequence[str] = (), *, section: str = "") -> None:
        self.path = path
        self.section = section
        page = f"page {_short(path)}"
        what = f"section {_short(section)} on the {page}" if section else page
        super().__init__(f"There is no {what}.", suggestions)


class NameNotFoundError(_NotFoundError):
    """No method, endpoint, object, event or error code has that name."""

    def __init__(
        self, name: str, suggestions: Sequence[str] = (), *, sdks: Sequence[str] = ()
    ) -> None:
        self.name = name
        self.sdks = tuple(sdks)
        nor = f", nor do the SDKs {', '.join(self.sdks)}" if self.sdks else ""
        message = f"The documentation does not define {_short(name)}{nor}."
        super().__init__(message, suggestions)


class InvalidEmbedderError(WorkOSDocsError, TypeError):
    """The object given as embedder is not of a kind that we can use."""


class EmbedderMismatchError(WorkOSDocsError, ValueError):
    """A collection was built with another embedding model than the one it is opened with."""

    def __init__(self, collection: str, *, built_with: str, asked: str) -> None:
        self.collection = collection
        self.built_with = built_with
        self.asked = asked
        super().__init__(
            f"The collection {collection!r} was built with the embedding model {built_with!r}, "
            f"not {asked!r}. Pass that model as embedder=, or index into another "
            "persist_directory=."
        )


class ModelFileError(WorkOSDocsError, RuntimeError):
    """A file of an embedding model is missing, or is not the file that we were tested with."""


class MissingExtraError(WorkOSDocsError, ImportError):
    """What was asked for needs a package that is not installed; `extra` is the extra with it."""

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f'{package} is not installed. Install it: pip install "{DISTRIBUTION}[{extra}]"'
        )


class ReadOnlyError(WorkOSDocsError, NotImplementedError):
    """A vector store that shows the documentation was to be written to."""

    def __init__(self, collection: str, own: str) -> None:
        self.collection = collection
        super().__init__(
            f"The collection {collection!r} is the documentation and cannot be written to as a "
            f"vector store. Put documents of yours into a collection of yours: {own}"
        )


class StoreError(WorkOSDocsError, RuntimeError):
    """Chroma, its server, or the directory of its database refused."""


class IncompleteIndexError(StoreError):
    """A collection does not hold what it says: it is being built, or was damaged."""


class StoreBusyError(StoreError, TimeoutError):
    """Another process, or another machine, has been building the index for too long."""


class ServerAwayError(StoreError, ConnectionError):
    """The Chroma server does not answer, and this machine has no copy of what was asked for."""

    def __init__(self, url: str, reason: object = "") -> None:
        self.url = url
        because = f" ({reason})" if str(reason) else ""
        super().__init__(
            f"The Chroma server at {url} does not answer{because}, and this machine has no copy of "
            "what was asked for. Check the server, and the address: client=, or "
            "WORKOS_DOCS_CHROMA_URL."
        )


def _short(value: object) -> str:
    """Return a value as written in code, cut where it would fill the screen."""
    return _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_VALUE else f"{text[:_MAX_VALUE]}..."
