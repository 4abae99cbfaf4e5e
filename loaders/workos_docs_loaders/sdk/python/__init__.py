"""The Python SDK, read from its source files by static analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.errors import SourceNotFoundError
from workos_docs_loaders.sdk.models import SdkPackage
from workos_docs_loaders.sdk.python.client import read_client
from workos_docs_loaders.sdk.python.constants import read_constants
from workos_docs_loaders.sdk.python.methods import read_methods
from workos_docs_loaders.sdk.python.modules import code_directory, read_modules
from workos_docs_loaders.sdk.python.objects import ObjectFinder
from workos_docs_loaders.sdk.python.operations import OperationFinder
from workos_docs_loaders.sdk.python.services import (
    Classes,
    find_client,
    find_services,
    public_names,
    returned_objects,
)
from workos_docs_loaders.sdk.readme import read_readme

if TYPE_CHECKING:
    from workos_docs_loaders.sdk.models import SdkSnapshot


def read_python(snapshot: SdkSnapshot) -> SdkPackage:
    """Return what a Python SDK package says of itself.

    Raises:
        SourceNotFoundError: The folder holds no source of the package, or no client in it.
    """
    modules = read_modules(code_directory(snapshot), snapshot.package)
    classes = Classes(modules)
    client = find_client(classes)
    if client is None:
        named = "; ".join(f"{file.path}: {file.reason}" for file in modules.skipped)
        raise SourceNotFoundError(
            f"{snapshot.root} holds no client of {snapshot.package}. {named}".strip()
        )
    services = find_services(client, classes, modules)
    services += returned_objects(services, classes)
    by_property = {
        name: service.owner for service in services for name in (service.name, *service.aliases)
    }
    operations = OperationFinder(modules, by_property.get)
    objects = ObjectFinder(modules, snapshot)
    return SdkPackage(
        snapshot=snapshot,
        methods=tuple(
            method
            for service in services
            for method in read_methods(service, snapshot, modules, operations, objects)
        ),
        client=read_client(client, snapshot, modules, classes),
        constants=read_constants(modules, snapshot),
        readme=read_readme(snapshot),
        skipped=modules.skipped,
        members={"": public_names(client)}
        | {
            name: public_names(service.owner)
            for service in services
            for name in (service.name, *service.aliases)
        },
    )
