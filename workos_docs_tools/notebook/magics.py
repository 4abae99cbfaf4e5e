"""The magics `%workos` and `%%workos`, which ask a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_tools.docs import default_docs

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from workos_docs_tools.results import SearchResults


def add_magics(shell: InteractiveShell) -> None:
    """Add the magics `%workos` and `%%workos`."""
    shell.magics_manager.register_function(workos, "line_cell", "workos")


def workos(line: str, cell: str = "") -> SearchResults:
    """Search the newest WorkOS documentation: `%workos session lifetime`.

    IPython takes a line that ends in a question mark for one about Python; ask such a question in
    the cell below `%%workos`.
    """
    return default_docs().search(f"{line} {cell}".strip())
