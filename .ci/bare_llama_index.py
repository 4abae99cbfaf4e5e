"""A program over LlamaIndex on the bare wheel: it runs, and loads no other framework."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from workos_docs_tools import WorkOSDocs
from workos_docs_tools.llama_index import WorkOSDocsReader, WorkOSDocsRetriever, WorkOSDocsToolSpec

# Chroma keeps its files open, which Windows does not let go of before the process ends.
with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
    pages = Path(directory, "pages")
    pages.mkdir()
    (pages / "tea.md").write_text("# Tea\n\n## Brewing\n\nGreen tea is brewed at 80 degrees.\n")
    (pages / "coffee.md").write_text("# Coffee\n\n## Grinding\n\nA coarse grind for the press.\n")
    docs = WorkOSDocs.open(source=pages, persist_directory=Path(directory, "index"), progress=False)
    assert len(WorkOSDocsReader(source=pages).load_data()) == 2
    [found] = WorkOSDocsRetriever(docs, k=1).retrieve("How hot is the water for green tea?")
    assert "80 degrees" in found.text
    [tool] = WorkOSDocsToolSpec(docs).to_tool_list(["workos_docs"])
    assert "coarse grind" in tool.call(path="coffee").content

assert not {"langchain", "langchain_core"} & sys.modules.keys()
