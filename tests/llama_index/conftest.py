"""What the tests of the LlamaIndex adapter share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.llama_index import WorkOSDocsReader, WorkOSDocsRetriever, WorkOSDocsToolSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import Document
    from llama_index.core.tools import FunctionTool

    from workos_docs_tools import WorkOSDocs


@pytest.fixture
def retriever(docs: WorkOSDocs) -> WorkOSDocsRetriever:
    return WorkOSDocsRetriever(docs, k=3)


@pytest.fixture(scope="session")
def pages() -> list[Document]:
    return WorkOSDocsReader(version="0.2.0").load_data()


@pytest.fixture(scope="session")
def index(docs: WorkOSDocs) -> VectorStoreIndex:
    return docs.as_llama_index()


@pytest.fixture
def tools(docs: WorkOSDocs) -> Mapping[str, FunctionTool]:
    return {tool.metadata.get_name(): tool for tool in WorkOSDocsToolSpec(docs).to_tool_list()}
