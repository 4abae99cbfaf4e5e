"""What users may rely on: names of the package, and the fixed signatures."""

from __future__ import annotations

import ast
import copy
import inspect
import pickle
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import workos_docs_tools
from workos_docs_loaders import errors as loader_errors
from workos_docs_tools import WorkOSDocs, errors, langchain, llama_index
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from types import ModuleType

CONSUMER = Path(__file__).with_name("consumer.py")
ROOT = Path(__file__).parents[1]
PUBLIC = {
    "workos_docs_loaders.changelog": "parse_changelog parse_feed parse_packaged read_changelog",
    "workos_docs_loaders.corpus": "Corpus release_documents",
    "workos_docs_loaders.errors": "ArchiveError FetchError LoaderWarning NpmNotFoundError "
    "ParseError SourceError SourceNotFoundError UnknownVersionError WorkOSDocsError reading report",
    "workos_docs_loaders.models": "ApiEntry Document Node NodeHeading Problem Release Section "
    "Snapshot SourceFile",
    "workos_docs_loaders.sdk": "DEFAULT_SDKS SDKS DocumentedMethod Exports Fence "
    "InstalledSdk Join Joined MethodChange NamedSdk ReadmeSection "
    "SdkClient SdkConstant SdkDefinition SdkDiff SdkMethod "
    "SdkPackage SdkParameter SdkSnapshot diff_versions "
    "documented_methods installed_sdks join_documentation "
    "method_path named_sdk newest_sdk open_sdk read_exports "
    "read_sdk sdk_documents sdk_nodes sdk_title",
    "workos_docs_loaders.source": "LOCAL_VERSION PACKAGE fetched_versions home open_source",
    "workos_docs_tools.embeddings": "Embedder MiniLMEmbedder TextTokens TokenEmbedder as_embedder",
    "workos_docs_tools.embeddings.chroma": "WorkOSMiniLM",
    "workos_docs_tools.errors": "EmbedderMismatchError IncompleteIndexError InvalidArgumentError "
    "InvalidEmbedderError MissingExtraError ModelFileError NameNotFoundError PageNotFoundError "
    "ReadOnlyError ServerAwayError StoreBusyError StoreError",
    "workos_docs_tools.langchain": "WorkOSChangelogLoader WorkOSDocsEmbeddings WorkOSDocsLoader "
    "WorkOSDocsRetriever WorkOSDocsToolkit WorkOSSdkLoader",
    "workos_docs_tools.llama_index": "WorkOSChangelogReader WorkOSDocsEmbedding "
    "WorkOSDocsNodeParser WorkOSDocsReader WorkOSDocsRetriever WorkOSDocsToolSpec "
    "WorkOSSdkReader",
    "workos_docs_tools.answers.diff.changes": "DocsChange DocsDiff",
    "workos_docs_tools.answers.findings": "Finding Findings",
    "workos_docs_tools.answers.versions": "DocsVersion DocsVersions known_versions",
    "workos_docs_tools.results": "Example Examples Hit Item Items Page PageLink PageSection "
    "Releases SearchResults ShownRelease Status",
    "workos_docs_tools.tools": "DEFAULT_MAX_TOKENS MIN_MAX_TOKENS TOOLS TOOL_NAMES DocsTools Reply "
    "Tool invalid_argument tool_names",
}
"""Public names by module; whatever is not listed may change at any time."""


def test_the_package_exports_exactly_this() -> None:
    assert workos_docs_tools.__all__ == [
        "Example",
        "Hit",
        "Page",
        "SearchResults",
        "Status",
        "WorkOSDocs",
        "WorkOSDocsError",
    ]
    for name in workos_docs_tools.__all__:
        assert getattr(workos_docs_tools, name).__doc__


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (
            WorkOSDocs.open,
            [
                "version",
                "source",
                "base_url",
                "sdks",
                "changelogs",
                "persist_directory",
                "client",
                "embedder",
                "reranker",
                "wait",
                "progress",
            ],
        ),
        (
            WorkOSDocs.search,
            [
                "query",
                "k",
                "language",
                "product",
                "kind",
                "exclude_product",
                "similar_to",
                "min_score",
            ],
        ),
        (WorkOSDocs.page, ["path_or_url", "section", "language", "frontend", "backend"]),
        (WorkOSDocs.lookup, ["name", "language"]),
        (WorkOSDocs.examples, ["topic", "language"]),
        (
            WorkOSDocs.changelog,
            ["package", "since", "until", "query", "breaking", "source"],
        ),
        (WorkOSDocs.check, ["code_or_path", "language", "sdk"]),
        (WorkOSDocs.diff, ["old", "new", "under"]),
        (
            DocsTools.workos_search,
            ["query", "max_results", "product", "kind", "language", "max_tokens"],
        ),
        (
            DocsTools.workos_docs,
            ["path", "section", "language", "max_tokens", "start", "frontend", "backend"],
        ),
        (DocsTools.workos_api, ["name", "language", "max_tokens"]),
        (DocsTools.workos_examples, ["topic", "language", "max_tokens"]),
        (
            DocsTools.workos_changelogs,
            ["package", "since", "until", "query", "breaking", "max_tokens"],
        ),
        (DocsTools.workos_check, ["code", "language", "sdk", "max_tokens"]),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_signatures_are_fixed(function: object, parameters: list[str]) -> None:
    assert callable(function)
    assert [name for name in inspect.signature(function).parameters if name != "self"] == parameters


def public_names(module: ModuleType) -> set[str]:
    """Return what a module exports, or else what it defines without a leading underscore."""
    if hasattr(module, "__all__"):
        return {*module.__all__}
    own = {name for name, value in vars(module).items() if is_of(value, module)}
    return {name for name in own if not name.startswith("_")}


def is_of(value: object, module: ModuleType) -> bool:
    return getattr(value, "__module__", None) == module.__name__


def test_what_is_public_is_what_the_reference_lists() -> None:
    listed = {
        name
        for page in (ROOT / "docs" / "reference").glob("*.md")
        for name in re.findall(r"^::: (\S+)", page.read_text("utf-8"), re.MULTILINE)
    }
    # Of its module the façade alone is public.
    listed.remove("workos_docs_tools.docs.WorkOSDocs")
    assert listed == PUBLIC.keys()
    for name, names in PUBLIC.items():
        module = import_module(name)
        assert public_names(module) == {*names.split()}, name
        for item in names.split():
            value = getattr(module, item)
            assert not inspect.isclass(value) or value.__doc__, item


def test_both_frameworks_have_their_own_forms() -> None:
    assert {"WorkOSDocsLoader", "WorkOSChangelogLoader", "WorkOSDocsRetriever"} < {
        *langchain.__all__
    }
    assert "WorkOSDocsToolkit" in langchain.__all__
    assert {
        "WorkOSDocsReader",
        "WorkOSChangelogReader",
        "WorkOSDocsNodeParser",
        "WorkOSDocsRetriever",
        "WorkOSDocsToolSpec",
    } <= {*llama_index.__all__}


def test_the_program_that_type_checkers_read_uses_every_public_name() -> None:
    nodes = list(ast.walk(ast.parse(CONSUMER.read_text("utf-8"))))
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    used |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    modules = (workos_docs_tools, langchain, llama_index)
    public = {name for module in modules for name in module.__all__}
    public |= {name for name, value in vars(errors).items() if inspect.isclass(value)}
    for owner in (WorkOSDocs, DocsTools):
        public |= vars(owner).keys()
    for name in ("Example", "Hit", "Page", "SearchResults", "Status"):
        public |= getattr(workos_docs_tools, name).__annotations__.keys()
    assert {name for name in public if not name.startswith("_")} <= used


@pytest.mark.parametrize(
    "error",
    [
        errors.InvalidArgumentError("k", 0, valid=("1",), hint="Ask for one."),
        errors.PageNotFoundError("x", ("y",), section="z"),
        errors.NameNotFoundError("x", ("y",)),
        errors.EmbedderMismatchError("x", built_with="y", asked="z"),
        errors.MissingExtraError("mcp", "mcp"),
        errors.ReadOnlyError("x", "y"),
        loader_errors.ParseError("odd", path="a.mdx", line=3),
        loader_errors.UnknownVersionError("1", ["2"]),
        loader_errors.FetchError("refused"),
    ],
)
def test_another_process_gets_an_error_as_it_is(error: loader_errors.WorkOSDocsError) -> None:
    for copied in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(copied) is type(error)
        assert (str(copied), vars(copied)) == (str(error), vars(error))
