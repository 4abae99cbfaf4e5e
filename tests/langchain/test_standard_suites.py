"""LangChain's standard suites for retrievers, tools and vector stores, unmodified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import chromadb
import pytest
from langchain_chroma import Chroma
from langchain_tests.integration_tests import (
    RetrieversIntegrationTests,
    ToolsIntegrationTests,
    VectorStoreIntegrationTests,
)
from langchain_tests.unit_tests import ToolsUnitTests

from workos_docs_tools.langchain import WorkOSDocsEmbeddings, WorkOSDocsRetriever, WorkOSDocsToolkit
from workos_docs_tools.tools import TOOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from langchain_core.embeddings import Embeddings
    from langchain_core.tools import BaseTool

    from workos_docs_tools import WorkOSDocs

_EXAMPLES: dict[str, dict[str, Any]] = {
    "workos_search": {"query": "verify a webhook", "max_results": 3, "language": "python"},
    "workos_docs": {"path": "sso/login-flows", "max_tokens": 500},
    "workos_api": {"name": "createOrganization", "language": "js"},
    "workos_examples": {"topic": "exchange a code for a profile", "language": "python"},
    "workos_changelogs": {"since": "2025-01-01", "query": "Directory Sync"},
    "workos_check": {"code": "from workos import WorkOSClient\nWorkOSClient().portal.x()\n"},
}


@pytest.fixture(scope="class")
def _opened(request: pytest.FixtureRequest, sdk_docs: WorkOSDocs) -> None:
    # The suites ask for what they test in properties, which cannot take fixtures.
    request.cls.docs = sdk_docs


@pytest.mark.usefixtures("_opened")
class TestRetriever(RetrieversIntegrationTests):
    docs: WorkOSDocs

    @property
    def retriever_constructor(self) -> type[WorkOSDocsRetriever]:
        return WorkOSDocsRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"docs": self.docs}

    @property
    def retriever_query_example(self) -> str:
        return "How do I verify a webhook signature?"


@pytest.fixture(scope="class", params=TOOL_NAMES)
def _each_tool(request: pytest.FixtureRequest) -> None:
    request.cls.name = request.param


class _Tool:
    docs: WorkOSDocs
    name: str

    @property
    def tool_constructor(self) -> BaseTool:
        [tool] = WorkOSDocsToolkit(docs=self.docs, tools=(self.name,)).get_tools()
        return tool

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return _EXAMPLES[self.name]


@pytest.mark.usefixtures("_opened", "_each_tool")
class TestToolUnit(_Tool, ToolsUnitTests):
    pass


@pytest.mark.usefixtures("_opened", "_each_tool")
class TestToolIntegration(_Tool, ToolsIntegrationTests):
    pass


class TestVectorStore(VectorStoreIntegrationTests):
    """A collection of a user's own, with our embeddings: ours cannot be written to."""

    @staticmethod
    def get_embeddings() -> Embeddings:
        return WorkOSDocsEmbeddings()

    @pytest.fixture
    def vectorstore(self, tmp_path: Path) -> Iterator[Chroma]:
        client = chromadb.PersistentClient(tmp_path)
        yield Chroma(
            client=client, collection_name="mine", embedding_function=self.get_embeddings()
        )
        client.close()
