"""The official SDK packages: registry, language and source repository of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from packaging.version import Version

from workos_docs_loaders.languages import language_name
from workos_docs_loaders.sdk.errors import UnknownSdkError

Registry = Literal["pypi", "npm"]

_GITHUB = "https://github.com/workos/"


@dataclass(frozen=True, slots=True)
class SdkDefinition:
    """One official package."""

    name: str
    """Short name, as `--sdk` takes it."""
    package: str
    """Name in its registry."""
    registry: Registry
    repository: str
    """URL of the source repository; empty where it is not public."""
    tag: str = "v{version}"
    """Tag of a release in the repository."""
    directories: tuple[tuple[str, str], ...] = (("0", ""),)
    """Folder of the package's files in the repository, each with the first version it holds for."""

    @property
    def language(self) -> str:
        """The language as the API reference names it: `python` or `js`."""
        return {"pypi": "python", "npm": "js"}[self.registry]

    @property
    def title(self) -> str:
        """What people call it: the language of an SDK, the name of any other package."""
        is_sdk = self.name in ("python", "node")
        return language_name(self.language) if is_sdk else self.name

    def directory(self, version: str) -> str:
        """Return the folder of a version's files in the repository, with a slash where needed."""
        return [folder for since, folder in self.directories if Version(since) <= Version(version)][
            -1
        ]


SDKS: tuple[SdkDefinition, ...] = (
    SdkDefinition(
        "python",
        "workos",
        "pypi",
        f"{_GITHUB}workos-python",
        directories=(("0", ""), ("5.38.1", "src/")),
    ),
    SdkDefinition("node", "@workos-inc/node", "npm", f"{_GITHUB}workos-node"),
    SdkDefinition(
        "authkit-nextjs", "@workos-inc/authkit-nextjs", "npm", f"{_GITHUB}authkit-nextjs"
    ),
    SdkDefinition("authkit-react", "@workos-inc/authkit-react", "npm", f"{_GITHUB}authkit-react"),
    SdkDefinition(
        "authkit-react-router",
        "@workos-inc/authkit-react-router",
        "npm",
        f"{_GITHUB}authkit-react-router",
    ),
    SdkDefinition("authkit-remix", "@workos-inc/authkit-remix", "npm", f"{_GITHUB}authkit-remix"),
    SdkDefinition(
        "authkit-sveltekit", "@workos/authkit-sveltekit", "npm", f"{_GITHUB}authkit-sveltekit"
    ),
    SdkDefinition(
        "authkit-tanstack-start",
        "@workos/authkit-tanstack-react-start",
        "npm",
        f"{_GITHUB}authkit-tanstack-start",
    ),
    SdkDefinition("authkit-js", "@workos-inc/authkit-js", "npm", f"{_GITHUB}authkit-js"),
    SdkDefinition("authkit-session", "@workos/authkit-session", "npm", f"{_GITHUB}authkit-session"),
    SdkDefinition("widgets", "@workos-inc/widgets", "npm", repository=""),
    SdkDefinition("cli", "workos", "npm", f"{_GITHUB}cli"),
)
"""In order of use: the newest of the first three serves where no project says what it uses."""

DEFAULT_SDKS = ("python", "node", "authkit-nextjs")


def sdk_named(name: str) -> SdkDefinition:
    """Return the package of a short name, or of its name in a registry.

    Raises:
        UnknownSdkError: There is none of that name.
    """
    for definition in SDKS:
        if name in (definition.name, definition.package):
            return definition
    raise UnknownSdkError(name, [definition.name for definition in SDKS])


def published_as(package: str, registry: Registry) -> SdkDefinition | None:
    """Return the package that has this name in a registry, or None."""
    for definition in SDKS:
        if (definition.package, definition.registry) == (package, registry):
            return definition
    return None
