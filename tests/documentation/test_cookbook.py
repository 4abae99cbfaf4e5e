"""The cookbook: every page is listed, and its code runs as it stands."""

from __future__ import annotations

import ast
import inspect
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from langchain_core.embeddings import DeterministicFakeEmbedding
from scripted_models import ScriptedChatModel, ScriptedLLM
from typer.testing import CliRunner

from workos_docs_loaders.source import PACKAGE
from workos_docs_loaders.source.npm import pack
from workos_docs_tools.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
COOKBOOK = ROOT / "docs" / "cookbook"
PAGES = sorted(page.stem for page in COOKBOOK.glob("*.md") if page.stem != "index")
WRONG_CODE = """\
from workos import WorkOSClient

client = WorkOSClient(api_key="sk_1", client_id="client_1")
client.portal.generate_link(organization="org_1", intent="sso")
"""


def blocks(page: str, language: str) -> list[str]:
    text = (COOKBOOK / f"{page}.md").read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield every command of the cookbook, those in files of CI too, with its page."""
    for page in PAGES:
        for line in "".join(blocks(page, "bash")).splitlines():
            yield page, shlex.split(line)
        for block in blocks(page, "yaml"):
            for line in re.findall(r"(?:run|entry): (workos-docs .+)", block):
                yield page, shlex.split(line)


def test_every_page_is_listed() -> None:
    # MkDocs' file names Python objects, which are not of interest here.
    navigation = re.findall(r"cookbook/(\w+)\.md", (ROOT / "mkdocs.yml").read_text("utf-8"))
    listed = re.findall(r"\]\((\w+)\.md\)", (COOKBOOK / "index.md").read_text("utf-8"))
    assert sorted(listed) == sorted({*navigation} - {"index"}) == PAGES


@pytest.mark.usefixtures("docs", "sdk_docs")
@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")])
async def test_the_code_of_a_page_runs_in_order_in_a_notebook(
    page: str,
    chroma_port: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if page == "offline":
        pack(PACKAGE, "0.2.0", tmp_path)
    names: dict[str, Any] = {
        "model": ScriptedChatModel(),
        "llm": ScriptedLLM(),
        "embeddings": DeterministicFakeEmbedding(size=8),
        "host": "127.0.0.1",
        "port": chroma_port,
    }
    for block in blocks(page, "python"):
        # As in a notebook, where an event loop is running.
        code = compile(block, page, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        result = eval(code, names)
        if inspect.isawaitable(result):
            await result
        assert "print(" not in block or capsys.readouterr().out.strip()


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "link.py").write_text(WRONG_CODE)
    ran = 0
    for page, (program, *arguments) in commands():
        assert program == "workos-docs"
        if page != "code_check_in_ci":
            done = CliRunner().invoke(app, [arguments[0], "--help"])
            options = {word for word in arguments if word.startswith("--")}
            assert done.exit_code == 0
            assert all(option in done.output for option in options)
            continue
        done = CliRunner().invoke(app, [*arguments, *(["src"] if "src" not in arguments else [])])
        assert (done.exit_code, "portal" in done.stdout) == (1, True), arguments
        ran += 1
    assert ran == 5


def test_the_files_for_ci_are_yaml() -> None:
    for block in blocks("code_check_in_ci", "yaml"):
        assert isinstance(yaml.safe_load(block), dict)
