"""How the program ends when it is interrupted."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import PINNED, PROGRAM


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


@pytest.mark.parametrize("arguments", [("export", *PINNED), ("--version",), ("--help",)])
@pytest.mark.parametrize("target", [">&-", "> /dev/full"])
def test_output_that_goes_nowhere_is_no_traceback(arguments: tuple[str, ...], target: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("This system has no full device.")
    command = f"{shlex.join([*PROGRAM, *arguments])} {target}"
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == (2 if "full" in target else 0)
    assert len(done.stderr.splitlines()) == done.returncode // 2


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
