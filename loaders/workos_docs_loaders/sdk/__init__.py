"""The official SDK packages as sources: read without running them, joined to the documentation.

A name is imported with what it needs when it is asked for: whoever searches what was indexed reads
no package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.lazy import exported

if TYPE_CHECKING:
    from workos_docs_loaders.sdk.exports import Exports, read_exports
    from workos_docs_loaders.sdk.joining.diff import MethodChange, SdkDiff, diff_versions
    from workos_docs_loaders.sdk.joining.documented import documented_methods
    from workos_docs_loaders.sdk.joining.join import Join, Joined, join_documentation
    from workos_docs_loaders.sdk.joining.methods import DocumentedMethod
    from workos_docs_loaders.sdk.models import (
        Fence,
        ReadmeSection,
        SdkClient,
        SdkConstant,
        SdkMethod,
        SdkPackage,
        SdkParameter,
        SdkSnapshot,
    )
    from workos_docs_loaders.sdk.nodes import sdk_documents, sdk_nodes, sdk_title
    from workos_docs_loaders.sdk.packages import DEFAULT_SDKS, SDKS, SdkDefinition
    from workos_docs_loaders.sdk.paths import method_path
    from workos_docs_loaders.sdk.reading import read_sdk
    from workos_docs_loaders.sdk.sources.installed import InstalledSdk, installed_sdks
    from workos_docs_loaders.sdk.sources.opening import NamedSdk, named_sdk, newest_sdk, open_sdk

__all__ = [
    "DEFAULT_SDKS",
    "SDKS",
    "DocumentedMethod",
    "Exports",
    "Fence",
    "InstalledSdk",
    "Join",
    "Joined",
    "MethodChange",
    "NamedSdk",
    "ReadmeSection",
    "SdkClient",
    "SdkConstant",
    "SdkDefinition",
    "SdkDiff",
    "SdkMethod",
    "SdkPackage",
    "SdkParameter",
    "SdkSnapshot",
    "diff_versions",
    "documented_methods",
    "installed_sdks",
    "join_documentation",
    "method_path",
    "named_sdk",
    "newest_sdk",
    "open_sdk",
    "read_exports",
    "read_sdk",
    "sdk_documents",
    "sdk_nodes",
    "sdk_title",
]

_HOMES = {
    "exports": "Exports read_exports",
    "joining.diff": "MethodChange SdkDiff diff_versions",
    "joining.documented": "documented_methods",
    "joining.join": "Join Joined join_documentation",
    "joining.methods": "DocumentedMethod",
    "models": (
        "Fence ReadmeSection SdkClient SdkConstant SdkMethod SdkPackage SdkParameter SdkSnapshot"
    ),
    "nodes": "sdk_documents sdk_nodes sdk_title",
    "packages": "DEFAULT_SDKS SDKS SdkDefinition",
    "paths": "method_path",
    "reading": "read_sdk",
    "sources.installed": "InstalledSdk installed_sdks",
    "sources.opening": "NamedSdk named_sdk newest_sdk open_sdk",
}
"""Names by the module that they are in."""

if not TYPE_CHECKING:  # Checkers know the names from above, and shall miss all others.
    __getattr__ = exported(__name__, _HOMES)
