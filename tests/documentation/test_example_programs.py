"""Every example runs as it stands and cites the documentation."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(path.name for path in EXAMPLES.glob("*.py") if path.name != "scripted_models.py")


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_runs_and_cites_its_sources(name: str, docs: WorkOSDocs) -> None:
    done = subprocess.run(
        [sys.executable, EXAMPLES / name], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    urls = {word for word in done.stdout.split() if word.startswith("https://")}
    # Of which version the SDK is depends on the day.
    of_sdks = {url for url in urls if url.startswith("https://github.com/workos/")}
    assert of_sdks | (urls & {node.url for node in docs.index.nodes}), done.stdout
    calls = re.findall(r"^-> (\w+)\(", done.stdout, re.MULTILINE)
    assert calls == (["workos_search", "workos_docs"] if name.endswith("_agent.py") else [])
