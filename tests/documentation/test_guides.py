"""The guides of the documentation site: their code runs as it stands."""

from __future__ import annotations

import json
import re
import shlex
from inspect import signature
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding
from scripted_models import ScriptedChatModel, ScriptedLLM
from typer.testing import CliRunner

from workos_docs_loaders.source import PACKAGE
from workos_docs_loaders.source.npm import pack
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.cli.app import app

GUIDES = Path(__file__).parents[2] / "docs" / "guides"


def blocks(guide: str, language: str) -> list[str]:
    text = (GUIDES / f"{guide}.md").read_text("utf-8")
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found, f"{guide} has no {language} block"
    return found


@pytest.mark.usefixtures("docs")
@pytest.mark.parametrize("guide", ["code_that_runs", "langchain", "llama_index", "notebooks"])
async def test_the_python_blocks_of_a_guide_run_in_order_in_a_notebook_and_print_something(
    guide: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # A coroutine: in a notebook, too, an event loop is running.
    names = {"model": ScriptedChatModel(), "llm": ScriptedLLM()}
    for block in blocks(guide, "python"):
        exec(compile(block, guide, "exec"), names)
        assert "print(" not in block or capsys.readouterr().out.strip()


def test_the_commands_run(docs: WorkOSDocs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkOSDocs, "open", lambda *_, **__: docs)
    for line in "".join(blocks("command_line", "bash")).splitlines():
        program, *arguments = shlex.split(line)
        assert program == "workos-docs"
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, line
        assert done.stdout


def test_the_block_with_everything_replaced_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pack(PACKAGE, "0.1.0", tmp_path)
    [block] = blocks("configuration", "python")
    exec(
        compile(block, "configuration", "exec"),
        {"my_embeddings": DeterministicFakeEmbedding(size=8)},
    )
    assert (tmp_path / "chroma" / "chroma.sqlite3").is_file()


def test_every_argument_in_the_table_is_one_of_open() -> None:
    text = (GUIDES / "configuration.md").read_text("utf-8")
    named = {name for row in re.findall(r"^\| (`.+?) \|", text, re.M) for name in row.split(", ")}
    assert len(named) == 7
    assert {name.strip("`") for name in named} <= signature(WorkOSDocs.open).parameters.keys()


@pytest.mark.parametrize(("number", "servers"), [(0, "mcpServers"), (1, "servers")])
def test_the_server_that_clients_are_told_to_start_has_these_options(
    number: int, servers: str
) -> None:
    server = json.loads(blocks("mcp", "json")[number])[servers]["workos-docs"]
    assert server["command"] == "workos-docs"
    done = CliRunner().invoke(app, [*server["args"], "--help"])
    assert done.exit_code == 0, done.output
