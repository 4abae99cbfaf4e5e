"""The command line: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from dataclasses import fields
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from workos_docs_loaders.models import Node
from workos_docs_tools.cli import doctor
from workos_docs_tools.cli.app import app
from workos_docs_tools.text.markup import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from typer.testing import Result

    from workos_docs_loaders.models import Snapshot
    from workos_docs_tools import WorkOSDocs

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
PINNED = ("--docs-version", "0.2.0")
TERMINAL = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": None, "COLUMNS": "80"}
OFFLINE = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}
PROGRAM = (sys.executable, "-m", "workos_docs_tools")

HOSTILE = """\
---
title: Hostile page
---

A widget \x1b[31mturns red\x1b[0m, rings\x07 and [bold]stays[/bold] [link=https://evil.example]put
[/link] :smile: \x9b2J.
"""


def run(*arguments: str, env: Mapping[str, str | None] | None = None) -> Result:
    return CliRunner().invoke(app, arguments, env={"FORCE_COLOR": None, **(env or {})})


def json_lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def only_line(result: Result, *, exit_code: int) -> str:
    """Return the only line of a command that failed."""
    assert result.exit_code == exit_code
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("workos-docs: ")
    return line


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory of two pages."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "gadgets.mdx").write_text("---\ntitle: Gadgets\n---\n\nA gadget is made of brass.\n")
    (pages / "widgets.mdx").write_text(HOSTILE)
    return pages


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache and index of this test's own."""
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


# Usage


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
        (("search", " ", *PINNED), "query="),
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


# Answers


def test_search_prints_a_json_object_a_hit(docs: WorkOSDocs) -> None:
    hits = json_lines(run("search", "verify", "webhook", "-k", "3", "--json", *PINNED))
    expected = docs.search("verify webhook", k=3)
    assert hits == [json.loads(json.dumps(hit.as_dict())) for hit in expected]
    assert [hit["rank"] for hit in hits] == [1, 2, 3]


def test_search_takes_every_filter(docs: WorkOSDocs) -> None:
    filters = ("--product", "sso", "--kind", "api", "--language", "ruby")
    hits = json_lines(run("search", "get a connection", *filters, "--json", *PINNED))
    expected = docs.search("get a connection", product="sso", kind="api", language="ruby")
    assert [hit["node_id"] for hit in hits] == [hit.node_id for hit in expected]
    assert {hit["product"] for hit in hits} == {"sso"}
    assert {hit["kind"] for hit in hits} == {"api"}
    assert hits[0]["language"] == "ruby"


@pytest.mark.parametrize("count", [1, 20])
def test_a_piped_search_is_plain_markdown_with_every_source(count: int, docs: WorkOSDocs) -> None:
    result = run("search", "webhook signature", "-k", str(count), *PINNED)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "documentation>" not in result.stdout
    for hit in docs.search("webhook signature", k=count):
        assert f"\nSource: {hit.url} | path: {hit.path}" in result.stdout


def test_a_piped_page_is_the_whole_page_unwrapped(docs: WorkOSDocs) -> None:
    result = run("page", "sso/login-flows", *PINNED)
    page = docs.page("sso/login-flows")
    assert result.stdout.endswith(f"\n\n{page.markdown.strip()}\n")
    assert f"Source: {page.url}" in result.stdout


def test_a_page_is_also_json_and_may_be_one_section(docs: WorkOSDocs) -> None:
    arguments = ("page", "sso/login-flows", "--section", "SP-initiated SSO", "--json")
    (page,) = json_lines(run(*arguments, *PINNED))
    expected = docs.page("sso/login-flows", section="SP-initiated SSO")
    assert page["markdown"] == expected.markdown
    assert page["url"] == expected.url


def test_lookup_prints_the_definition_in_the_language_asked_for(docs: WorkOSDocs) -> None:
    (hit,) = json_lines(run("lookup", "POST", "/organizations", "--language", "js", "--json"))
    assert hit["path"] == "reference/organization/create"
    assert hit["language"] == "js"
    plain = run("lookup", "createOrganization", "--language", "js", *PINNED).stdout
    assert docs.lookup("createOrganization", language="js")[0].text in plain


def test_examples_and_changelog_print_what_the_facade_returns(docs: WorkOSDocs) -> None:
    found = json_lines(run("examples", "session cookie", "--language", "js", "--json", *PINNED))
    expected = docs.examples("session cookie", language="js")
    assert [item["code"] for item in found] == [example.code for example in expected]
    plain = run("examples", "session cookie", *PINNED).stdout
    assert f"```{expected[0].language}\n{expected[0].code}\n```" in plain

    releases = json_lines(run("changelog", "--since", "2026-01-01", "--json", *PINNED))
    recent = docs.changelog(since="2026-01-01")
    assert [item["url"] for item in releases] == [release.url for release in recent]
    assert recent[0].text in run("changelog", *PINNED).stdout


def test_status_tells_of_the_index(docs: WorkOSDocs) -> None:
    (status,) = json_lines(run("status", "--json", *PINNED))
    assert status == json.loads(json.dumps(docs.status().as_dict()))
    assert f"\nnodes: {status['nodes']}\n" in run("status", *PINNED).stdout


@pytest.mark.usefixtures("empty_home")
def test_status_builds_no_index() -> None:
    line = only_line(run("status", env=OFFLINE), exit_code=1)
    assert "workos-docs index" in line


@pytest.mark.usefixtures("docs", "docs_010")
def test_the_version_asked_for_answers() -> None:
    for wanted in ("0.1.0", "0.2.0"):
        (hit,) = json_lines(run("search", "sso", "-k", "1", "--json", "--docs-version", wanted))
        assert hit["version"] == wanted


# Index and export


@pytest.mark.usefixtures("empty_home")
def test_index_embeds_only_what_is_new(tree: Path) -> None:
    def index() -> dict[str, object]:
        return json_lines(run("index", "--source", str(tree), "--json"))[0]

    first = index()
    assert first == {"version": "local", "total": 2, "embedded": 2, "reused": 0, "deleted": 0}
    assert index() == {**first, "embedded": 0}
    (tree / "gadgets.mdx").unlink()
    (tree / "gizmos.mdx").write_text("# Gizmos\n\nA gizmo is made of tin.\n")
    assert index() == {**first, "embedded": 1, "deleted": 1}
    line = run("index", "--source", str(tree)).stdout
    assert line == "WorkOS documentation local: 2 nodes, 0 embedded, 0 reused, 0 deleted\n"


def test_index_of_a_version_that_is_indexed_embeds_nothing(docs: WorkOSDocs) -> None:
    docs.refresh(progress=False)  # An index of an earlier day may be older than the loaders.
    (report,) = json_lines(run("index", "--json", *PINNED))
    assert (report["total"], report["embedded"]) == (docs.status().nodes, 0)


@pytest.mark.usefixtures("empty_home")
def test_search_answers_from_a_source(tree: Path) -> None:
    hits = json_lines(run("search", "brass", "-k", "1", "--source", str(tree), "--json"))
    assert [hit["path"] for hit in hits] == ["gadgets"]


def test_export_prints_every_node_in_page_order(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
) -> None:
    lines = json_lines(run("export", *PINNED))
    nodes = corpus_nodes["0.2.0"]
    assert [*lines[0]][:5] == ["id", "path", "kind", "ordinal", "language"]
    assert lines[0].keys() == {field.name for field in fields(Node)} - {"lead"}
    assert [line["id"] for line in lines] == [node.id for node in nodes]
    assert [line["text"] for line in lines] == [node.text for node in nodes]


def test_two_exports_are_byte_identical_and_need_neither_index_nor_model() -> None:
    program = (
        "import sys, workos_docs_tools.cli.app as cli\n"
        "try: cli.main()\n"
        "finally: sys.stderr.write(' '.join(sys.modules))"
    )
    outputs = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program, "export", *PINNED],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        outputs.append(done.stdout)
        assert not {b"chromadb", b"onnxruntime"} & set(done.stderr.split())
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") > 3000


def test_a_broken_page_is_a_warning_of_one_line(tree: Path) -> None:
    (tree / "broken.mdx").write_text("---\ntitle: [unclosed\n---\n\nText.\n")
    result = run("export", "--source", str(tree))
    assert len(json_lines(result)) >= 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("workos-docs: warning: broken.mdx:")


# Terminals


def test_a_terminal_gets_colours_links_and_wrapped_lines(docs: WorkOSDocs) -> None:
    result = run("search", "verify a webhook signature", "-k", "2", *PINNED, env=TERMINAL)
    for hit in docs.search("verify a webhook signature", k=2):
        assert f";{hit.url}\x1b\\\x1b[1;36m{hit.title}\x1b[0m" in result.stdout
    visible = re.sub(r"\x1b(\][^\x1b]*\x1b\\|\[[\d;]*m)", "", result.stdout)
    prose = [line for line in visible.splitlines() if line.startswith("  ")]
    assert prose
    assert max(map(len, prose)) <= 80


@pytest.mark.parametrize(
    "arguments",
    [
        ("page", "sso/login-flows"),
        ("lookup", "createOrganization"),
        ("examples", "session cookie"),
        ("changelog",),
        ("status",),
    ],
)
@pytest.mark.usefixtures("docs")
def test_every_answer_has_a_form_for_terminals(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, *PINNED, env=TERMINAL)
    assert result.exit_code == 0
    assert "\x1b[1m" in result.stdout


@pytest.mark.usefixtures("empty_home")
@pytest.mark.parametrize("env", [{}, TERMINAL], ids=["pipe", "terminal"])
def test_documentation_gives_a_terminal_no_orders(env: dict[str, str | None], tree: Path) -> None:
    stdout = run("search", "widget", "-k", "1", "--source", str(tree), env=env).stdout
    text = " ".join(re.sub(r"\x1b(\][^\x1b]*\x1b\\|\[[\d;]*m)", "", stdout).split())
    assert "A widget [31mturns red[0m, rings and [bold]stays[/bold]" in text
    assert "[link=https://evil.example]put [/link] :smile: 2J." in text
    assert not re.search(r"\x1b\[31m|\x07|\x9b", stdout)
    assert "evil.example\x1b\\" not in stdout


def test_only_line_ends_and_tabs_survive_of_the_control_characters() -> None:
    controls = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
    assert clean(f"a{controls}ü") == "a\t\nü"


@pytest.mark.usefixtures("docs")
def test_on_a_real_terminal_answers_are_coloured() -> None:
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    with subprocess.Popen(
        [*PROGRAM, "changelog", "--since", "2026-02-17", *PINNED],
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**environment, "TERM": "xterm-256color"},
    ) as process:
        os.close(theirs)
        shown = os.read(ours, 1 << 16)
        assert process.wait() == 0
    os.close(ours)
    assert b"\x1b]8;" in shown


# Signals


def test_a_reader_that_has_enough_ends_the_program_quietly() -> None:
    with subprocess.Popen(
        [*PROGRAM, "export", *PINNED], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_ctrl_c_ends_the_program_quietly() -> None:
    # A shell that runs the tests in the background lets its children ignore Ctrl-C.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from workos_docs_tools.cli.app import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, "export", *PINNED],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        # It waits for its output to be read, since that is larger than a pipe.
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
        assert process.returncode == 130
        assert errors.strip() == b""


# Doctor


def test_doctor_finds_packages_indexes_and_the_model(docs: WorkOSDocs) -> None:
    (found,) = json_lines(run("doctor", "--json", env=OFFLINE))
    assert found["problems"] == []
    assert isinstance(found["packages"], dict)
    assert found["packages"]["chromadb"] == version("chromadb")
    assert isinstance(found["extras"], dict)
    assert found["extras"]["test"] == []
    assert isinstance(found["indexes"], list)
    states = {item["version"]: item for item in found["indexes"]}
    assert states["0.2.0"]["state"] == "ready"
    assert states["0.2.0"]["nodes"] == docs.status().nodes
    assert found["newest_published"] == ""
    assert "offline, which is fine" in run("doctor", env=OFFLINE).stdout


@pytest.mark.usefixtures("empty_home")
def test_doctor_reports_a_damaged_model_and_that_nothing_can_be_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.onnx").write_bytes(b"another model")
    monkeypatch.setattr(doctor, "MODEL_DIRECTORY", tmp_path)
    result = run("doctor", env=OFFLINE)
    assert result.exit_code == 2
    assert "index: none yet" in result.stdout
    problems = re.findall(r"^problem: (.+)$", result.stdout, re.MULTILINE)
    assert len(problems) == 2
    assert "pip install --force-reinstall" in problems[0]
