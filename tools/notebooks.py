"""Run the notebooks of `examples/` and save them with their outputs, free of noise.

    pip install -e ".[test]"
    python tools/notebooks.py [examples/tour.ipynb ...]

Each runs in a kernel of its own, in its own directory. What differs from run to run, or from one
machine to the next, is not saved: durations, and what front ends note for themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.ipynb"))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def execute(path: Path) -> NotebookNode:
    """Return a notebook with the outputs of a run.

    Raises:
        CellExecutionError: A cell failed.
    """
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=300,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": path.parent}},
    )
    client.execute()
    return clean(notebook)


def clean(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without metadata but that of the language; changes it in place."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        for output in cell.get("outputs", ()):
            if "metadata" in output:
                output.metadata = nbformat.from_dict({})
    return notebook


def read(path: Path) -> NotebookNode:
    """Return a notebook as saved."""
    return nbformat.read(path, as_version=4)


def main() -> None:
    """Run the notebooks that are named, or all."""
    for path in [Path(name).resolve() for name in sys.argv[1:]] or NOTEBOOKS:
        print(path.name)
        nbformat.write(execute(path), path)


if __name__ == "__main__":
    main()
