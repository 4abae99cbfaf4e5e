"""The WorkOS documentation as retrievers and tools for agent frameworks.

`WorkOSDocs.open()` is the way in; `workos_docs_tools.langchain` and `workos_docs_tools.llama_index`
hold the same engine in the forms of these frameworks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.errors import WorkOSDocsError
from workos_docs_tools import distribution
from workos_docs_tools.docs import WorkOSDocs
from workos_docs_tools.results import Example, Hit, Page, SearchResults, Status

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["Example", "Hit", "Page", "SearchResults", "Status", "WorkOSDocs", "WorkOSDocsError"]

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        if name == "__version__":  # Late: the metadata of a distribution takes long to import.
            return distribution.version()
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the magics `%workos` and `%%workos`: `%load_ext workos_docs_tools`."""
    from workos_docs_tools.notebook.magics import add_magics

    add_magics(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Remove them: `%unload_ext workos_docs_tools`."""
    from workos_docs_tools.notebook.magics import remove_magics

    remove_magics(shell)
