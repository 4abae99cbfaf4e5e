"""Which documentation an adapter answers from: the user's own, or a version opened when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_tools.docs import default_docs
from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from workos_docs_tools.docs import WorkOSDocs


def check_choice(docs: WorkOSDocs | None, version: str | None) -> None:
    """Raise where both are given.

    Raises:
        InvalidArgumentError: What was opened is of a version already.
    """
    if docs is not None and version is not None:
        hint = f"docs= is of version {docs.version} already. Pass one of the two."
        raise InvalidArgumentError("version", version, hint=hint)


def chosen_docs(docs: WorkOSDocs | None, version: str | None) -> WorkOSDocs:
    """Return the user's documentation, or else a version, opened once a process.

    Args:
        docs: What the user opened, if anything.
        version: The version to open otherwise; the newest if None.

    Raises:
        SourceError: The documentation cannot be read or fetched.
    """
    return default_docs(version) if docs is None else docs
