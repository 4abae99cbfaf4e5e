"""What the tests of the loaders share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.models import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_loaders.corpus import Corpus
    from workos_docs_loaders.models import Document


@pytest.fixture(scope="session")
def documents(corpora: Mapping[str, Corpus]) -> Mapping[str, tuple[Document, ...]]:
    """All documents of each version."""
    return {version: tuple(corpus.documents()) for version, corpus in corpora.items()}


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Snapshot]:
    """Write files, by path, and return them as a snapshot."""

    def write(files: Mapping[str, str | bytes]) -> Snapshot:
        docs = tmp_path / "docs"
        docs.mkdir(exist_ok=True)
        for path, content in files.items():
            file = docs / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Snapshot(version="local", docs=docs, changelogs=None)

    return write
