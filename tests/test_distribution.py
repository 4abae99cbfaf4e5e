"""What the installed distribution says of itself, and what our messages say of it."""

from __future__ import annotations

import ast
import re
from importlib.metadata import version
from pathlib import Path

from workos_docs_tools import distribution
from workos_docs_tools.errors import MissingExtraError

ROOT = Path(__file__).parent.parent
CODE = [
    *(ROOT / "workos_docs_tools").rglob("*.py"),
    *(ROOT / "loaders").rglob("*.py"),
    *(ROOT / "examples").rglob("*.ipynb"),
]
TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]


def missing_extras() -> list[tuple[str | None, str]]:
    """Return package, where it is written out, and extra of every `MissingExtraError` we raise."""
    found: list[tuple[str | None, str]] = []
    for path in CODE:
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id == "MissingExtraError":
                package = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
                [extra] = [item.value for item in node.keywords if item.arg == "extra"]
                assert isinstance(extra, ast.Constant)
                found.append((str(package) if package else None, str(extra.value)))
    return found


def test_a_message_about_a_missing_package_names_the_extra_that_brings_it() -> None:
    error = MissingExtraError("langchain-chroma", extra="langchain")
    assert (error.package, error.extra) == ("langchain-chroma", "langchain")
    assert str(error).endswith('pip install "workos-docs-tools[langchain]"')


def test_every_extra_brings_the_package_that_is_missed() -> None:
    named = missing_extras()
    assert {extra for _, extra in named} == {"langchain", "llama-index", "mcp"}
    for package, extra in named:
        brought = {requirement.name for requirement in distribution.requirements(extra)}
        assert package in brought if package else brought


def test_every_extra_that_is_named_exists() -> None:
    pattern = r"(?:workos-docs-tools|pip install (?:-e )?\\?\"\.)\[([\w,-]+)\]"
    named = {
        extra
        for path in (*CODE, *TEXTS)
        for names in re.findall(pattern, path.read_text("utf-8"))
        for extra in names.split(",")
    }
    assert {"npm", "mcp", "notebook", "test", "dev", "langchain", "llama-index"} <= named
    assert named <= {*distribution.extras()}


def test_requirements_are_those_of_this_python_and_extras_what_they_add() -> None:
    base = {requirement.name for requirement in distribution.requirements()}
    assert {"chromadb", "langchain-core", "llama-index-core", "packaging"} <= base
    assert "mcp" not in base
    assert [item.name for item in distribution.requirements("mcp")] == ["mcp"]
    assert not {item.name for item in distribution.requirements("dev")} & base


def test_the_version_is_the_installed_one() -> None:
    assert distribution.version() == version("workos-docs-tools")
