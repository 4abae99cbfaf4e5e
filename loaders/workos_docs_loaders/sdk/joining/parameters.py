"""Which arguments of a call no longer fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.joining.names import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_loaders.sdk.joining.methods import DocumentedParameter
    from workos_docs_loaders.sdk.models import SdkMethod


@dataclass(frozen=True, slots=True)
class ParameterChanges:
    """How the arguments of a call differ from what a method takes."""

    unknown: tuple[str, ...] = ()
    """Arguments that the method does not take."""
    missing: tuple[str, ...] = ()
    """Arguments that the method requires and the call does not have."""

    def __bool__(self) -> bool:
        return bool(self.unknown or self.missing)


NO_CHANGES = ParameterChanges()


def accepted_names(method: SdkMethod) -> list[str]:
    """Return all that a method takes: its parameters, and the fields of its objects."""
    return [
        name
        for parameter in method.parameters
        for name in (parameter.name, *(field.name for field in parameter.fields))
    ]


def required_names(method: SdkMethod) -> list[str]:
    """Return what a method requires; the required fields stand for an object that it requires."""
    found: list[str] = []
    for parameter in method.parameters:
        if parameter.required and parameter.fields:
            found += [field.name for field in parameter.fields if field.required]
        elif parameter.required:
            found.append(parameter.name)
    return found


def documented_changes(
    documented: Sequence[DocumentedParameter], method: SdkMethod
) -> ParameterChanges:
    """Return which documented arguments a method does not take, and which it wants besides."""
    if _wants_bare_values(documented, method):
        return ParameterChanges((_OBJECT,), tuple(required_names(method)))
    known = {folded(parameter.name) for parameter in documented}
    taken = {folded(name) for name in accepted_names(method)}
    left = [parameter for parameter in documented if folded(parameter.name) not in taken]
    # An object that is passed under its own name is documented in full elsewhere.
    whole = {
        field.name
        for parameter in method.parameters
        if folded(parameter.name) in known
        for field in parameter.fields
    }
    wanted = [
        name for name in required_names(method) if folded(name) not in known and name not in whole
    ]
    for name in _by_place(method):
        # What is passed by place may have any name.
        if name in wanted and left:
            wanted.remove(name)
            left.pop(0)
    # A field of an object stands for a value whose own name is not known.
    uncertain = [parameter for parameter in left if not parameter.is_certain]
    return ParameterChanges(
        unknown=tuple(parameter.name for parameter in left if parameter.is_certain),
        missing=tuple(wanted[len(uncertain) :]),
    )


def method_changes(old: SdkMethod, new: SdkMethod) -> ParameterChanges:
    """Return which arguments of an old version a new one does not take, and what it wants.

    An argument that was passed by place and is now a field of an object, or the other way round,
    is one that the new version does not take as it was.
    """
    before, after = _holders(old), _holders(new)
    required_before = {folded(name) for name in required_names(old)}
    unknown = [names[0][-1] for key, names in before.items() if key not in after]
    missing = [name for name in required_names(new) if folded(name) not in required_before]
    for key in [key for key in before if key in after]:
        shapes, new_shapes = ({len(names) for names in some[key]} for some in (before, after))
        if not shapes & new_shapes:
            unknown += [names[0] for names in before[key]]
            missing += [names[0] for names in after[key]]
    for one, other in zip(_by_place(old), _by_place(new), strict=False):
        # Passed by place, an argument may be renamed.
        if one in unknown and other in missing:
            unknown.remove(one)
            missing.remove(other)
    return ParameterChanges(tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(missing)))


_OBJECT = "options"


def _wants_bare_values(documented: Sequence[DocumentedParameter], method: SdkMethod) -> bool:
    """Whether an object is documented for a method that takes values by place only."""
    return (
        any(parameter.in_object for parameter in documented)
        and bool(_by_place(method))
        and not any(parameter.fields for parameter in method.parameters)
    )


def _by_place(method: SdkMethod) -> list[str]:
    return [
        parameter.name
        for parameter in method.parameters
        if parameter.kind == "positional" and parameter.required and not parameter.fields
    ]


def _holders(method: SdkMethod) -> dict[str, list[tuple[str, ...]]]:
    """Return how each argument is passed, by its folded name: itself, or in an object.

    One that overloads take in both ways is passed in both.
    """
    found: dict[str, list[tuple[str, ...]]] = {}
    for parameter in method.parameters:
        for field in parameter.fields:
            found.setdefault(folded(field.name), []).append((parameter.name, field.name))
        if not parameter.fields:
            found.setdefault(folded(parameter.name), []).append((parameter.name,))
    return found
