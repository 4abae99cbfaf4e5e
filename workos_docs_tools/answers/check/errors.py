"""What keeps code from being checked."""

from __future__ import annotations

from workos_docs_loaders.errors import WorkOSDocsError


class InvalidCodeError(WorkOSDocsError, ValueError):
    """The code is not valid in its language."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        self.reason = reason
        self.line = line
        self.column = column
        super().__init__(f"line {line}, column {column}: {reason}")
