"""Pages and caches for the tests of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


HOSTILE = """\
---
title: Hostile page
---

A widget \x1b[31mturns red\x1b[0m, rings\x07 and [bold]stays[/bold] [link=https://evil.example]put
[/link] :smile: \x9b2J.
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory of two pages."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "gadgets.mdx").write_text("---\ntitle: Gadgets\n---\n\nA gadget is made of brass.\n")
    (pages / "widgets.mdx").write_text(HOSTILE)
    return pages


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache and index of this test's own."""
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
