"""What is left when indexing on the command line is ended, or cannot go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from time import sleep
from typing import TYPE_CHECKING

import pytest

from tests.cli.command import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PAGES = 300


@pytest.fixture
def home(tmp_path: Path) -> Mapping[str, str]:
    """Environment of a cache of its own."""
    return {**os.environ, "WORKOS_DOCS_HOME": str(tmp_path / "home")}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Pages that take some seconds to embed."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(PAGES):
        (folder / f"{number}.md").write_text(f"# Page {number}\n\nAll about {number}.\n")
    return folder


def index(
    pages: Path, home: Mapping[str, str], before: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, "index", "--source", str(pages)],
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    )


def wait_for_pieces(directory: Path, count: int) -> None:
    for _ in range(1200):
        if len(list(directory.glob("index/*.piece-*"))) >= count:
            return
        sleep(0.05)
    pytest.fail("Nothing was embedded.")


@pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_indexing_that_is_ended_says_so_in_a_line_and_goes_on_next_time(
    pages: Path, home: Mapping[str, str], tmp_path: Path, number: int, code: int
) -> None:
    # A shell that runs the tests in the background lets its children ignore Ctrl-C.
    with index(pages, home, lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as process:
        wait_for_pieces(tmp_path / "home", 2)
        process.send_signal(number)
        output, errors = process.communicate()
    assert (process.returncode, output) == (code, "")
    (line,) = errors.splitlines()
    assert line.startswith("workos-docs: ended before it was done.")
    with index(pages, home) as process:
        output, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert f"{PAGES} nodes" in output
    embedded = int(output.split(" embedded")[0].split()[-1])
    assert 0 < embedded <= PAGES - 64


@pytest.mark.parametrize("size", [100_000, 400_000, 900_000])
def test_a_disk_that_is_full_is_one_line_and_what_was_stored_is_reused(
    pages: Path, home: Mapping[str, str], size: int
) -> None:
    """A file that may not grow fails in the places in which a full disk does."""

    resource = pytest.importorskip("resource")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    with index(pages, home, limit) as process:
        output, errors = process.communicate()
    assert (process.returncode, output) == (2, "")
    (line,) = errors.splitlines()
    assert line.startswith("workos-docs: ")
    assert "WORKOS_DOCS_HOME" in line
    with index(pages, home) as process:
        output, _ = process.communicate()
    assert process.returncode == 0
    assert f"{PAGES} nodes" in output
