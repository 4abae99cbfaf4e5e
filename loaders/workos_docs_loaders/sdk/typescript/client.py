"""How the client of an npm package is imported and constructed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.models import SdkClient
from workos_docs_loaders.sdk.typescript.jsdoc import read_jsdoc
from workos_docs_loaders.sdk.typescript.methods import place, read_parameters, signature
from workos_docs_loaders.sdk.typescript.parsing.syntax import comment_before
from workos_docs_loaders.sdk.typescript.services import CLIENT

if TYPE_CHECKING:
    from workos_docs_loaders.sdk.models import SdkSnapshot
    from workos_docs_loaders.sdk.typescript.fields import FieldReader
    from workos_docs_loaders.sdk.typescript.parsing.declarations import Declarations


def read_client(
    declarations: Declarations,
    sources: Declarations,
    snapshot: SdkSnapshot,
    fields: FieldReader,
) -> SdkClient | None:
    """Return how the client is constructed, or None for a package without one."""
    declared = next(iter(declarations.classes.get(CLIENT, ())), None)
    if declared is None:
        return None
    constructors = declarations.constructor(CLIENT)
    comments = (comment_before(one.node) for one in (*constructors, *sources.constructor(CLIENT)))
    documentation = read_jsdoc(next(filter(None, comments), ""))
    path, line = place(next(iter(sources.classes.get(CLIENT, ())), declared))
    path = snapshot.source_path(path)
    return SdkClient(
        name=CLIENT,
        import_statement=f"import {{ {CLIENT} }} from '{snapshot.package}';",
        # The form that all versions take; newer ones take an object as well.
        construction=f"const workos = new {CLIENT}('sk_...', {{ clientId: 'client_...' }});",
        signatures=tuple(signature(f"new {CLIENT}", one.node) for one in constructors),
        parameters=read_parameters(constructors, documentation, fields),
        async_name="",
        description=documentation.description,
        path=path,
        line=line,
        url=snapshot.source_url(path, line),
    )
