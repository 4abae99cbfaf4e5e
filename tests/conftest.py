"""The real documentation, fetched and indexed once a run; `WORKOS_DOCS_HOME` says where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.source import open_source
from workos_docs_tools import WorkOSDocs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.models import Node, Snapshot, SourceFile

VERSIONS = ("0.1.0", "0.2.0")


@pytest.fixture(scope="session")
def snapshots() -> Mapping[str, Snapshot]:
    """The published snapshots by version."""
    return {version: open_source(version=version) for version in VERSIONS}


@pytest.fixture(scope="session")
def corpora(snapshots: Mapping[str, Snapshot]) -> Mapping[str, Corpus]:
    """The corpora by version, read in strict mode: the published files have no problem."""
    return {
        version: Corpus.read(snapshot, strict=True) for version, snapshot in snapshots.items()
    }


@pytest.fixture(scope="session")
def source_files(corpora: Mapping[str, Corpus]) -> Mapping[str, tuple[SourceFile, ...]]:
    """All files of each version."""
    return {version: corpus.files for version, corpus in corpora.items()}


@pytest.fixture(scope="session")
def corpus_nodes(corpora: Mapping[str, Corpus]) -> Mapping[str, tuple[Node, ...]]:
    """All nodes of each version."""
    return {version: tuple(corpus.nodes()) for version, corpus in corpora.items()}


@pytest.fixture(scope="session")
def docs() -> WorkOSDocs:
    """The documentation 0.2.0, indexed with the bundled model."""
    return WorkOSDocs.open("0.2.0", progress=False)


@pytest.fixture(scope="session")
def docs_010() -> WorkOSDocs:
    """The documentation 0.1.0, indexed with the bundled model."""
    return WorkOSDocs.open("0.1.0", progress=False)
