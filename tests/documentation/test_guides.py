"""The guides of the documentation site: their code runs as it stands."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from scripted_models import ScriptedChatModel, ScriptedLLM
from typer.testing import CliRunner

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


def test_the_server_that_clients_are_told_to_start_has_these_options() -> None:
    [settings] = blocks("mcp", "json")
    server = json.loads(settings)["mcpServers"]["workos-docs"]
    assert server["command"] == "workos-docs"
    done = CliRunner().invoke(app, [*server["args"], "--help"])
    assert done.exit_code == 0, done.output
