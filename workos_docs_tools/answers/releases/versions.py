"""What changed between two versions of an SDK: rows of a table, and entries of a changelog."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from workos_docs_loaders.models import Release
from workos_docs_loaders.sdk import diff_versions, open_sdk, read_sdk
from workos_docs_tools.citations import counted
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from workos_docs_loaders.sdk import MethodChange, SdkDiff, SdkMethod, SdkPackage

State = Literal["gone", "renamed", "moved", "other parameters", "new"]
_STATES: dict[State, str] = {
    "gone": "no more",
    "renamed": "renamed",
    "moved": "in another service",
    "other parameters": "with other parameters",
    "new": "new",
}
"""All states, the most breaking first, and how a title counts the methods of each."""
_KEPT = 4
"""Packages that are kept in memory: a model asks again with another filter."""


@dataclass(frozen=True, slots=True)
class Change:
    """One method that changed."""

    name: str
    """In the old version; of a new method in the new one."""
    state: State
    successor: str = ""
    """Its present name, where that is certain and another one."""
    candidates: tuple[str, ...] = ()
    """What may do the same, where nothing is certain."""
    not_taken: tuple[str, ...] = ()
    """Arguments that are not taken any more."""
    required: tuple[str, ...] = ()
    """Arguments that are required now, and were not."""
    summary: str = ""
    """What a new method does."""
    url: str = ""
    """Where it is defined: in the new version if it is there."""

    @property
    def breaking(self) -> bool:
        """Whether code that calls the method as before may fail."""
        return self.state != "new"

    @property
    def line(self) -> str:
        """All of it as one line of Markdown."""
        return "; ".join(self._facts())

    def _facts(self) -> Iterator[str]:
        now = f" is now `{self.successor}()`" if self.successor else ""
        first = f"`{self.name}()`{now}"
        if self.state == "gone":
            first += " is no more"
        yield f"{first}: {self.summary}" if self.summary else first
        if self.candidates:
            yield f"candidates, none of them certain: {_names(self.candidates)}"
        if self.not_taken:
            yield f"not taken any more: {_names(self.not_taken)}"
        if self.required:
            yield f"required now: {_names(self.required)}"

    def as_dict(self) -> dict[str, Any]:
        """Return the change as JSON-ready data."""
        return {**asdict(self), "breaking": self.breaking}


def compare(old: SdkPackage, new: SdkPackage) -> tuple[SdkDiff, tuple[Change, ...]]:
    """Compare two versions of a package by HTTP operation; what breaks comes first.

    Raises:
        InvalidArgumentError: They are versions of different packages.
    """
    if old.snapshot.name != new.snapshot.name:
        hint = f"It is compared with {old.snapshot.package}: they are different packages."
        raise InvalidArgumentError("new", new.snapshot.package, hint=hint)
    diff = diff_versions(old, new)
    changes = [*map(_changed, diff.changes), *map(_added, diff.added)]
    order = list(_STATES)
    return diff, tuple(sorted(changes, key=lambda change: order.index(change.state)))


@lru_cache(_KEPT)
def read_version(source: str | Path) -> SdkPackage:
    """Return a version of an SDK package, fetched first where it is not there.

    Raises:
        SourceError: There is no such package or version, or it cannot be fetched.
    """
    return read_sdk(open_sdk(source))


def as_releases(diff: SdkDiff, changes: Iterable[Change]) -> tuple[Release, ...]:
    """Return changes as entries of a changelog, one a state, what breaks first."""
    found = list(changes)
    old, new = diff.old, diff.new
    url = f"{new.repository}/compare/{old.tag}...{new.tag}" if new.repository else ""
    return tuple(
        Release(
            package=new.package,
            version=new.version,
            date="",
            text="\n".join(f"- {change.line}" for change in some),
            url=url,
            title=f"{new.package} {old.version} to {new.version}: "
            f"{counted(len(some), 'method')} {words}",
            groups=(state,),
            breaking=some[0].breaking,
        )
        for state, words in _STATES.items()
        if (some := [change for change in found if change.state == state])
    )


def about(changes: Iterable[Change], query: str) -> list[Change]:
    """Return the changes that share a word with a query."""
    wanted = set(tokenize(query))
    return [change for change in changes if wanted & set(tokenize(change.line))]


def _changed(change: MethodChange) -> Change:
    defined = change.new or change.old
    return Change(
        name=change.old.name,
        state=change.state,
        successor=change.new.name if change.new and change.state in ("renamed", "moved") else "",
        candidates=_called(change.candidates),
        not_taken=change.parameters.unknown,
        required=change.parameters.missing,
        url=defined.url,
    )


def _added(method: SdkMethod) -> Change:
    return Change(method.name, "new", summary=" ".join(method.summary.split()), url=method.url)


def _called(methods: Sequence[SdkMethod]) -> tuple[str, ...]:
    return tuple(method.name for method in methods)


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
