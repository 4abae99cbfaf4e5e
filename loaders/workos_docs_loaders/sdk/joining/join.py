"""What became of each documented method in one version of an SDK."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from workos_docs_loaders.sdk.joining.matching import Matcher, Wanted, name_state
from workos_docs_loaders.sdk.joining.parameters import (
    NO_CHANGES,
    ParameterChanges,
    documented_changes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workos_docs_loaders.sdk.joining.methods import DocumentedMethod
    from workos_docs_loaders.sdk.models import SdkMethod, SdkPackage

State = Literal[
    "same", "renamed", "moved", "other parameters", "gone", "not in this SDK", "undocumented"
]
"""What became of a method:

- `same`: the documented call exists, under this name or as an alias, and fits.
- `renamed`: its operation has a method of another name.
- `moved`: the method has its name, in another service.
- `other parameters`: the documented call exists, and takes other arguments.
- `gone`: nothing is certain to have taken its place; there may be candidates.
- `not in this SDK`: the page documents no method in this language, and the SDK has none.
- `undocumented`: the page documents no method in this language, and the SDK has one.
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """A documented method, and what it is in an SDK."""

    documented: DocumentedMethod
    state: State
    method: SdkMethod | None
    """What does the same in the SDK, under whichever name; None where that is not certain."""
    changes: ParameterChanges = NO_CHANGES
    """Documented arguments that the method does not take, and those that it wants besides."""
    candidates: tuple[SdkMethod, ...] = ()
    """Where nothing is certain: methods of the same operation, or of a similar name."""

    @property
    def successor(self) -> str:
        """The present name where the documented one is no more; else empty."""
        return self.method.name if self.method and self.state in ("renamed", "moved") else ""


@dataclass(frozen=True)
class Join:
    """The documentation joined to one version of an SDK."""

    package: SdkPackage
    methods: tuple[Joined, ...]
    undocumented: tuple[SdkMethod, ...]
    """Methods that no page has, in any language."""

    @cached_property
    def by_page(self) -> Mapping[str, tuple[Joined, ...]]:
        """What each page documents, by page path."""
        found: dict[str, list[Joined]] = {}
        for joined in self.methods:
            found.setdefault(joined.documented.page, []).append(joined)
        return {page: tuple(some) for page, some in found.items()}

    @cached_property
    def by_documented_name(self) -> Mapping[str, Joined]:
        """What each documented name became."""
        named = (joined for joined in self.methods if joined.documented.name)
        return {joined.documented.name: joined for joined in named}


def join_documentation(documented: Iterable[DocumentedMethod], package: SdkPackage) -> Join:
    """Join the documented methods of a package's language to its methods."""
    methods = [method for method in documented if _concerns(method, package)]
    wanted = [Wanted(method.name, method.operations, method.hints) for method in methods]
    matcher = Matcher(package)
    # Exact names first: what they claim is no successor of another name.
    exact = [matcher.exact(one) for one in wanted]
    claimed = {method.name for method in exact if method}
    joined = []
    for method, one, found in zip(methods, wanted, exact, strict=True):
        candidates: tuple[SdkMethod, ...] = ()
        if found is None:
            found, candidates = matcher.other(one, claimed)
        joined.append(_joined(method, found, candidates))
    shown = {one.method.name for one in joined if one.method}
    shown |= {method.name for one in joined for method in one.candidates}
    undocumented = tuple(method for method in package.methods if method.name not in shown)
    return Join(package, tuple(joined), undocumented)


def _concerns(method: DocumentedMethod, package: SdkPackage) -> bool:
    """Whether a documented method would be in a package: functions are not on a client."""
    if method.language != package.snapshot.language:
        return False
    if package.client is None:
        return bool(method.name) and "." not in method.name
    return not method.name or "." in method.name


def _joined(
    documented: DocumentedMethod, method: SdkMethod | None, candidates: tuple[SdkMethod, ...]
) -> Joined:
    if documented.name and method:
        changes = documented_changes(documented.parameters, method)
        return Joined(documented, name_state(documented.name, method, changes), method, changes)
    if documented.name:
        return Joined(documented, "gone", None, candidates=candidates)
    state: State = "undocumented" if method or candidates else "not in this SDK"
    return Joined(documented, state, method, candidates=candidates)
