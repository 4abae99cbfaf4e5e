"""Code checked, and versions of an SDK compared, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.command import PINNED, TERMINAL, json_lines, only_line, run

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = """\
from workos import WorkOSClient

client = WorkOSClient(api_key="sk_1", client_id="client_1")
client.portal.generate_link(organization="org_1")
"""


@pytest.fixture
def broken(tmp_path: Path) -> str:
    file = tmp_path / "broken.py"
    file.write_text(BROKEN)
    return str(file)


def test_a_finding_is_a_paragraph_and_exit_code_1(broken: str) -> None:
    done = run("check", broken, "--sdk", "python@10.8.0", *PINNED)
    assert done.exit_code == 1
    assert f"{broken}:4:15: error: portal.generate_link does not exist" in done.stdout
    assert "admin_portal.generate_link(*, organization: str" in done.stdout


def test_findings_are_json_sarif_and_annotations(broken: str) -> None:
    options = ("--sdk", "python@10.8.0", *PINNED)
    (finding,) = map(json.loads, run("check", broken, "--json", *options).stdout.splitlines())
    assert finding["successor"] == "admin_portal.generate_link"
    (log,) = map(json.loads, run("check", broken, "--sarif", *options).stdout.splitlines())
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["unknown-method"]
    annotation = run("check", broken, "--github", *options).stdout
    assert annotation.startswith(f"::error file={broken},line=4,col=15,")


def test_code_that_fits_is_exit_code_0(broken: str, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(BROKEN.replace("portal.", "admin_portal."))
    for form in ((), ("--json",), ("--github",)):
        done = run("check", broken, *form, "--sdk", "python@10.8.0", *PINNED)
        assert done.exit_code == 0
        assert bool(done.stdout) == (form == ())


def test_checking_needs_no_index(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    run("check", broken, "--sdk", "python@10.8.0", *PINNED)
    assert not (tmp_path / "home" / "index").exists()


def test_code_is_checked_against_every_sdk_that_is_named(broken: str) -> None:
    done = run("check", broken, "--sdk", "python@10.8.0", "--sdk", "node@11.0.0", *PINNED)
    assert done.exit_code == 1
    assert done.stdout.startswith("SDKs: python 10.8.0, node 11.0.0: 1 finding in ")


def test_a_path_that_is_not_there_is_bad_usage() -> None:
    line = only_line(run("check", "nowhere.py", *PINNED), exit_code=2)
    assert "nowhere.py" in line


def test_two_versions_are_a_table() -> None:
    lines = run("migrate", "python@8.0.0", "python@10.8.0", "--breaking").stdout.splitlines()
    assert lines[0] == "workos 8.0.0 to 10.8.0: 1 renamed, 4 other parameters"
    assert lines[1] == (
        "renamed | pipes.create_data_integration_token | pipes.get_access_token | -slug +provider"
    )
    found = json_lines(run("migrate", "node@8.13.0", "node@11.0.0", "--json"))
    assert {item["state"] for item in found if item["breaking"]} == {
        "gone",
        "renamed",
        "moved",
        "other parameters",
    }
    pretty = run("migrate", "python@8.0.0", "python@10.8.0", env={**TERMINAL, "COLUMNS": "200"})
    assert "pipes.get_access_token" in pretty.stdout


def test_versions_of_two_packages_are_not_compared() -> None:
    line = only_line(run("migrate", "python@8.0.0", "node@11.0.0"), exit_code=2)
    assert "different packages" in line
