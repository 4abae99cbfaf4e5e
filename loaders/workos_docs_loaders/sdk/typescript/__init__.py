"""npm packages of WorkOS, read from their declarations, source maps and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.models import SdkPackage
from workos_docs_loaders.sdk.readme import read_readme
from workos_docs_loaders.sdk.typescript.client import read_client
from workos_docs_loaders.sdk.typescript.constants import read_constants
from workos_docs_loaders.sdk.typescript.declarations import read_declarations
from workos_docs_loaders.sdk.typescript.exports import exported_functions
from workos_docs_loaders.sdk.typescript.fields import FieldReader
from workos_docs_loaders.sdk.typescript.files import read_files
from workos_docs_loaders.sdk.typescript.methods import Callee, read_method
from workos_docs_loaders.sdk.typescript.operations import OperationFinder
from workos_docs_loaders.sdk.typescript.services import find_services, returned_objects
from workos_docs_loaders.sdk.typescript.syntax import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from workos_docs_loaders.sdk.models import SdkSnapshot
    from workos_docs_loaders.sdk.typescript.declarations import Declarations, Declared
    from workos_docs_loaders.sdk.typescript.files import PackageFiles
    from workos_docs_loaders.sdk.typescript.services import Service


def read_typescript(snapshot: SdkSnapshot) -> SdkPackage:
    """Return what an npm package says of itself; one without declarations has its README."""
    files = read_files(snapshot.root)
    declarations = read_declarations(files.declarations)
    sources = read_declarations(files.sources)
    fields = FieldReader(declarations)
    client = read_client(declarations, sources, snapshot, fields)
    callees = _functions(files, declarations, sources)
    members: dict[str, tuple[str, ...]] = {}
    if client is not None:
        services = find_services(declarations)
        services += returned_objects(services, declarations)
        callees = _methods(services, declarations, sources)
        members[""] = declarations.public_names(client.name)
        for service in services:
            names = declarations.public_names(service.owner)
            members |= dict.fromkeys((service.name, *service.aliases), names)
    return SdkPackage(
        snapshot=snapshot,
        methods=tuple(read_method(callee, snapshot, fields) for callee in callees),
        client=client,
        constants=read_constants(declarations, snapshot),
        readme=read_readme(snapshot),
        skipped=tuple(files.skipped),
        members=members,
    )


def _methods(
    services: tuple[Service, ...], declarations: Declarations, sources: Declarations
) -> Iterator[Callee]:
    owners = {
        name: service.owner for service in services for name in (service.name, *service.aliases)
    }
    operations = OperationFinder(_bodies(sources), owners.get)
    for service in services:
        written = sources.methods(service.owner)
        for name, overloads in declarations.methods(service.owner).items():
            implementation = written.get(name, [])
            yield Callee(
                service=service.name,
                name=name,
                aliases=service.aliases,
                overloads=overloads,
                implementation=_implementation(implementation),
                operations=operations.find(service.owner, name),
                returned_by=service.returned_by,
            )


def _functions(
    files: PackageFiles, declarations: Declarations, sources: Declarations
) -> Iterator[Callee]:
    for one in exported_functions(files.declarations, files.manifest, declarations):
        name = one.service or one.name
        written = sources.functions.get(name, []) or sources.constants.get(name, [])
        yield Callee(one.service, one.name, (), one.overloads, _implementation(written))


def _implementation(written: list[Declared]) -> Declared | None:
    """Return where a method is written: in sources its first overload, which has the comment."""
    return next((one for one in written if one.file.is_source), None)


def _bodies(sources: Declarations) -> dict[tuple[str, str], Node]:
    """Return all methods with a body, private ones included, by class and name."""
    return {
        (owner, text_of(member.node.child_by_field_name("name"))): member.node
        for owner in sources.classes
        for member in _with_inherited(owner, sources)
        if member.node.child_by_field_name("body") is not None
    }


def _with_inherited(owner: str, sources: Declarations) -> list[Declared]:
    inherited = [one for overloads in sources.methods(owner).values() for one in overloads]
    return [*inherited, *sources.members(owner)]
