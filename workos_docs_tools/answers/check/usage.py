"""What code does with an SDK, in the same words for every language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from workos_docs_tools.answers.check.findings import Span

Kind = Literal["package", "class", "member", "returned", "function", "factory", "nothing"]
"""What a name in the code stands for:

- `package`: the imported SDK, or a module of it; `path` is its dotted name.
- `class`: the client's class.
- `member`: the client, or what is reached from it; `path` are the names that lead there.
- `returned`: an object that a method returns, as a session; `path` begins with its service.
- `function`: a function of a package without a client.
- `factory`: what returns a client when it is called.
- `nothing`: `None`, `null` or `undefined`: a placeholder that says nothing of what comes.
"""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression in the code stands for, as far as it concerns the SDK."""

    kind: Kind
    path: tuple[str, ...] = ()
    is_certain: bool = True
    """False where only a name (`workos`) says that it is a client."""


NOTHING = Value("nothing")
CLIENT = Value("member")
NAMED_CLIENT = Value("member", is_certain=False)
"""What is called like a client and comes from elsewhere."""

Literals = Literal["", "str", "number", "bool", "list", "object"]
"""The type of a value that the code spells out; empty for what only running it would tell."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call, or one property of an object that is passed."""

    name: str
    """Keyword or property; empty for what is passed by place."""
    literal: Literals
    span: Span
    fields: tuple[Argument, ...] | None = None
    """Properties of an object that is spelled out in full; None for any other value."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place that names something of the SDK, and calls it or not."""

    value: Value
    span: Span
    arguments: tuple[Argument, ...] | None = None
    """None where nothing is known of them: no call, or one with spread arguments."""
    is_call: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """A name that is imported from the SDK."""

    module: str
    name: str
    """`default` for the default export; empty where the module itself is imported."""
    span: Span


@dataclass(frozen=True, slots=True)
class Alarm:
    """A finding that needs no look into the SDK's methods."""

    rule: str
    span: Span
    message: str


@dataclass
class Usage:
    """All that one file does with an SDK, in no order."""

    imports: list[Import] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    settings: list[tuple[Value, Span]] = field(default_factory=list)
    """Attributes of the package that the code sets: `workos.api_key = ...`."""
    alarms: list[Alarm] = field(default_factory=list)
