"""The LlamaIndex readers on the real documentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from workos_docs_tools.errors import PageNotFoundError
from workos_docs_tools.llama_index import (
    WorkOSChangelogReader,
    WorkOSDocsNodeParser,
    WorkOSDocsReader,
)

if TYPE_CHECKING:
    from pathlib import Path

    from llama_index.core.schema import Document

    from workos_docs_tools import WorkOSDocs


def test_every_page_and_changelog_entry_is_read_once(
    pages: list[Document], docs: WorkOSDocs
) -> None:
    assert {page.metadata["path"] for page in pages} == set(docs.index.by_path)
    assert len({page.doc_id for page in pages}) == len(pages) == len(docs.index.by_path)


def test_single_resources_are_listed_and_loaded(pages: list[Document]) -> None:
    reader = WorkOSDocsReader(version="0.2.0")
    paths = reader.list_resources()
    assert paths == [page.metadata["path"] for page in pages]
    chosen = ["sso/login-flows", paths[-1]]
    assert [d.hash for d in reader.load_resources(chosen)] == [
        page.hash for page in pages if page.metadata["path"] in chosen
    ]
    info = reader.get_resource_info("sso/login-flows")
    assert info["source"] == "https://workos.com/docs/sso/login-flows"
    with pytest.raises(PageNotFoundError, match="Did you mean: sso/login-flows"):
        reader.load_resource("sso/login-flow")
    assert reader.get_resource_info(f"{info['source']}#sp-initiated") == info


def test_a_reader_can_be_written_down_and_read_back() -> None:
    reader = WorkOSDocsReader(version="0.2.0", language="python")
    written = json.loads(json.dumps(reader.to_dict()))
    assert WorkOSDocsReader.from_dict(written).to_dict() == reader.to_dict()


@pytest.mark.parametrize("kind", [WorkOSDocsReader, WorkOSChangelogReader, WorkOSDocsNodeParser])
def test_an_option_that_there_is_not_is_refused(kind: Any) -> None:
    with pytest.raises(ValidationError, match="verson"):
        kind(verson="0.2.0")


def test_the_packaged_changelog_is_read() -> None:
    reader = WorkOSChangelogReader(version="0.2.0")
    entries = reader.load_data()
    assert len(entries) == 25
    assert reader.list_resources() == [entry.metadata["path"] for entry in entries]
    path = entries[3].metadata["path"]
    assert reader.get_resource_info(path)["package"] == "workos-platform"
    with pytest.raises(PageNotFoundError):
        reader.load_resource("changelog/none")


def test_the_changelog_of_an_sdk_is_read(tmp_path: Path) -> None:
    file = tmp_path / "CHANGELOG.md"
    file.write_text("# Changelog\n\n## 2.0.0\n\n- New\n\n## 1.0.0\n\n- First\n")
    entries = WorkOSChangelogReader(source=file, package="workos-go").load_data()
    assert [entry.metadata["release"] for entry in entries] == ["2.0.0", "1.0.0"]
    assert len({entry.doc_id for entry in entries}) == 2


def test_pages_of_a_directory_are_cited_by_their_files_or_below_a_base_url(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n## C\n\nText.")
    base = "https://a.test/help"
    for base_url, url in ((None, "a.md"), (base, f"{base}/a")):
        reader = WorkOSDocsReader(source=tmp_path, base_url=base_url)
        [document] = reader.load_data()
        assert document.metadata["source"] == url
        assert reader.load_resource(url)[0].metadata["path"] == "a"
