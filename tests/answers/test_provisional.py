"""Answers while the documentation is being indexed."""

from __future__ import annotations

import subprocess
import sys
from threading import Event
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import SourceError
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.embeddings import MiniLMEmbedder
from workos_docs_tools.errors import StoreError
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from workos_docs_loaders.models import Snapshot
    from workos_docs_tools.embeddings import TextTokens

GUIDES = ("sso/index.mdx", "sso/login-flows.mdx", "authkit/sessions.mdx", "glossary.mdx")
QUESTION = "how long does a session last"


class Gated(MiniLMEmbedder):
    """The bundled model, which embeds documents only when it may, and may fail first."""

    def __init__(self) -> None:
        self.__dict__.update(may=Event(), failures=[])
        super().__init__()

    def embed_documents_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TextTokens]]:
        may: Event = self.__dict__["may"]
        assert may.wait(60)
        failures: list[Exception] = self.__dict__["failures"]
        if failures:
            raise failures.pop()
        return super().embed_documents_with_tokens(texts)


@pytest.fixture
def gated() -> Gated:
    return Gated()


@pytest.fixture
def guides(tmp_path: Path, snapshots: Mapping[str, Snapshot]) -> Path:
    """Some guides of the documentation, in a directory."""
    docs = snapshots["0.2.0"].docs
    for name in GUIDES:
        copied = tmp_path / "source" / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes((docs / name).read_bytes())
    return tmp_path / "source"


def opened(source: Path, tmp_path: Path, embedder: MiniLMEmbedder | None = None) -> WorkOSDocs:
    return WorkOSDocs.open(
        source=source,
        persist_directory=tmp_path / "index",
        embedder=embedder,
        sdks=(),
        wait=False,
        progress=False,
    )


def test_words_answer_until_the_index_is_complete(
    guides: Path, tmp_path: Path, gated: Gated
) -> None:
    docs = opened(guides, tmp_path, gated)
    assert docs.is_indexing
    first = docs.search(QUESTION, k=3)
    assert first.provisional
    assert len(first) == 3
    assert any("session" in hit.text.lower() for hit in first)
    total = len(docs.index.searched)
    assert first.notice == f"Still indexing: lexical results, 0 of {total} nodes embedded."
    assert first.notice in DocsTools(docs).workos_search(QUESTION).text
    # All else that needs no vectors is as it will be.
    page, values, version = docs.page("sso").markdown, docs.index.values, docs.version
    assert docs.is_indexing
    gated.may.set()
    docs.wait()
    assert not docs.is_indexing
    assert docs.report is not None
    assert docs.report.embedded
    found = docs.search(QUESTION, k=3)
    assert not found.provisional
    assert not found.notice
    assert docs.engine.tokens is not None
    assert (docs.page("sso").markdown, docs.index.values, docs.version) == (page, values, version)
    docs.close()


def test_what_is_indexed_already_is_searched_whole_at_once(guides: Path, tmp_path: Path) -> None:
    with opened(guides, tmp_path) as docs:
        docs.wait()
        expected = docs.search(QUESTION)
    with opened(guides, tmp_path) as docs:
        assert docs.search(QUESTION) == expected
        assert not expected.provisional


def test_what_fails_is_raised_by_the_next_call(tmp_path: Path) -> None:
    docs = opened(tmp_path / "missing", tmp_path)
    for ask in (lambda: docs.search(QUESTION), docs.status, lambda: docs.version, docs.wait):
        with pytest.raises(SourceError, match="missing"):
            ask()
    docs.close()


def test_a_build_that_fails_is_told_after_provisional_answers(
    guides: Path, tmp_path: Path, gated: Gated
) -> None:
    docs = opened(guides, tmp_path, gated)
    assert docs.search(QUESTION).provisional
    gated.__dict__["failures"].append(StoreError("The disk is full."))
    gated.may.set()
    with pytest.raises(StoreError, match="full"):
        docs.wait()
    with pytest.raises(StoreError, match="full"):
        docs.search(QUESTION)
    # It can be tried again, and goes on with what was stored.
    assert docs.refresh(progress=False).embedded
    assert not docs.search(QUESTION).provisional
    docs.close()


def test_closing_ends_the_build_and_keeps_what_is_stored(
    guides: Path, tmp_path: Path, gated: Gated
) -> None:
    docs = opened(guides, tmp_path, gated)
    assert docs.search(QUESTION).provisional
    gated.may.set()
    docs.close()
    with pytest.raises(StoreError, match="closed"):
        docs.search(QUESTION)
    again = WorkOSDocs.open(
        source=guides, persist_directory=tmp_path / "index", sdks=(), progress=False
    )
    assert again.report is not None
    assert again.report.embedded < len(again.index.searched)
    again.close()


def test_a_process_may_end_while_it_indexes(guides: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from workos_docs_tools import WorkOSDocs\n"
        "docs = WorkOSDocs.open(source=sys.argv[1], persist_directory=sys.argv[2], sdks=(),"
        " wait=False, progress=False)\n"
        "print(docs.search('session', k=1).provisional)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, guides, tmp_path / "index"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


async def test_the_event_loop_is_free_meanwhile(guides: Path, tmp_path: Path, gated: Gated) -> None:
    docs = await WorkOSDocs.aopen(
        source=guides,
        persist_directory=tmp_path / "index",
        embedder=gated,
        sdks=(),
        wait=False,
        progress=False,
    )
    assert (await docs.asearch(QUESTION)).provisional
    gated.may.set()
    docs.close()
