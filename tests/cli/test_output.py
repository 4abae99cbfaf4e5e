"""What a terminal is given."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.command import PINNED, PROGRAM, TERMINAL, run
from workos_docs_tools.text.lines import clean

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_tools import WorkOSDocs

ESCAPES = r"\x1b(\][^\x1b]*\x1b\\|\[[\d;]*m)"


def test_a_terminal_gets_colours_links_and_wrapped_lines(docs: WorkOSDocs) -> None:
    result = run("search", "verify a webhook signature", "-k", "2", *PINNED, env=TERMINAL)
    for hit in docs.search("verify a webhook signature", k=2):
        assert f";{hit.url}\x1b\\\x1b[1;36m{hit.title}\x1b[0m" in result.stdout
    visible = re.sub(ESCAPES, "", result.stdout)
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
    text = " ".join(re.sub(ESCAPES, "", stdout).split())
    assert "A widget [31mturns red[0m, rings and [bold]stays[/bold]" in text
    assert "[link=https://evil.example]put [/link] :smile: 2J." in text
    assert not re.search(r"\x1b\[31m|\x07|\x9b", stdout)
    assert "evil.example\x1b\\" not in stdout


def test_only_line_ends_and_tabs_survive_of_the_control_characters() -> None:
    controls = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
    assert clean(f"a{controls}ü") == "a\t\nü"


@pytest.mark.usefixtures("docs")
def test_on_a_real_terminal_answers_are_coloured() -> None:
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals.")
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


@pytest.mark.usefixtures("docs")
def test_urls_are_written_out_where_links_cannot_be_clicked() -> None:
    def shown(**env: str | None) -> str:
        plain = {**dict.fromkeys(("VTE_VERSION", "WT_SESSION", "TMUX", "FORCE_HYPERLINK")), **env}
        stdout = run("page", "reference/sso", *PINNED, env={**TERMINAL, **plain}).stdout
        return "".join(re.sub(ESCAPES, "", stdout).split())

    url = "(https://workos.com/docs/glossary/oauth-2-0)"
    assert url in shown()
    assert url not in shown(FORCE_HYPERLINK="1")


@pytest.mark.usefixtures("empty_home")
def test_lines_of_code_stay_whole_and_text_is_wrapped(tree: Path) -> None:
    code = f"const signature = await verify(payload, {'x' * 90});"
    words = "word " * 60
    quoted = f"> ```\n> {code}\n> ```"
    (tree / "code.md").write_text(f"# T\n\n{words}\n\n```js\n{code}\n```\n\n{quoted}\n")
    options = ("--source", str(tree), "--sdk", "none")
    stdout = run("page", "code", *options, env={**TERMINAL, "COLUMNS": "60"}).stdout
    lines = re.sub(ESCAPES, "", stdout).splitlines()
    assert sum(code in line for line in lines) == 1
    assert max(len(line) for line in lines if "word" in line) <= 60
    # In a quotation code is wrapped, and all of it is there.
    letters = "".join(re.findall(r"\w", "".join(lines)))
    assert letters.count("x" * 90) == 2


@pytest.mark.usefixtures("docs")
def test_places_are_wrapped_between_words() -> None:
    stdout = run("page", "reference/sso", *PINNED, env={**TERMINAL, "COLUMNS": "30"}).stdout
    visible = re.sub(ESCAPES, "", stdout)
    place, _, _ = visible.partition("https://")
    assert max(map(len, place.splitlines())) <= 30
    assert "API Reference" in " ".join(place.split())


def test_a_person_is_told_the_command_and_no_tool(sdk_docs: WorkOSDocs) -> None:
    sdks = [word for sdk in sdk_docs.sdks for word in ("--sdk", sdk)]
    result = run("search", "create an organization", "--language", "python", *PINNED[:2], *sdks)
    assert "; workos-docs lookup shows a name's whole call:" in result.stdout
    assert "workos_" not in result.stdout
