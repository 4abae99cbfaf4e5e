"""How the Python SDK's client is imported and constructed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import griffe

from workos_docs_loaders.sdk.models import SdkClient
from workos_docs_loaders.sdk.python.docstrings import Docstring, read_docstring
from workos_docs_loaders.sdk.python.methods import read_parameters, signature
from workos_docs_loaders.sdk.python.services import ASYNC_CLIENT, members

if TYPE_CHECKING:
    from workos_docs_loaders.sdk.models import SdkSnapshot
    from workos_docs_loaders.sdk.python.modules import PythonModules
    from workos_docs_loaders.sdk.python.services import Classes

_SAMPLES = {"api_key": "sk_...", "client_id": "client_..."}
"""What the client is constructed with, in the order of its parameters."""


def read_client(
    owner: griffe.Class, snapshot: SdkSnapshot, modules: PythonModules, classes: Classes
) -> SdkClient:
    """Return how the client is had."""
    package = snapshot.package
    exported = package in modules.modules and "WorkOSClient" in modules.modules[package].members
    constructor = members(owner).get("__init__")
    takes_keys = isinstance(constructor, griffe.Function) and any(
        parameter.name in _SAMPLES for parameter in constructor.parameters
    )
    documentation = read_docstring(owner.docstring.value, owner) if owner.docstring else Docstring()
    path = snapshot.source_path(modules.path(owner))
    line = owner.lineno or 0
    if exported and takes_keys:
        assert isinstance(constructor, griffe.Function)
        name = "WorkOSClient"
        used = [p.name for p in constructor.parameters if p.name in _SAMPLES]
        arguments = ", ".join(f'{key}="{_SAMPLES[key]}"' for key in used)
        statement, construction = f"from {package} import {name}", f"client = {name}({arguments})"
        signatures: tuple[str, ...] = (signature(name, constructor, None),)
        parameters = read_parameters(constructor, _of(constructor))
    else:
        # Before 5.0 the module holds the keys, and the only client.
        name = owner.name
        keys = [f'{package}.{key} = "{value}"' for key, value in _SAMPLES.items()]
        statement, construction = (
            f"import {package}",
            "\n".join([*keys, f"client = {package}.client"]),
        )
        signatures, parameters = (), ()
    return SdkClient(
        name=name,
        import_statement=statement,
        construction=construction,
        signatures=signatures,
        parameters=parameters,
        async_name=ASYNC_CLIENT.rpartition(".")[2] if classes.at(ASYNC_CLIENT) else "",
        description=documentation.description,
        path=path,
        line=line,
        url=snapshot.source_url(path, line),
    )


def _of(constructor: griffe.Function) -> Docstring:
    text = constructor.docstring.value if constructor.docstring else ""
    return read_docstring(text, constructor) if text else Docstring()
