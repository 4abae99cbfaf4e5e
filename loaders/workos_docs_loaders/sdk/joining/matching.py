"""Which method of a package does what another method is said to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from workos_docs_loaders.sdk.joining.names import folded, similarity
from workos_docs_loaders.sdk.operations import operation_key

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from workos_docs_loaders.sdk.joining.parameters import ParameterChanges
    from workos_docs_loaders.sdk.models import SdkMethod, SdkPackage

SURE = 0.6
"""Least similarity by which one of several methods of an operation is chosen."""
MARGIN = 0.1
"""Least distance between the chosen one and the next."""
SAME_PATH = 0.8
"""Least likeness of two paths of which one is a slip: `/directory/:id`, `/directories/:id`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A method that is looked for in a package."""

    name: str
    """`portal.generate_link`; empty where only its operation is known."""
    operations: tuple[str, ...]
    """None for a helper, which is found by its name."""
    hints: tuple[str, ...] = ()
    """What it may be called, where it has no name."""


class Matcher:
    """Finds methods in a package: by operation, then by name, then by the most similar name.

    A name that survived with another operation is not the same method, and an alias never stands
    in the way of a method's real name.
    """

    def __init__(self, package: SdkPackage) -> None:
        self._package = package
        self._by_operation: dict[str, list[SdkMethod]] = {}
        for method in package.methods:
            for operation in _operations(method):
                self._by_operation.setdefault(operation_key(operation), []).append(method)

    def exact(self, wanted: Wanted) -> SdkMethod | None:
        """Return the method of that name, if it has the wanted operation."""
        method = self._package.by_name.get(wanted.name)
        if method is None or not wanted.operations or not _operations(method):
            return method
        candidates = self._of_operation(wanted)
        if method in candidates:
            return method
        # One of two paths may be a slip, but only where no other method has that path.
        return method if not candidates and _is_slip(wanted, method) else None

    def other(
        self, wanted: Wanted, claimed: Container[str]
    ) -> tuple[SdkMethod | None, tuple[SdkMethod, ...]]:
        """Return what does the same under another name, and the candidates where none is sure.

        Args:
            wanted: A method that the package does not have under its name.
            claimed: Names of methods that others are known by.
        """
        candidates = [m for m in self._of_operation(wanted) if m.name not in claimed]
        if not wanted.operations:
            candidates = [m for m in self._alike(wanted.name) if m.name not in claimed]
        chosen = _chosen(wanted, candidates)
        return chosen, () if chosen else tuple(candidates)

    def _of_operation(self, wanted: Wanted) -> list[SdkMethod]:
        keys = map(operation_key, wanted.operations)
        found = [method for key in keys for method in self._by_operation.get(key, ())]
        return list({method.name: method for method in found}.values())

    def _alike(self, name: str) -> list[SdkMethod]:
        """Return the methods of the same name but for its spelling, else in any service."""
        methods = self._package.methods
        called = folded(name.rpartition(".")[2])
        same = [method for method in methods if folded(method.name) == folded(name)]
        return same or [method for method in methods if called and folded(method.called) == called]


NameState = Literal["same", "renamed", "moved", "other parameters"]


def name_state(name: str, method: SdkMethod, changes: ParameterChanges) -> NameState:
    """Return what became of a name whose method was found."""
    if name in (method.name, *method.aliases):
        return "other parameters" if changes else "same"
    return "moved" if name.rpartition(".")[2] == method.called else "renamed"


def _chosen(wanted: Wanted, candidates: Sequence[SdkMethod]) -> SdkMethod | None:
    """Return the candidate that it is without doubt: the only one, or by far the most similar."""
    if len(candidates) == 1:
        return candidates[0]
    names = [wanted.name] if wanted.name else list(wanted.hints)
    likeness = {
        method.name: max((_likeness(name, method) for name in names), default=0.0)
        for method in candidates
    }
    ranked = sorted(candidates, key=lambda method: -likeness[method.name])
    if not ranked or likeness[ranked[0].name] < SURE:
        return None
    is_sure = likeness[ranked[0].name] - likeness[ranked[1].name] >= MARGIN
    return ranked[0] if is_sure else None


def _likeness(name: str, method: SdkMethod) -> float:
    """Return how alike a name and a method are; its service counts a little."""
    service, _, called = name.rpartition(".")
    near = similarity(called, method.called)
    return near if not service else 0.9 * near + 0.1 * similarity(service, method.service)


def wanted_method(method: SdkMethod) -> Wanted:
    """Return what to look for to find a method of one package in another."""
    return Wanted(method.name, _operations(method))


def _operations(method: SdkMethod) -> tuple[str, ...]:
    """Return a method's own operations: a session sends what a service has methods for."""
    return () if method.returned_by else method.operations


def _is_slip(wanted: Wanted, method: SdkMethod) -> bool:
    """Whether two operations are one but for a slip: a word of the path, or PUT for PATCH."""
    pairs = (
        (operation_key(one).split(" ", 1), operation_key(other).split(" ", 1))
        for one in wanted.operations
        for other in method.operations
    )
    return any(
        _UPDATES.get(verb, verb) == _UPDATES.get(other_verb, other_verb)
        and SequenceMatcher(None, path, other_path).ratio() >= SAME_PATH
        for (verb, path), (other_verb, other_path) in pairs
    )


_UPDATES = {"put": "patch"}
