"""One version of an SDK as code meets it: names to methods, and old names to present ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.exports import Exports, read_exports
from workos_docs_loaders.sdk.names import folded, similarity
from workos_docs_tools.answers.check.usage import CLIENT, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.sdk.join import Join, Joined
    from workos_docs_loaders.sdk.models import SdkMethod, SdkPackage

ALIKE = 0.6
"""Least similarity of names that are offered as candidates."""
MAX_CANDIDATES = 3

CLIENT_CLASSES = {
    "python": {
        "WorkOSClient",
        "AsyncWorkOSClient",
        "WorkOS",
        "AsyncWorkOS",
        "SyncClient",
        "AsyncClient",
        "Client",
    },
    "js": {"WorkOS"},
}
"""Classes of the client by language: of all versions, and those that models make up."""
FACTORIES = {"python": {"create_public_client"}, "js": {"createWorkOS", "getWorkOS"}}
"""Functions of the packages that return a client."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What takes the place of a name that the SDK does not have."""

    method: SdkMethod | None
    candidates: tuple[SdkMethod, ...] = ()


@dataclass(frozen=True)
class Surface:
    """An SDK that code is checked against."""

    package: SdkPackage
    join: Join | None = None
    """The documentation joined to it: knows what documented methods became."""

    @property
    def language(self) -> str:
        """`python` or `js`."""
        return self.package.snapshot.language

    @property
    def name(self) -> str:
        """Package and version, as messages name them."""
        return f"{self.package.snapshot.package} {self.package.snapshot.version}"

    @cached_property
    def services(self) -> frozenset[str]:
        """The names under which the client has its services, in this version."""
        called = [name for name, method in self.package.by_name.items() if not method.returned_by]
        return frozenset(name.partition(".")[0] for name in called if "." in name)

    @cached_property
    def known_services(self) -> frozenset[str]:
        """The names of services, documented ones included."""
        documented = self.join.by_documented_name if self.join else ()
        return self.services | {name.partition(".")[0] for name in documented if "." in name}

    @cached_property
    def returned(self) -> Mapping[str, str]:
        """The services of objects that methods return: `session` of `load_sealed_session`."""
        return {
            method.returned_by: method.service
            for method in self.package.methods
            if method.returned_by
        }

    @property
    def has_module_client(self) -> bool:
        """Whether the module holds the keys and the client, as the Python SDK did before 5.0."""
        client = self.package.client
        return self.language == "python" and client is not None and not client.signatures

    def exports(self, module: str) -> Exports:
        """Return what can be imported from a module of the package."""
        if module not in self._exports:
            self._exports[module] = read_exports(self.package.snapshot, module)
        return self._exports[module]

    @cached_property
    def _exports(self) -> dict[str, Exports]:
        return {}

    def imported(self, module: str, name: str) -> Value | None:
        """Return what a name stands for that is imported from the package."""
        if self.has_module_client and name == "client" and module in ("workos", "workos.client"):
            return CLIENT
        if self.package.client is None and name in self.package.by_name:
            return Value("function", (name,))
        if name in CLIENT_CLASSES[self.language]:
            return Value("class", (name,))
        if name in FACTORIES[self.language]:
            return Value("factory")
        if self.language == "python" and self.exports(f"{module}.{name}").exists:
            return Value("package", (f"{module}.{name}",))
        return None

    def attribute(self, value: Value, name: str) -> Value | None:
        """Return what an attribute of a value stands for."""
        if value.kind in ("member", "returned"):
            return Value(value.kind, (*value.path, name), value.is_certain)
        if value.kind == "package":
            known = self.imported(value.path[0], name) if len(value.path) == 1 else None
            return known or Value("package", (*value.path, name))
        return None

    def called(self, value: Value) -> Value | None:
        """Return what a call of a value returns, as far as it concerns the SDK."""
        # `const WorkOS = require(...); new WorkOS()` is reported, and what follows checked.
        is_module = value.kind == "package" and self.language == "js" and len(value.path) == 1
        if is_module:
            return CLIENT
        if value.kind in ("class", "factory"):
            return Value("member", value.path[1:], value.is_certain)
        if value.kind == "member" and ".".join(value.path) in self.returned:
            return Value("returned", (self.returned[".".join(value.path)],), value.is_certain)
        return None

    def documented(self, name: str) -> Joined | None:
        """Return what became of a documented name, or None for other names."""
        return self.join.by_documented_name.get(name) if self.join else None

    def replacement(self, name: str) -> Replacement:
        """Return what takes the place of a name that the SDK does not have."""
        joined = self.documented(name)
        if joined is not None and joined.method is not None:
            return Replacement(joined.method)
        if joined is not None and joined.candidates:
            return Replacement(None, joined.candidates[:MAX_CANDIDATES])
        service = name.rpartition(".")[0]
        methods = [m for m in self.package.methods if not m.returned_by or m.service == service]
        same = [m for m in methods if folded(name) in map(folded, (m.name, *m.aliases))]
        if joined is None and len(same) == 1:
            return Replacement(same[0])
        called = folded(name.rpartition(".")[2])
        elsewhere = [method for method in methods if folded(method.called) == called]
        if elsewhere:
            return Replacement(None, tuple(elsewhere[:MAX_CANDIDATES]))
        return Replacement(None, self._alike(name, methods))

    def _alike(self, name: str, methods: list[SdkMethod]) -> tuple[SdkMethod, ...]:
        service, _, called = name.rpartition(".")
        near = [method for method in methods if folded(method.service) == folded(service)]
        scored = [(similarity(called, method.called), method) for method in near or methods]
        scored = [pair for pair in scored if pair[0] >= ALIKE]
        scored.sort(key=lambda pair: -pair[0])
        return tuple(method for _, method in scored[:MAX_CANDIDATES])
