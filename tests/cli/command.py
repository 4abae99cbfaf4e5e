"""What the tests of the command line share."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from workos_docs_tools.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typer.testing import Result


PINNED = ("--docs-version", "0.2.0")
ALONE = (*PINNED, "--sdk", "none")
"""The documentation without SDKs."""
TERMINAL = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": None, "COLUMNS": "80"}
OFFLINE = {"npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}
PROGRAM = (sys.executable, "-m", "workos_docs_tools")


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
