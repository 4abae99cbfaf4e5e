"""What the tests of the LangChain adapter share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.langchain import WorkOSDocsRetriever, WorkOSDocsToolkit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from langchain_core.tools import BaseTool

    from workos_docs_tools import WorkOSDocs


@pytest.fixture
def retriever(docs: WorkOSDocs) -> WorkOSDocsRetriever:
    return WorkOSDocsRetriever(docs=docs, k=3)


@pytest.fixture
def tools(docs: WorkOSDocs) -> Mapping[str, BaseTool]:
    return {tool.name: tool for tool in WorkOSDocsToolkit(docs=docs).get_tools()}
