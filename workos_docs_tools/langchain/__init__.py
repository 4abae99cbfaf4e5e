"""The documentation for LangChain: loaders, retriever, tools, vector store."""

from __future__ import annotations

import asyncio
from inspect import getdoc
from typing import TYPE_CHECKING, Any

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, BaseToolkit, StructuredTool, ToolException
from pydantic import ConfigDict, Field, ValidationError

from workos_docs_loaders.errors import WorkOSDocsError
from workos_docs_tools.docs import WorkOSDocs, default_docs
from workos_docs_tools.errors import MissingExtraError
from workos_docs_tools.frameworks.documents import (
    Library,
    changelog_documents,
    document_id,
    document_metadata,
    document_text,
    hit_metadata,
    release_metadata,
)
from workos_docs_tools.langchain.embeddings import WorkOSDocsEmbeddings
from workos_docs_tools.tools import DEFAULT_MAX_TOKENS, DocsTools, invalid_argument, tool_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from langchain_chroma import Chroma
    from langchain_core.callbacks import (
        AsyncCallbackManagerForRetrieverRun,
        CallbackManagerForRetrieverRun,
    )

    from workos_docs_loaders import models
    from workos_docs_tools.index.store import Store
    from workos_docs_tools.results import Hit

__all__ = [
    "WorkOSChangelogLoader",
    "WorkOSDocsEmbeddings",
    "WorkOSDocsLoader",
    "WorkOSDocsRetriever",
    "WorkOSDocsToolkit",
]


class WorkOSDocsLoader(BaseLoader):
    """Loads every page of the documentation, then every changelog entry, as one Document each.

    Args:
        version: Published version such as `0.2.0`; the newest one if left out.
        source: A `.tgz`, an unpacked package or a directory of `.md` and `.mdx` files, instead of
            the published package.
        language: Language in which pages show their API reference; all languages if left out.
    """

    def __init__(
        self,
        version: str | None = None,
        *,
        source: str | Path | None = None,
        language: str | None = None,
    ) -> None:
        self.version = version
        self.source = source
        self.language = language

    def lazy_load(self) -> Iterator[Document]:
        """Yield the Documents; a page is rendered when the iterator reaches it."""
        library = Library.open(self.version, source=self.source, language=self.language)
        return map(_page_document, library)


class WorkOSChangelogLoader(BaseLoader):
    """Loads a changelog, WorkOS's own or that of an SDK, as one Document an entry.

    Args:
        source: A `CHANGELOG.md`, an RSS or Atom feed, a packaged JSON file, a checkout that holds
            one, or a URL; without it, the changelog that comes with the documentation.
        package: Name of the changelog that comes with the documentation; otherwise of the package
            whose entries do not name one.
        version: Version of the documentation, where its own changelog is loaded.
    """

    def __init__(
        self,
        source: str | Path | None = None,
        *,
        package: str | None = None,
        version: str | None = None,
    ) -> None:
        self.source = source
        self.package = package
        self.version = version

    def lazy_load(self) -> Iterator[Document]:
        """Yield the Documents in the changelog's own order."""
        entries = changelog_documents(self.source, package=self.package, version=self.version)
        for release, document in entries:
            loaded = _page_document(document)
            loaded.metadata |= release_metadata(release)
            yield loaded


class WorkOSDocsRetriever(BaseRetriever):
    """Retrieves the passages that answer a query best, as Documents with source and score.

    `k` and the filters may also be given at each call: `retriever.invoke(query, k=3)`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    docs: WorkOSDocs | None = Field(default=None, exclude=True, repr=False)
    """What to search; the newest documentation, opened on first use, if left out."""
    k: int = Field(default=5, ge=1)
    """Number of Documents."""
    product: str | None = None
    """Slug of a product: `sso`, `authkit`, `directory-sync` ..."""
    kind: str | None = None
    """`guide`, `api`, `object`, `event`, `glossary` or `changelog`."""
    language: str | None = None
    """SDK language in which API pages are shown: `python`, `js`, `curl` ..."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **overrides: Any
    ) -> list[Document]:
        return self._search(query, **overrides)

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **overrides: Any
    ) -> list[Document]:
        return await asyncio.to_thread(self._search, query, **overrides)

    def _search(self, query: str, **overrides: Any) -> list[Document]:
        own = {name: getattr(self, name) for name in ("k", "product", "kind", "language")}
        results = (self.docs or default_docs()).search(query, **{**own, **overrides})
        return [_hit_document(hit, results.low_confidence) for hit in results]


class WorkOSDocsToolkit(BaseToolkit):
    """The tools of the documentation for an agent: `create_agent(model, toolkit.get_tools())`."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    docs: WorkOSDocs | None = Field(default=None, exclude=True, repr=False)
    """What the tools answer from; the newest documentation if left out."""
    tools: tuple[str, ...] | None = None
    """Names of the tools wanted; all if left out."""
    product: str | None = None
    """Product that tools are narrowed to unless the model asks for another."""
    language: str | None = None
    """Language that tools answer in unless the model asks for another."""
    max_tokens: int = DEFAULT_MAX_TOKENS
    """Budget of a reply unless the model asks for another."""

    def get_tools(self) -> list[BaseTool]:
        """Return the tools. Their schemas list the values that the index holds.

        Raises:
            InvalidArgumentError: There is no tool, product or language of a name given.
        """
        names = tool_names(self.tools)
        tools = DocsTools(
            self.docs or default_docs(),
            product=self.product,
            language=self.language,
            max_tokens=self.max_tokens,
        )
        return [_tool(tools, name) for name in names]


def as_vectorstore(store: Store) -> Chroma:
    """Return a collection as a LangChain vector store.

    Raises:
        MissingExtraError: `langchain-chroma` is not installed.
    """
    try:
        from langchain_chroma import Chroma
    except ModuleNotFoundError as error:
        raise MissingExtraError("langchain-chroma") from error
    return Chroma(
        client=store.client,
        collection_name=store.collection.name,
        embedding_function=WorkOSDocsEmbeddings(store.embedder),
        relevance_score_fn=lambda distance: 1 - distance,  # Cosine distance to similarity.
        create_collection_if_not_exists=False,
    )


def _tool(tools: DocsTools, name: str) -> StructuredTool:
    def call(*positional: Any, **arguments: Any) -> tuple[str, list[dict[str, Any]]]:
        try:
            reply = tools.call(name, arguments, *positional)
        except WorkOSDocsError as error:
            raise ToolException(str(error)) from error
        return reply.text, reply.data

    async def acall(*positional: Any, **arguments: Any) -> tuple[str, list[dict[str, Any]]]:
        return await asyncio.to_thread(call, *positional, **arguments)

    return StructuredTool.from_function(
        call,
        acall,
        name=name,
        description=getdoc(getattr(tools, name)),
        args_schema=tools.arguments(name),
        response_format="content_and_artifact",
        handle_tool_error=True,
        handle_validation_error=_explain,
    )


def _explain(error: object) -> str:
    # Tools' arguments are pydantic 2 models; LangChain's type allows for those of version 1.
    assert isinstance(error, ValidationError)
    return str(invalid_argument(error))


def _page_document(document: models.Document) -> Document:
    return Document(
        id=document_id(document),
        page_content=document_text(document),
        metadata=document_metadata(document),
    )


def _hit_document(hit: Hit, low_confidence: bool) -> Document:
    metadata = hit_metadata(hit)
    metadata |= {"rank": hit.rank, "score": hit.score, "low_confidence": low_confidence}
    return Document(id=hit.node_id, page_content=hit.text, metadata=metadata)
