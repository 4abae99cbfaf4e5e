"""The SDK packages that answers speak of: each read, and joined to the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.joining.names import words
from workos_docs_loaders.sdk.paths import PATHS, method_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workos_docs_loaders.sdk import Join, Joined, SdkMethod, SdkPackage

MANY = 3
"""Most calls that a page is about; one with more is a list."""


@dataclass(frozen=True)
class LoadedSdk:
    """One version of an SDK package, and what became in it of what the documentation says."""

    package: SdkPackage
    join: Join
    published: bool = False
    """Whether it is a published version, whose files may be in the cache."""

    @property
    def name(self) -> str:
        """Short name: `python`, `node`, `authkit-nextjs`."""
        return self.package.snapshot.name

    @property
    def language(self) -> str:
        """`python` or `js`."""
        return self.package.snapshot.language

    @property
    def label(self) -> str:
        """Short name and version: `python 10.8.0`."""
        return f"{self.name} {self.package.snapshot.version}"

    @property
    def release(self) -> str:
        """The package as its registry has it, and its version: `@workos-inc/node 11.0.0`."""
        return f"{self.package.snapshot.package} {self.package.snapshot.version}"

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The page that is about each method, by the method's name.

        A page that lists many functions is about none of them.
        """
        return {
            one.method.name: page
            for page, some in self.join.by_page.items()
            if len(some) <= MANY
            for one in some
            if one.method
        }

    @cached_property
    def documented_names(self) -> Mapping[str, str]:
        """The documented name of each method that has another name now, by the present one."""
        return {one.successor: one.documented.name for one in self.join.methods if one.successor}

    @cached_property
    def by_words(self) -> Mapping[frozenset[str], tuple[SdkMethod, ...]]:
        """The methods by the words of their names without the service, in any order."""
        found: dict[frozenset[str], tuple[SdkMethod, ...]] = {}
        for method in self.package.methods:
            key = frozenset(words(method.called))
            found[key] = (*found.get(key, ()), method)
        return found


Sdks = tuple[LoadedSdk, ...]


def labels(sdks: Sequence[LoadedSdk], language: str | None = None) -> tuple[str, ...]:
    """Return the versions that an answer speaks of: `python 10.8.0`, `node 11.0.0`.

    Args:
        sdks: Those that are loaded.
        language: Language that was asked for, if any was.
    """
    return tuple(sdk.label for sdk in sdks if language in (None, sdk.language))


def of_page(sdks: Sequence[LoadedSdk], page: str, language: str) -> list[tuple[LoadedSdk, Joined]]:
    """Return what became of what a page documents in a language.

    What one package of the language has, another need not say that it lacks.
    """
    found = [
        (sdk, joined)
        for sdk in sdks
        if sdk.language == language
        for joined in sdk.join.by_page.get(page, ())
    ]
    having = [(sdk, joined) for sdk, joined in found if joined.state != "not in this SDK"]
    return having or found[:1]


def method_at(sdks: Sequence[LoadedSdk], path: str) -> tuple[LoadedSdk, SdkMethod] | None:
    """Return the method whose own page has a path: `sdk/python/organizations.get_organization`."""
    for sdk in sdks:
        method = sdk.package.by_name.get(path.rpartition("/")[2])
        if method and method_path(sdk.package.snapshot, method) == path:
            return sdk, method
    return None


def release_at(sdks: Sequence[LoadedSdk], path: str) -> str:
    """Return the package and version of which a path is a page; empty for the documentation."""
    named = (sdk for sdk in sdks if path.startswith(f"{PATHS}/{sdk.name}/"))
    return next((sdk.release for sdk in named), "")
