"""The magics, and every call while the event loop of a notebook runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from workos_docs_tools import WorkOSDocs
from workos_docs_tools.docs import default_docs
from workos_docs_tools.langchain import WorkOSDocsToolkit
from workos_docs_tools.llama_index import WorkOSDocsRetriever

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


QUESTION = "How do I verify a webhook signature?"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell(config=Config(HistoryManager={"enabled": False}))
    shell.run_line_magic("load_ext", "workos_docs_tools")
    return shell


@pytest.mark.usefixtures("docs")
def test_the_magics_search_the_newest_documentation(shell: InteractiveShell) -> None:
    expected = default_docs().search("session lifetime")
    assert shell.run_line_magic("workos", "session lifetime") == expected
    assert shell.run_cell_magic("workos", "", "session lifetime\n") == expected


@pytest.mark.usefixtures("docs")
def test_a_magic_takes_options(shell: InteractiveShell) -> None:
    line = "create an organization -k 2 --language js --product authkit --version 0.2.0"
    docs = WorkOSDocs.open("0.2.0", progress=False)
    expected = docs.search("create an organization", k=2, language="js", product="authkit")
    assert shell.run_line_magic("workos", line) == expected


@pytest.mark.parametrize("line", ["", "--language", "-k many sso", "--lang js sso --nothing"])
def test_a_magic_says_how_it_is_used(shell: InteractiveShell, line: str) -> None:
    with pytest.raises(UsageError, match=r"usage: workos .*--language LANGUAGE"):
        shell.run_line_magic("workos", line)
    magic = shell.find_line_magic("workos")
    assert "number of passages" in (magic.__doc__ or "")


def test_the_extension_can_be_unloaded(shell: InteractiveShell) -> None:
    shell.run_line_magic("unload_ext", "workos_docs_tools")
    assert shell.find_line_magic("workos") is None
    assert shell.find_cell_magic("workos") is None
    shell.run_line_magic("load_ext", "workos_docs_tools")
    assert shell.find_line_magic("workos")


async def test_every_call_works_while_an_event_loop_runs(docs: WorkOSDocs) -> None:
    retriever = WorkOSDocsRetriever(docs, k=2)
    search = WorkOSDocsToolkit(docs=docs).get_tools()[0]
    calls: list[Callable[[], object]] = [
        lambda: docs.search(QUESTION),
        lambda: docs.page("sso"),
        lambda: docs.changelog(),
        lambda: retriever.retrieve(QUESTION),
        lambda: search.invoke({"query": QUESTION}),
        docs.status,
    ]
    for call in calls:
        assert call()
