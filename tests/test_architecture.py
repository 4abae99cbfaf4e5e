"""What may import what: arrows point downwards, and frameworks are loaded only when asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import workos_docs_loaders
import workos_docs_tools

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

LOADERS = Path(workos_docs_loaders.__path__[0])
FRAMEWORKS = {"chromadb", "langchain", "langchain_core", "langgraph", "llama_index", "mcp"}


def modules(package: ModuleType) -> dict[str, Path]:
    """Return the files of a package by module name."""
    root = Path(package.__path__[0])
    paths = {path: path.relative_to(root.parent).with_suffix("") for path in root.rglob("*.py")}
    return {".".join(name.parts).removesuffix(".__init__"): path for path, name in paths.items()}


ALL = {**modules(workos_docs_loaders), **modules(workos_docs_tools)}


def imported_at_load(name: str) -> set[str]:
    """Return the modules of ours that a module imports when it is loaded."""
    found: set[str] = set()
    for node in loaded_statements(ast.parse(ALL[name].read_text("utf-8")).body):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            members = {f"{node.module}.{alias.name}" for alias in node.names} & ALL.keys()
            found |= members or {node.module}
    return found & ALL.keys()


def loaded_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run on import: not those of functions, nor for types only."""
    for statement in body:
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            continue
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            yield from loaded_statements(statement.body)


def packages_imported_by(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the top-level packages that syntax nodes import."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


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
    # It is this module that needs the vector store of LlamaIndex.
    store = "workos_docs_tools.llama_index.vector_store"
    assert all(store not in imported_at_load(name) for name in ALL)


def test_what_only_fetching_and_embedding_need_is_loaded_then() -> None:
    # All of ours that the adapters import, without what their frameworks load.
    loaded = loaded_by("import workos_docs_tools.frameworks.documents, workos_docs_tools.tools")
    assert not loaded & {"bm25s", "bs4", "feedparser", "httpx", "onnxruntime", "tokenizers"}


def test_imports_make_no_circle() -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join([*above[above.index(name) :], name])
        if name not in done:
            for other in sorted(imported_at_load(name)):
                visit(other, (*above, name))
            done.add(name)

    for name in ALL:
        visit(name, ())


def test_loaders_know_nothing_of_search_and_stores() -> None:
    for name, path in modules(workos_docs_loaders).items():
        everything = ast.walk(ast.parse(path.read_text("utf-8")))
        assert not packages_imported_by(everything) & {"workos_docs_tools", *FRAMEWORKS}, name


def test_only_the_adapters_import_a_framework_when_they_are_loaded() -> None:
    rooms = ("embeddings.chroma", "langchain", "llama_index", "mcp")
    adapters = tuple(f"workos_docs_tools.{room}" for room in rooms)
    for name, path in modules(workos_docs_tools).items():
        if not name.startswith(adapters):
            statements = loaded_statements(ast.parse(path.read_text("utf-8")).body)
            assert not packages_imported_by(statements) & FRAMEWORKS, name


def test_the_folder_of_the_loaders_is_no_package() -> None:
    assert LOADERS.name == "workos_docs_loaders"
    assert LOADERS.parent.name == "loaders"
    assert not (LOADERS.parent / "__init__.py").exists()
