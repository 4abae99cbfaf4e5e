"""A program over LangChain on the bare wheel: it runs, and loads no other framework."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from workos_docs_tools import WorkOSDocs
from workos_docs_tools.langchain import WorkOSDocsLoader, WorkOSDocsRetriever, WorkOSDocsToolkit

# Chroma keeps its files open, which Windows does not let go of before the process ends.
with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
    pages = Path(directory, "pages")
    pages.mkdir()
    (pages / "tea.md").write_text("# Tea\n\n## Brewing\n\nGreen tea is brewed at 80 degrees.\n")
    (pages / "coffee.md").write_text("# Coffee\n\n## Grinding\n\nA coarse grind for the press.\n")
    docs = WorkOSDocs.open(source=pages, persist_directory=Path(directory, "index"), progress=False)
    assert len(WorkOSDocsLoader(source=pages).load()) == 2
    [found] = WorkOSDocsRetriever(docs=docs, k=1).invoke("How hot is the water for green tea?")
    assert "80 degrees" in found.page_content
    [tool] = WorkOSDocsToolkit(docs=docs, tools=("workos_docs",)).get_tools()
    assert "coarse grind" in tool.invoke({"path": "coffee"})

assert not {"llama_index", "llama_index.core"} & sys.modules.keys()
