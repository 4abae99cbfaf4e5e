"""Every notebook runs as it is committed, with outputs of the same kind and without noise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from notebooks import NOTEBOOKS, clean, execute, read

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

NOISE = re.compile(r"Traceback|Warning| at 0x[0-9a-f]+|/home/|/root/|/tmp/|site-packages")
MAX_SIZE = 500_000

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def kinds(notebook: NotebookNode) -> list[list[list[str]]]:
    """Return the media types of every output, by cell; what is told on stderr is left out."""
    return [
        [
            [output.output_type, *sorted(output.get("data", ()))]
            for output in cell.outputs
            if output.get("name") != "stderr"
        ]
        for cell in code_cells(notebook)
    ]


def test_there_are_notebooks() -> None:
    assert {"compare_retrieval", "corpus", "sdk_drift", "tour"} <= {path.stem for path in NOTEBOOKS}


@each_notebook
def test_it_is_committed_with_its_outputs_and_without_noise(path: Path) -> None:
    assert path.stat().st_size < MAX_SIZE
    notebook = read(path)
    assert clean(read(path)) == notebook
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert any(cell.outputs for cell in cells)
    for output in (output for cell in cells for output in cell.outputs):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"
        texts = [output.get("text", ""), *output.get("data", {}).values()]
        assert not [found for text in texts for found in NOISE.findall(text)]


@each_notebook
@pytest.mark.usefixtures("sdk_docs")
def test_it_runs_from_top_to_bottom(path: Path) -> None:
    assert kinds(execute(path)) == kinds(read(path))
