"""The official SDK packages as sources: read without running them, joined to the documentation."""

from __future__ import annotations

from workos_docs_loaders.sdk.exports import Exports, read_exports
from workos_docs_loaders.sdk.joining.diff import MethodChange, SdkDiff, diff_versions
from workos_docs_loaders.sdk.joining.documented import DocumentedMethod, documented_methods
from workos_docs_loaders.sdk.joining.join import Join, Joined, join_documentation
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
from workos_docs_loaders.sdk.nodes import method_path, sdk_documents, sdk_nodes, sdk_title
from workos_docs_loaders.sdk.packages import DEFAULT_SDKS, SDKS, SdkDefinition
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
