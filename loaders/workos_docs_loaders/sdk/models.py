"""The values that reading an SDK package passes on."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - what stores packages reads annotations
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from workos_docs_loaders.sdk.packages import sdk_named


@dataclass(frozen=True, slots=True)
class SdkSnapshot:
    """One version of an SDK package, unpacked on disk."""

    name: str
    """Short name: `python`, `node`, `authkit-nextjs`."""
    package: str
    """Name in its registry: `workos`, `@workos-inc/node`."""
    version: str
    language: str
    """`python` or `js`, as the API reference names languages."""
    root: Path
    """Directory of the package: of `package.json`, or of what `site-packages` holds of it."""
    repository: str
    """URL of the source repository."""
    tag: str
    """Tag of this version in the repository."""

    def source_path(self, path: str) -> str:
        """Return the place in the repository of a file of the package."""
        return sdk_named(self.name).directory(self.version) + path

    def source_url(self, path: str, line: int = 0) -> str:
        """Return the URL of a place in the repository, at a line where there is one.

        Empty where the repository is not public.
        """
        if not self.repository:
            return ""
        return f"{self.repository}/blob/{self.tag}/{path}{f'#L{line}' if line else ''}"


ParameterKind = Literal["positional", "keyword", "either", "field"]
"""How an argument is passed: by place, by name, by either, or as a field of an options object."""


@dataclass(frozen=True, slots=True)
class SdkParameter:
    """One argument of a method, or one field of an object that it takes."""

    name: str
    type: str
    required: bool
    description: str
    kind: ParameterKind
    default: str = ""
    """As written, where it is not the bare absence of a value."""
    deprecated: bool = False
    fields: tuple[SdkParameter, ...] = ()
    """Fields of the options object, inherited ones included."""


@dataclass(frozen=True, slots=True)
class SdkObject:
    """A class that arguments are made of."""

    name: str
    """`AuditLogEvent`."""
    module: str
    """Where it is imported from: `workos.audit_logs`."""
    fields: tuple[SdkParameter, ...] = ()
    """What it is constructed with."""
    values: tuple[str, ...] = ()
    """Of an enumeration, the texts that its members stand for."""


@dataclass(frozen=True, slots=True)
class SdkMethod:
    """One public method of an SDK's client, or an exported function of a package without one."""

    language: str
    service: str
    """How its object is reached from the client: `user_management`; empty for a function."""
    name: str
    """As called: `user_management.get_user`."""
    aliases: tuple[str, ...]
    """Other names of the same method: `mfa.enroll_factor`."""
    signatures: tuple[str, ...]
    """As declared, one an overload, with types, without a body."""
    parameters: tuple[SdkParameter, ...]
    returns: str
    """Type as written."""
    returns_description: str
    raises: tuple[tuple[str, str], ...]
    """Errors, each with when it is raised."""
    summary: str
    """First paragraph of the docstring."""
    description: str
    """The docstring without arguments, results, errors and examples."""
    examples: tuple[str, ...]
    operations: tuple[str, ...]
    """HTTP operations that it calls, most specific first: `GET /organizations/{id}`."""
    deprecated: str
    """What to know of its deprecation; empty where it is current."""
    is_async: bool
    path: str
    """File, as in the repository."""
    line: int
    """Line of the file; 0 where the package does not tell."""
    url: str
    returned_by: str = ""
    """Method whose result has this method, where its object hangs on no client:
    `user_management.load_sealed_session`."""
    objects: tuple[SdkObject, ...] = ()
    """The classes that arguments are made of, and those that these are made of, in that order."""

    @property
    def signature(self) -> str:
        """The whole signature; overloads below each other."""
        return "\n".join(self.signatures)

    @property
    def operation(self) -> str:
        """The HTTP operation, or empty for a helper that calls none."""
        return self.operations[0] if self.operations else ""

    @property
    def called(self) -> str:
        """The method's name without its service."""
        return self.name.rpartition(".")[2]

    @property
    def documented(self) -> bool:
        """Whether the package describes it."""
        return bool(self.description)


@dataclass(frozen=True, slots=True)
class SdkClient:
    """How the client is imported and constructed."""

    name: str
    """Class: `WorkOSClient`, `WorkOS`."""
    import_statement: str
    construction: str
    """`client = WorkOSClient(api_key="sk_...", client_id="client_...")`."""
    signatures: tuple[str, ...]
    parameters: tuple[SdkParameter, ...]
    async_name: str
    """Class of the asynchronous client, where there is another."""
    description: str
    path: str
    line: int
    url: str


@dataclass(frozen=True, slots=True)
class SdkConstant:
    """An event name or an error code that the package spells out."""

    kind: Literal["event", "error"]
    value: str
    """`dsync.user.created`, `email_verification_required`."""
    name: str
    """Type or member that spells it: `DsyncUserCreated`."""
    path: str
    line: int
    url: str


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block of a README."""

    language: str
    """As the fence names it: `ts`, `python`, `bash`; empty where it names none."""
    code: str


@dataclass(frozen=True, slots=True)
class ReadmeSection:
    """What stands under one heading of a package's README."""

    heading_path: tuple[str, ...]
    """Headings from the README's title down, as plain text."""
    slug: str
    """Fragment under which the repository shows it."""
    text: str
    """Markdown without the heading line, fences included."""
    fences: tuple[Fence, ...]
    url: str


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file of the package that could not be read, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class SdkPackage:
    """All that one version of an SDK package says of itself."""

    snapshot: SdkSnapshot
    methods: tuple[SdkMethod, ...]
    client: SdkClient | None
    """None for a package of functions and components."""
    constants: tuple[SdkConstant, ...]
    readme: tuple[ReadmeSection, ...]
    skipped: tuple[SkippedFile, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """All public names, methods or not, of the client (under an empty name) and of each service
    that is known in full."""

    @property
    def elsewhere(self) -> SdkPackage:
        """The package without the place of its files, which is another one on each machine."""
        return replace(self, snapshot=replace(self.snapshot, root=Path()))

    @cached_property
    def by_name(self) -> Mapping[str, SdkMethod]:
        """Methods by name and by alias; an alias never hides a name."""
        aliases = {alias: method for method in self.methods for alias in method.aliases}
        return aliases | {method.name: method for method in self.methods}
