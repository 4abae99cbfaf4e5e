"""What the doctor finds."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tests.cli.command import OFFLINE, json_lines, run
from workos_docs_tools.cli import doctor

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_tools import WorkOSDocs


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
    told = run("doctor", env=OFFLINE).stdout
    assert "offline, which is fine" in told
    extras = re.findall(r"^extra (\S+):", told, re.MULTILINE)
    assert extras == ["examples", "langchain", "llama-index", "mcp", "notebook", "npm"]


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
