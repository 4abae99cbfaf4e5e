"""Opening the documentation beside the protocol."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.embeddings import MiniLMEmbedder
from workos_docs_tools.errors import StoreError
from workos_docs_tools.mcp import opening as opening_module
from workos_docs_tools.mcp.opening import Opening
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from workos_docs_tools import WorkOSDocs
    from workos_docs_tools.embeddings import TextTokens


async def test_who_waits_is_told_so_and_served_when_it_is_open(
    docs: WorkOSDocs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening_module, "_REPORT_SECONDS", 0.01)
    go_on, told = Event(), []

    def open_tools() -> DocsTools:
        assert go_on.wait(60)
        return DocsTools(docs)

    async def report(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, message))
        if len(told) == 3:
            go_on.set()

    opening = Opening(open_tools)
    assert await opening.within(0) is None
    assert opening.is_busy
    tools = await opening.tools(report)
    assert tools.docs is docs
    assert await opening.within(60) is tools
    assert told == sorted(told)
    assert "reading" in str(told[0][1])


async def test_a_failure_is_told_and_tried_again(
    docs: WorkOSDocs, caplog: pytest.LogCaptureFixture
) -> None:
    failures = [StoreError("The disk is full.")]

    def open_tools() -> DocsTools:
        if failures:
            raise failures.pop()
        return DocsTools(docs)

    async def unheard(*_: object) -> None:
        raise AssertionError

    opening = Opening(open_tools)
    first = opening.start()
    with pytest.raises(StoreError, match="full"):
        await asyncio.wrap_future(first)
    assert "The disk is full." in caplog.text
    assert (await opening.tools(unheard)).docs is docs


@pytest.mark.parametrize("fails", [False, True])
async def test_tools_answer_provisionally_until_the_index_is_complete(
    open_tree: Callable[..., WorkOSDocs], caplog: pytest.LogCaptureFixture, fails: bool
) -> None:
    may, failures = Event(), [StoreError("The disk is full.")] if fails else []

    class Gated(MiniLMEmbedder):
        def embed_documents_with_tokens(
            self, texts: Sequence[str]
        ) -> tuple[NDArray[np.float32], list[TextTokens]]:
            assert may.wait(60)
            if failures:
                raise failures.pop()
            return super().embed_documents_with_tokens(texts)

    def open_tools() -> DocsTools:
        pages = {"widgets.md": "# Widgets\n\nA widget turns.\n"}
        return DocsTools(open_tree(pages, embedder=Gated(), sdks=(), wait=False))

    async def unheard(*_: object) -> None:
        """Whoever is told of progress need not listen."""

    opening = Opening(open_tools)
    first = await opening.tools(unheard)
    assert "Still indexing: lexical results, 0 of 1 nodes" in first.workos_search("widget").text
    may.set()
    assert await opening.complete() is not fails
    if fails:
        with pytest.raises(StoreError, match="full"):
            first.workos_search("widget")
        assert "The disk is full." in caplog.text
        await opening.tools(unheard)
        assert await opening.complete()
    tools = await opening.tools(unheard)
    assert tools is not first
    assert not tools.docs.is_indexing
    assert "Still indexing" not in tools.workos_search("widget").text
