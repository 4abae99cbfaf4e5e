"""What checking code finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding."""

    level: Level
    """`error`: the code fails when it runs. `warning`: it runs, and does not do what it should."""
    title: str


RULES: Mapping[str, Rule] = {
    "syntax": Rule("error", "The code is not valid in its language."),
    "unreadable": Rule("warning", "The code, or a part of it, cannot be read: it is not checked."),
    "unknown-import": Rule("error", "The SDK does not export this name."),
    "client-construction": Rule("error", "The client is not constructed in this way."),
    "unknown-method": Rule("error", "The SDK has no such method."),
    "other-operation": Rule("error", "The method has its name, and calls another operation."),
    "unknown-argument": Rule("error", "The method does not take this argument."),
    "missing-argument": Rule("error", "The method requires an argument that is not passed."),
    "positional-argument": Rule("error", "The argument must be passed by name."),
    "argument-type": Rule("error", "The value is not of a type that the argument takes."),
    "deprecated-method": Rule("warning", "The method is deprecated."),
    "deprecated-argument": Rule("warning", "The argument is deprecated."),
    "webhook-parsed-first": Rule(
        "warning", "A webhook's body is used before its signature is verified."
    ),
    "webhook-not-verified": Rule("warning", "A webhook's signature is never verified."),
}
"""All rules by their ids, in the order in which a client is imported, constructed and used."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of code; lines and columns count from 1, and the end is behind the last one."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in the code that does not fit the SDK."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    """Key of `RULES`."""
    message: str
    successor: str = ""
    """What to use instead, where that is certain: `admin_portal.generate_link`."""
    candidates: tuple[str, ...] = ()
    """What may be meant, where nothing is certain."""
    signature: str = ""
    """Signature of the successor, or of the method whose arguments do not fit."""
    url: str = ""
    """Where that is defined."""

    @classmethod
    def at(cls, path: str, span: Span, rule: str, message: str, **more: Any) -> Finding:
        """Return a finding about a stretch of code; `more` are the fields after the message."""
        place = (span.line, span.column, span.end_line, span.end_column)
        return cls(path, *place, rule, message, **more)

    @property
    def level(self) -> Level:
        """How grave it is."""
        return RULES[self.rule].level
