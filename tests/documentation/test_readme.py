"""Every code block of the README runs as it stands, the quick start's installations apart."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str, section: str) -> list[str]:
    text = README.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found, f"the section {section!r} has no {language} block"
    return [block.strip() for block in found]


def run_command(line: str) -> str:
    """Run a line of the README with the command line installed beside this Python."""
    program, *arguments = shlex.split(line)
    command = [str(Path(sys.executable).parent / program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_python(section: str, **names: Any) -> None:
    for block in blocks("python", section):
        exec(compile(block, "README.md", "exec"), names)


def test_the_quick_start_has_two_commands() -> None:
    first, second = blocks("bash", "Quick start")
    assert first.startswith("pip install . && workos-docs search ")
    assert second == 'pip install -e ".[test]" && pytest'


@pytest.mark.usefixtures("docs")
def test_the_first_command_prints_three_cited_passages() -> None:
    output = run_command(blocks("bash", "Quick start")[0].partition("&&")[2])
    assert len(set(re.findall(r"https://workos\.com/docs/\S+", output))) >= 3


@pytest.mark.usefixtures("docs")
def test_the_blocks_for_the_frameworks_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "examples"))
    from scripted_models import ScriptedChatModel, ScriptedLLM

    run_python("LangChain", model=ScriptedChatModel())
    assert [capsys.readouterr().out.strip()] == blocks("text", "LangChain")
    run_python("LlamaIndex", llm=ScriptedLLM())
    assert [capsys.readouterr().out.strip()] == blocks("text", "LlamaIndex")


def test_the_block_for_python_and_notebooks_runs(
    docs: WorkOSDocs, capsys: pytest.CaptureFixture[str]
) -> None:
    run_python("Python and notebooks")
    assert capsys.readouterr().out.count("https://workos.com/docs/") == 3
    assert docs.version == "0.2.0"


def test_mcp_clients_are_told_to_start_a_command_that_there_is() -> None:
    [settings] = blocks("json", "MCP")
    server = json.loads(settings)["mcpServers"]["workos-docs"]
    assert run_command(shlex.join([server["command"], *server["args"], "--help"]))


def test_a_newcomer_reads_it_in_five_minutes() -> None:
    assert len(README.split()) <= 850


@pytest.mark.usefixtures("docs")
def test_the_commands_run() -> None:
    for line in blocks("bash", "Command line")[0].splitlines():
        assert run_command(line)
