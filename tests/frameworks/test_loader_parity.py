"""Both frameworks' loaders yield the same documents in the same order, as lazily."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from llama_index.core.schema import MetadataMode

from workos_docs_loaders.errors import LoaderWarning
from workos_docs_tools.langchain import WorkOSDocsLoader
from workos_docs_tools.llama_index import WorkOSDocsReader

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])
def test_both_yield_the_same_documents_in_the_same_order(version: str) -> None:
    loaded = WorkOSDocsLoader(version).lazy_load()
    read = WorkOSDocsReader(version=version).lazy_load_data()
    pairs = list(zip(loaded, read, strict=True))
    assert len(pairs) == {"0.1.0": 415, "0.2.0": 527}[version] + 25
    for ours, theirs in pairs:
        assert ours.id == theirs.id_
        assert ours.page_content == theirs.get_content(MetadataMode.NONE)
        assert ours.metadata == theirs.metadata


def test_both_render_a_page_only_when_it_is_reached(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"page-{number}.md").write_text(f"# Page {number}\n\nText.\n")
    (tmp_path / "page-z.md").write_text("# Broken\n\n<Callout>\n")
    for documents in (
        iter(WorkOSDocsLoader(source=tmp_path).lazy_load()),
        iter(WorkOSDocsReader(source=tmp_path).lazy_load_data()),
    ):
        for _ in range(10):
            next(documents)  # A warning here would be an error: the broken page was not rendered.
        with pytest.warns(LoaderWarning, match=r"page-z\.md:3"):
            next(documents)
