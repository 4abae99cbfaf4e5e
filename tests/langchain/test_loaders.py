"""The LangChain loaders on the real documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import LoaderWarning
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.langchain import WorkOSChangelogLoader, WorkOSDocsLoader

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_tools import WorkOSDocs

MISSING = "Code example not in this documentation package"


def test_every_page_and_changelog_entry_is_loaded_once(docs: WorkOSDocs) -> None:
    documents = WorkOSDocsLoader("0.2.0").load()
    assert len(documents) == docs.status().pages + 25
    assert len({document.id for document in documents}) == len(documents)
    assert {document.metadata["path"] for document in documents} == set(docs.index.by_path)
    assert all(document.metadata["source"].startswith("https://") for document in documents)


async def test_the_same_is_loaded_asynchronously() -> None:
    loader = WorkOSDocsLoader("0.2.0", language="python")
    assert [document.id async for document in loader.alazy_load()] == [
        document.id for document in loader.lazy_load()
    ]


def test_a_document_is_the_whole_page(docs: WorkOSDocs) -> None:
    for document in WorkOSDocsLoader("0.2.0", language="python").lazy_load():
        page = docs.page(document.metadata["path"], language="python")
        lines = [line for line in page.markdown.split("\n") if MISSING not in line]
        assert set(lines) <= {*document.page_content.split("\n"), ""}


def test_the_api_reference_is_shown_in_one_language_if_asked() -> None:
    def page(language: str | None) -> str:
        documents = WorkOSDocsLoader("0.2.0", language=language).lazy_load()
        path = "reference/organization/create"
        return next(d.page_content for d in documents if d.metadata["path"] == path)

    assert "(Ruby)" in page(None)
    assert "(Python)" in page(None)
    assert "(Ruby)" in page("rb")
    assert "(Python)" not in page("rb")
    with pytest.raises(InvalidArgumentError, match="Valid values: curl, js, python"):
        page("cobol")


def test_a_page_is_rendered_when_it_is_reached(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Good\n\nText.\n")
    (tmp_path / "b.md").write_text("# Bad\n\n```js\nnever closed\n")
    documents = WorkOSDocsLoader(source=tmp_path).lazy_load()
    assert next(documents).metadata["title"] == "Good"
    with pytest.raises(LoaderWarning, match=r"b\.md"):
        next(documents)


def test_the_packaged_changelog_is_loaded() -> None:
    documents = WorkOSChangelogLoader(version="0.2.0").load()
    assert len(documents) == 25
    assert documents[0].metadata["date"] == "2026-02-17"
    assert {document.metadata["package"] for document in documents} == {"workos-platform"}
    with pytest.raises(InvalidArgumentError, match="Valid values: workos-platform"):
        WorkOSChangelogLoader(package="workos-node", version="0.2.0").load()


def test_the_changelog_of_an_sdk_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "CHANGELOG.md"
    file.write_text(
        "# Changelog\n\n## 2.0.0 (2026-01-02)\n\n### Breaking changes\n\n- Gone: `portal`\n\n"
        "## 1.0.0 (2025-01-02)\n\n- First\n"
    )
    documents = WorkOSChangelogLoader(file, package="workos-python").load()
    assert {document.metadata["source"] for document in documents} == {str(file)}
    assert [
        (
            d.metadata["package"],
            d.metadata["release"],
            d.metadata["date"],
            d.metadata["breaking"],
        )
        for d in documents
    ] == [
        ("workos-python", "2.0.0", "2026-01-02", True),
        ("workos-python", "1.0.0", "2025-01-02", False),
    ]
    assert "Gone: `portal`" in documents[0].page_content
    assert len({document.id for document in documents}) == 2


def test_pages_of_a_directory_are_cited_by_their_files_or_below_a_base_url(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nSee [b](./b.md#c).")
    (tmp_path / "b.md").write_text("# B")
    base = "https://a.test/help"
    for base_url, links in (
        (None, ["a.md", "b.md", "b.md#c"]),
        (base, [f"{base}/a", f"{base}/b", f"{base}/b#c"]),
    ):
        first, second = WorkOSDocsLoader(source=tmp_path, base_url=base_url).load()
        assert [first.metadata["source"], second.metadata["source"]] == links[:2]
        assert f"[b]({links[2]})" in first.page_content
