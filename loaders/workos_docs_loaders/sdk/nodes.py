"""An SDK package as Documents and Nodes: one page a method, a README section, the client."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workos_docs_loaders.languages import language_name
from workos_docs_loaders.models import ApiEntry, Document, Section
from workos_docs_loaders.nodes import document_nodes
from workos_docs_loaders.reference.rendering import Field, Symbol, code_span, symbol_section
from workos_docs_loaders.sdk.joining.names import words
from workos_docs_loaders.sdk.packages import sdk_named
from workos_docs_loaders.sdk.paths import PATHS
from workos_docs_loaders.urls import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workos_docs_loaders.models import Node
    from workos_docs_loaders.sdk.models import (
        ReadmeSection,
        SdkClient,
        SdkMethod,
        SdkPackage,
        SdkParameter,
        SdkSnapshot,
    )

_PRODUCTS = {
    "admin portal": "admin-portal",
    "api keys": "authkit",
    "audit logs": "audit-logs",
    "directory sync": "directory-sync",
    "events": "events",
    "feature flags": "feature-flags",
    "mfa": "mfa",
    "multi factor auth": "mfa",
    "organization domains": "domain-verification",
    "organization membership": "authkit",
    "passwordless": "magic-link",
    "pipes": "pipes",
    "portal": "admin-portal",
    "session": "authkit",
    "sso": "sso",
    "user management": "authkit",
    "vault": "vault",
    "widgets": "widgets",
}
"""Slug of the product by the words of a service; others belong to several products, or to none."""
_AUTHKIT = "authkit"
"""Begins the name of every package that is for this product alone."""
_CALL_OPTIONS = {"request_options", "requestOptions"}
"""Arguments that every method takes: named in its signature, and not described again."""


def sdk_documents(package: SdkPackage) -> Iterator[Document]:
    """Yield the client, every method and every README section of a package as Documents."""
    if package.client:
        yield _client_document(package.snapshot, package.client)
    for method in package.methods:
        yield _method_document(package.snapshot, method)
    taken: set[str] = set()
    for section in package.readme:
        document = _readme_document(package.snapshot, section)
        # Sections of one name, as GitHub numbers them, may still meet in letter case.
        if document.path not in taken:
            taken.add(document.path)
            yield document


def sdk_nodes(package: SdkPackage) -> tuple[Node, ...]:
    """Return the nodes of a package, all in its language."""
    return tuple(
        replace(node, language=package.snapshot.language)
        for document in sdk_documents(package)
        for node in document_nodes(document)
    )


def _client_document(snapshot: SdkSnapshot, client: SdkClient) -> Document:
    code = f"{client.import_statement}\n\n{client.construction}"
    symbol = Symbol(
        heading=client.name,
        language=language_name(snapshot.language),
        text=_paragraphs(client.description, _fence(snapshot, code)),
        lists=(("Parameters", tuple(_arguments(client.parameters))),),
    )
    names = tuple(filter(None, (client.name, client.async_name)))
    entry = ApiEntry(snapshot.language, (symbol_section(symbol),), names, is_call=True)
    document = _document(snapshot, f"client.{client.name}", client.name, client.url, client.path)
    return replace(document, api=(entry,))


def _method_document(snapshot: SdkSnapshot, method: SdkMethod) -> Document:
    symbol = Symbol(
        heading=f"{method.name}()",
        language=language_name(snapshot.language),
        text=_paragraphs(
            f"Deprecated: {method.deprecated}" if method.deprecated else "",
            method.description,
            _fence(snapshot, method.signature),
            f"HTTP: {', '.join(map(code_span, method.operations))}" if method.operations else "",
        ),
        lists=(
            ("Parameters", tuple(_arguments(method.parameters))),
            ("Returns", _returned(method)),
        ),
    )
    raised = ", ".join(code_span(name) for name, _ in method.raises)
    sections = [
        symbol_section(symbol),
        *(Section("", 0, f"Raises {raised}") for _ in method.raises[:1]),
        *(Section("Example", 4, _example(snapshot, code)) for code in method.examples),
    ]
    names = (method.name, *method.aliases, method.called, *method.operations)
    entry = ApiEntry(snapshot.language, tuple(sections), tuple(dict.fromkeys(names)), is_call=True)
    service = method.service or method.returned_by.rpartition(".")[0]
    return replace(
        _document(snapshot, method.name, method.name, method.url, method.path, service),
        api=(entry,),
        deprecated=bool(method.deprecated),
        product=_product(snapshot, service),
    )


def _readme_document(snapshot: SdkSnapshot, readme: ReadmeSection) -> Document:
    *above, title = readme.heading_path or ("README",)
    path = "/".join(filter(None, ("readme", slugify(readme.slug) or readme.slug)))
    document = _document(snapshot, path, title, readme.url, "README.md", *above)
    return replace(document, sections=(Section(title, 1, readme.text),))


def _document(
    snapshot: SdkSnapshot, path: str, title: str, url: str, source_path: str, *below: str
) -> Document:
    return Document(
        version=snapshot.version,
        path=f"{PATHS}/{snapshot.name}/{path}",
        kind="sdk",
        title=title,
        url=url,
        breadcrumb=("SDKs", sdk_title(snapshot), *filter(None, below)),
        product=_product(snapshot, ""),
        sections=(),
        source_path=source_path,
    )


def sdk_title(snapshot: SdkSnapshot) -> str:
    """Return what people call a version of an SDK: `Python 10.8.0`, `authkit-nextjs 4.3.2`."""
    return f"{sdk_named(snapshot.name).title} {snapshot.version}"


def _product(snapshot: SdkSnapshot, service: str) -> str:
    if snapshot.name.startswith(_AUTHKIT):
        return _AUTHKIT
    return _PRODUCTS.get(" ".join(words(service)), "")


def _returned(method: SdkMethod) -> tuple[Field, ...]:
    text = method.returns_description
    return (Field("", text=text),) if text and text != method.returns else ()


def _arguments(parameters: Iterable[SdkParameter]) -> Iterator[Field]:
    """Yield arguments without their types: these are in the signature."""
    for one in parameters:
        if one.name not in _CALL_OPTIONS:
            yield replace(_field(one), type="")


def _field(parameter: SdkParameter) -> Field:
    return Field(
        name=parameter.name,
        type=" ".join(parameter.type.split()),
        optional=not parameter.required,
        deprecated=parameter.deprecated,
        text=parameter.description,
        fields=tuple(map(_field, parameter.fields)),
    )


def _example(snapshot: SdkSnapshot, code: str) -> str:
    return code if "```" in code else _fence(snapshot, code)


def _fence(snapshot: SdkSnapshot, code: str) -> str:
    return f"```{snapshot.language}\n{code}\n```"


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))
