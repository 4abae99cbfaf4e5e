"""Imports that the SDK does not offer, and clients that are not constructed in its way."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from workos_docs_tools.answers.check.findings import Finding
from workos_docs_tools.answers.check.judging.surface import CLIENT_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.sdk.exports import Exports
    from workos_docs_tools.answers.check.findings import Span
    from workos_docs_tools.answers.check.judging.surface import Surface
    from workos_docs_tools.answers.check.judging.usage import Import, Value

_KEYS = ("api_key", "client_id", "base_api_url")
"""What the module held before 5.0."""


def import_findings(one: Import, surface: Surface, path: str) -> Iterator[Finding]:
    """Yield the finding for an import of what is not there."""
    exports = surface.exports(one.module)
    if not exports.exists:
        root = surface.exports(surface.package.snapshot.package)
        near = _near(one.name, root)
        message = f"{surface.name} has no module {one.module}."
        yield _finding(path, one.span, message, one.name, surface, near)
    elif one.name and exports.names is not None and one.name not in exports.names:
        if surface.language == "python" and surface.exports(f"{one.module}.{one.name}").exists:
            return
        if (one.module, one.name) == (surface.package.snapshot.package, "client"):
            yield from _module_client(one.span, surface, path)
            return
        is_default = one.name == "default" and surface.language == "js"
        what = "has no default export" if is_default else f"does not export {one.name}"
        where = "" if one.module == surface.package.snapshot.package else f"{one.module} of "
        message = f"{where}{surface.name} {what}."
        yield _finding(path, one.span, message, one.name, surface, _near(one.name, exports))


def module_call_findings(
    value: Value, span: Span, surface: Surface, path: str
) -> Iterator[Finding]:
    """Yield the finding for a module that is called or constructed as if it were the client."""
    client = surface.package.client
    exports = surface.exports(value.path[0])
    if client is None or exports.names is None or surface.has_module_client:
        return
    message = f"The module {value.path[0]} is not the client; {client.name} is exported from it."
    yield _finding(path, span, message, client.name, surface, is_construction=True)


def package_findings(value: Value, span: Span, surface: Surface, path: str) -> Iterator[Finding]:
    """Yield the finding for what the imported package itself does not have."""
    if value.kind != "package" or len(value.path) < 2 or surface.has_module_client:
        return
    module, name, *_ = value.path
    exports = surface.exports(module)
    is_known = exports.names is None or name in exports.names or name.startswith("_")
    if is_known or surface.language != "python":
        return
    if name == "client" or name in _KEYS or name in surface.known_services:
        yield from _module_client(span, surface, path)
    else:
        yield _finding(path, span, f"{module} of {surface.name} has no {name}.", name, surface)


def _module_client(span: Span, surface: Surface, path: str) -> Iterator[Finding]:
    """Yield the finding for keys and a client in the module, as there were before 5.0."""
    client = surface.package.client
    if client is not None:
        message = f"{surface.name} has no client and no keys in its module."
        yield _finding(path, span, message, client.name, surface, is_construction=True)


def _near(name: str, exports: Exports) -> list[str]:
    names = [one for one in exports.names or () if not one.startswith("_")]
    return get_close_matches(name, names, n=2, cutoff=0.75)


def _finding(
    path: str,
    span: Span,
    message: str,
    name: str,
    surface: Surface,
    near: Sequence[str] = (),
    *,
    is_construction: bool = False,
) -> Finding:
    client = surface.package.client
    joined = surface.documented(name)
    successor = url = signature = ""
    if joined is not None and joined.method is not None and "." not in name:
        successor, url, signature = joined.method.name, joined.method.url, joined.method.signature
        message += f" Use {successor}."
    elif client is not None and name in {*CLIENT_CLASSES[surface.language], "default", client.name}:
        successor = client.construction if is_construction else client.import_statement
        signature, url = "\n".join(client.signatures), client.url
        message += f" Use: {client.import_statement.rstrip(';')}; {client.construction}".rstrip()
    elif near:
        message += f" Similar: {', '.join(near)}."
    return Finding.at(
        path,
        span,
        "client-construction" if is_construction else "unknown-import",
        message,
        successor=successor,
        candidates=tuple(near),
        signature=signature,
        url=url,
    )
