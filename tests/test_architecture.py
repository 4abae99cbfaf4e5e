"""Frameworks are loaded only when asked for; which way imports point, import-linter proves."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import workos_docs_loaders

ROOT = Path(__file__).parents[1]
LOADERS = Path(workos_docs_loaders.__path__[0])
FRAMEWORKS = {"chromadb", "langchain", "langchain_core", "langgraph", "llama_index", "mcp"}


def loaded_by(statement: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter has loaded after a statement."""
    program = f"{statement}; import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize(
    "name", ["workos_docs_tools", "workos_docs_loaders", "workos_docs_loaders.corpus"]
)
def test_importing_a_package_loads_no_framework(name: str) -> None:
    assert not loaded_by(f"import {name}") & FRAMEWORKS


def test_a_user_of_one_framework_does_not_load_the_other() -> None:
    langchain = loaded_by("import workos_docs_tools.langchain")
    assert "langchain_core" in langchain
    assert not langchain & {"llama_index", "chromadb"}
    llama_index = loaded_by("import workos_docs_tools.llama_index")
    assert "llama_index" in llama_index
    assert not llama_index & {"langchain_core", "langchain", "chromadb"}


def test_an_adapter_loads_no_package_that_is_optional() -> None:
    optional = {"langchain", "langchain_chroma", "langgraph", "mcp"}
    assert not loaded_by("import workos_docs_tools.langchain") & optional
    assert not loaded_by("import workos_docs_tools.llama_index, llama_index.core") & optional


def test_what_only_fetching_and_embedding_need_is_loaded_then() -> None:
    # All of ours that the adapters import, without what their frameworks load.
    loaded = loaded_by("import workos_docs_tools.frameworks.documents, workos_docs_tools.tools")
    assert not loaded & {"bm25s", "bs4", "feedparser", "httpx", "onnxruntime", "tokenizers"}


def test_the_picture_for_contributors_is_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = [
        (contract["containers"][0], tuple(contract["layers"]))
        for contract in contracts["contracts"]
        if contract.get("exhaustive")
    ]
    picture = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("```\n")
    (lines,) = (block.splitlines() for block in picture if block.startswith("workos_docs_tools\n"))
    drawn: list[tuple[str, tuple[str, ...]]] = []
    for line in lines:
        if not line.startswith(" "):
            drawn.append((line, ()))
        else:
            # Two spaces or more stand between the rooms and what is said of them.
            room = re.split(r"\s{2,}", line.strip())[0]
            drawn[-1] = (drawn[-1][0], (*drawn[-1][1], room))
    assert drawn == layers


def test_the_folder_of_the_loaders_is_no_package() -> None:
    assert LOADERS.name == "workos_docs_loaders"
    assert LOADERS.parent.name == "loaders"
    assert not (LOADERS.parent / "__init__.py").exists()
