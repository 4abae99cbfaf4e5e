"""What changed between two versions of one SDK package, compared by HTTP operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from workos_docs_loaders.sdk.joining.matching import Matcher, name_state, wanted_method
from workos_docs_loaders.sdk.joining.parameters import NO_CHANGES, ParameterChanges, method_changes

if TYPE_CHECKING:
    from workos_docs_loaders.sdk.models import SdkMethod, SdkPackage, SdkSnapshot


@dataclass(frozen=True, slots=True)
class MethodChange:
    """A method of the old version that the new one has otherwise, or no more."""

    old: SdkMethod
    state: Literal["renamed", "moved", "other parameters", "gone"]
    new: SdkMethod | None
    """What does the same in the new version; None where that is not certain."""
    parameters: ParameterChanges = NO_CHANGES
    """Arguments that the new version does not take any more, and those that it wants besides."""
    candidates: tuple[SdkMethod, ...] = ()
    """Where nothing is certain: methods of the same operation, or of a similar name."""


@dataclass(frozen=True, slots=True)
class SdkDiff:
    """Two versions of one package."""

    old: SdkSnapshot
    new: SdkSnapshot
    changes: tuple[MethodChange, ...]
    """In the order of the old version; what is the same is left out."""
    added: tuple[SdkMethod, ...]
    """Methods of the new version that do what no method of the old one did."""

    @property
    def gone(self) -> tuple[MethodChange, ...]:
        """Changes that break every call: the name is no more, with or without a successor."""
        return tuple(change for change in self.changes if change.state != "other parameters")


def diff_versions(old: SdkPackage, new: SdkPackage) -> SdkDiff:
    """Compare two versions of a package.

    Raises:
        ValueError: They are versions of different packages.
    """
    if old.snapshot.name != new.snapshot.name:
        raise ValueError(
            f"{old.snapshot.package} and {new.snapshot.package} are different packages; "
            "two versions of one are compared."
        )
    matcher = Matcher(new)
    wanted = [wanted_method(method) for method in old.methods]
    exact = [matcher.exact(one) for one in wanted]
    claimed = {method.name for method in exact if method}
    changes: list[MethodChange] = []
    found = set(claimed)
    for method, one, same in zip(old.methods, wanted, exact, strict=True):
        successor, candidates = (same, ()) if same else matcher.other(one, claimed)
        if successor is None:
            changes.append(MethodChange(method, "gone", None, candidates=candidates))
            continue
        found.add(successor.name)
        parameters = method_changes(method, successor)
        state = name_state(method.name, successor, parameters)
        if state != "same":
            changes.append(MethodChange(method, state, successor, parameters))
    added = tuple(method for method in new.methods if method.name not in found)
    return SdkDiff(old.snapshot, new.snapshot, tuple(changes), added)
