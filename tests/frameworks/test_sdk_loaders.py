"""SDKs as Documents of either framework, without an index."""

from __future__ import annotations

import pytest

from workos_docs_tools.errors import PageNotFoundError
from workos_docs_tools.langchain import WorkOSSdkLoader
from workos_docs_tools.llama_index import WorkOSSdkReader

SOURCE = "authkit-nextjs@4.3.2"


def test_both_frameworks_load_the_same_documents() -> None:
    loaded = WorkOSSdkLoader(SOURCE).load()
    read = WorkOSSdkReader(source=SOURCE).load_data()
    assert [(document.id, document.page_content, document.metadata) for document in loaded] == [
        (document.id_, document.text, document.metadata) for document in read
    ]
    assert {document.metadata["language"] for document in loaded} == {"js"}
    assert {document.metadata["kind"] for document in loaded} == {"sdk"}


def test_resources_are_the_paths_of_documents() -> None:
    reader = WorkOSSdkReader(source=SOURCE)
    assert "sdk/authkit-nextjs/withAuth" in reader.list_resources()
    (document,) = reader.load_resource("sdk/authkit-nextjs/withAuth")
    assert reader.get_resource_info("sdk/authkit-nextjs/withAuth") == document.metadata
    with pytest.raises(PageNotFoundError, match="withAuth"):
        reader.load_resource("sdk/authkit-nextjs/withAuht")
