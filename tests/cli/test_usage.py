"""Help, completion, and what is said of bad usage."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from tests.cli.command import ALONE, OFFLINE, PINNED, json_lines, only_line, run
from workos_docs_tools.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workos_docs_loaders.models import Snapshot


COMMANDS = (
    "index",
    "search",
    "page",
    "lookup",
    "examples",
    "changelog",
    "status",
    "export",
    "mcp",
    "doctor",
)


def test_help_lists_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in COMMANDS:
        assert re.search(rf"^\W*{command}\b", result.stdout, re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example(command: str) -> None:
    result = run(command, "--help", env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert f"Example: workos-docs {command}" in result.stdout
    if command not in ("export", "mcp"):
        assert "--json" in result.stdout
    if command != "doctor":
        assert "--docs-version" in result.stdout
        assert "--source" in result.stdout


def test_without_a_command_the_help_is_printed_and_the_usage_is_bad() -> None:
    result = run()
    assert result.exit_code == 2
    assert "Usage:" in result.stdout


def test_the_version_is_the_installed_one() -> None:
    assert run("--version").stdout == f"workos-docs {version('workos-docs-tools')}\n"


def test_the_shell_completes_commands_and_filter_values() -> None:
    def completed(words: str) -> str:
        env = {
            "_WORKOS_DOCS_COMPLETE": "complete_zsh",
            "_TYPER_COMPLETE_ARGS": words,
        }
        result = CliRunner().invoke(app, [], env=env, prog_name="workos-docs")
        return result.stdout

    assert '"changelog"' in completed("workos-docs ch")
    assert '"glossary"' in completed("workos-docs search x --kind g")
    assert '"ruby"' in completed("workos-docs lookup x --language r")
    assert '"ruby"' in completed("workos-docs examples x --language r")
    assert '"sso"' in completed("workos-docs search x --product s")
    assert '"sso/login-flows"' in completed("workos-docs page sso/l")
    assert '"0.2.0"' in completed("workos-docs status --docs-version 0.2")


def test_help_loads_no_store_no_model_runtime_and_no_framework() -> None:
    program = (
        "import sys, workos_docs_tools.cli.app as cli; sys.argv = ['workos-docs', '--help']\n"
        "try: cli.main()\n"
        "finally: print('loaded:', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.rpartition("loaded:")[2].split()
    assert "workos_docs_tools.cli.app" in loaded
    heavy = {"chromadb", "onnxruntime", "tokenizers", "langchain_core", "llama_index", "langchain"}
    assert not heavy & set(loaded)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("frobnicate",), "frobnicate"),
        (("--frobnicate",), "--frobnicate"),
        (("search",), "Missing argument"),
        (("search", "x", "-k", "0"), "--max-results"),
        (("search", "x", "-k", "many"), "--max-results"),
        (("search", " ", *PINNED), "QUERY ' '"),
        (("search", "x", "--kind", "poem", *PINNED), "guide, object"),
        (("search", "x", "--product", "telegraph", *PINNED), "directory-sync"),
        (("page", "sso", "--language", "cobol", *PINNED), "python, ruby"),
        (("examples", "x", "--language", "cobol", *PINNED), "bash"),
        (("mcp", "--language", "cobol"), "python, go"),
        (("changelog", "telegraph", *PINNED), "workos-platform"),
        (("changelog", "--since", "yesterday", *PINNED), "2025-03-01"),
        (("export", "--source", "no-such-directory"), "no-such-directory"),
        (("export", "--source", "x" * 300), "too long"),
    ],
)
@pytest.mark.usefixtures("docs")
def test_bad_usage_is_one_line_that_names_the_remedy(arguments: tuple[str, ...], says: str) -> None:
    assert says in only_line(run(*arguments), exit_code=2)


def test_an_unknown_version_is_bad_usage_and_names_what_there_is(
    snapshots: Mapping[str, Snapshot],
) -> None:
    package = snapshots["0.2.0"].docs.parents[2]
    result = run("export", "--source", str(package), "--docs-version", "9.9.9")
    assert "Available: 0.2.0" in only_line(result, exit_code=2)


def test_a_directory_that_cannot_be_written_is_one_line(tmp_path: Path, tree: Path) -> None:
    (tmp_path / "file").write_text("no directory")
    home = {"WORKOS_DOCS_HOME": str(tmp_path / "file")}
    only_line(run("search", "brass", "--source", str(tree), env=home), exit_code=2)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("page", "sso/login-flow"), "sso/login-flows"),
        (("page", "sso", "--section", "no such section"), "Did you mean"),
        (("lookup", "createOrganisation"), "create_organization"),
        (("search", "x", "--product", "vault", "--kind", "event"), "'x'"),
        (("changelog", "--since", "2100-01-01"), "workos-platform"),
    ],
)
@pytest.mark.usefixtures("docs")
def test_what_does_not_exist_is_exit_code_1(arguments: tuple[str, ...], says: str) -> None:
    assert says in only_line(run(*arguments, *PINNED), exit_code=1)


@pytest.mark.usefixtures("docs")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("search", "x", "--product", "scim"), "--product 'scim' is not valid. Valid values: "),
        (("search", " "), "QUERY ' ' is not valid."),
        (("page", ""), "PATH '' is not valid."),
        (("changelog", "nope"), "PACKAGE 'nope' is not valid."),
        (("changelog", "--since", "soon"), "--since 'soon' is not valid."),
    ],
)
def test_an_error_speaks_of_options(arguments: tuple[str, ...], message: str) -> None:
    assert message in only_line(run(*arguments, *ALONE), exit_code=2)


@pytest.mark.usefixtures("docs")
def test_json_says_whether_the_documentation_may_not_answer() -> None:
    for question, unsure in (("verify a webhook signature", False), ("brew a cappuccino", True)):
        lines = json_lines(run("search", question, "--json", *ALONE))
        assert {line["low_confidence"] for line in lines} == {unsure}
        assert (lines[0]["score"] < 0.5) is unsure
    relevant = json_lines(
        run("search", "webhook signature", "--min-score", "0.5", *ALONE, "--json")
    )
    assert 0 < len(relevant) < 5
    assert all(line["score"] >= 0.5 for line in relevant)


def test_a_command_that_is_misspelt_is_a_question() -> None:
    line = only_line(run("serach", "sso"), exit_code=2)
    assert line.endswith("Did you mean 'search'? Try: workos-docs --help")


@pytest.mark.usefixtures("empty_home")
def test_what_cannot_be_fetched_is_told_in_options() -> None:
    line = only_line(run("search", "sso", "--docs-version", "0.1.0", env=OFFLINE), exit_code=2)
    assert "pass --source a downloaded .tgz of the package, or --docs-version one" in line
