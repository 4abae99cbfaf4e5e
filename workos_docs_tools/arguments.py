"""What a caller means by an argument: blanks around a name, and its case, do not count."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, TypeVar

from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Place = TypeVar("Place", "str | Path", "str | Path | None")


def nonempty(argument: str, value: object) -> str:
    """Return what is asked, without white space around it.

    Raises:
        InvalidArgumentError: It is empty or not a text.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise InvalidArgumentError(argument, value, hint="Say in a few words what to look for.")
    return text


def written(argument: str, value: object, *, hint: str = "Pass a text.") -> str:
    """Return a text without white space around it; an empty one where it is left out.

    Raises:
        InvalidArgumentError: It is not a text.
    """
    if value is not None and not isinstance(value, str):
        raise InvalidArgumentError(argument, value, hint=hint)
    return (value or "").strip()


def place(argument: str, value: Place) -> Place:
    """Return a path or an address; `None` where it is left out.

    Raises:
        InvalidArgumentError: It is neither.
    """
    if value is not None and not isinstance(value, str | PathLike):
        raise InvalidArgumentError(argument, value, hint="Pass a path, or an address.")
    return value


def places(argument: str, values: Sequence[str | Path] | None) -> tuple[str | Path, ...] | None:
    """Return paths, addresses or names; `None` where they are left out.

    Raises:
        InvalidArgumentError: It is one and no sequence of them, or one of them is something else.
    """
    if values is None:
        return None
    if isinstance(values, str | PathLike):
        hint = f"Pass a sequence: {argument}=({str(values)!r},)."
        raise InvalidArgumentError(argument, values, hint=hint)
    if not hasattr(values, "__iter__"):
        raise InvalidArgumentError(argument, values, hint="Pass a sequence of names or paths.")
    return tuple(place(argument, value) for value in values)


def probability(argument: str, value: object) -> float:
    """Return a number from 0 to 1.

    Raises:
        InvalidArgumentError: It is none.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise InvalidArgumentError(argument, value, hint="Pass a number from 0 to 1.")


def option(argument: str, value: object) -> str | None:
    """Return a name in lower case; `None` where it is left out or empty.

    Raises:
        InvalidArgumentError: It is not a text.
    """
    return written(argument, value, hint="Pass a name, such as 'python'.").lower() or None


def options(argument: str, value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return one or several names in lower case; none where they are left out or empty.

    Raises:
        InvalidArgumentError: One is not a text.
    """
    if value is not None and not isinstance(value, str) and not hasattr(value, "__iter__"):
        raise InvalidArgumentError(argument, value, hint="Pass a name, or a list of names.")
    several = (value,) if value is None or isinstance(value, str) else value
    names = (option(argument, item) for item in several)
    return tuple(dict.fromkeys(name for name in names if name))
