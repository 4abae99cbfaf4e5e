"""Findings in the forms that people, programs and code hosts read."""

from __future__ import annotations

import json

from workos_docs_tools.answers.check import (
    RULES,
    Finding,
    as_dicts,
    as_github,
    as_sarif,
    as_text,
)

FOUND = Finding(
    path="src/a,b.py",
    line=3,
    column=8,
    end_line=3,
    end_column=21,
    rule="unknown-method",
    message="portal.generate_link does not exist: 100%\nUse another.",
    successor="admin_portal.generate_link",
    signature="admin_portal.generate_link(*, organization: str) -> Link",
    url="https://example.com/a.py#L3",
)
WARNED = Finding("b.ts", 1, 1, 1, 2, "deprecated-method", "Deprecated.", candidates=("a.b",))


def test_as_text() -> None:
    assert as_text([WARNED, FOUND]).splitlines() == [
        "b.ts:1:1: warning: Deprecated. [deprecated-method]",
        "src/a,b.py:3:8: error: portal.generate_link does not exist: 100%",
        "Use another. [unknown-method]",
        "    admin_portal.generate_link(*, organization: str) -> Link",
        "    https://example.com/a.py#L3",
    ]
    assert as_text([]) == ""


def test_as_values_of_json() -> None:
    first, second = json.loads(json.dumps(as_dicts([FOUND, WARNED])))
    assert first["successor"] == "admin_portal.generate_link"
    assert (first["level"], second["level"]) == ("error", "warning")
    assert second["candidates"] == ["a.b"]
    assert set(first) == {
        "path", "line", "column", "end_line", "end_column", "rule", "level", "message",
        "successor", "candidates", "signature", "url",
    }  # fmt: skip


def test_as_sarif() -> None:
    log = as_sarif([FOUND, WARNED], version="1.2.3")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("workos-docs-tools", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    first, second = run["results"]
    assert driver["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "unknown-method"
    assert (first["level"], second["level"]) == ("error", "warning")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/a%2Cb.py"
    assert place["region"] == {"startLine": 3, "startColumn": 8, "endLine": 3, "endColumn": 21}
    assert first["properties"] == {"successor": "admin_portal.generate_link"}
    assert second["properties"] == {"candidates": ["a.b"]}


def test_as_annotations_of_github() -> None:
    first, second = as_github([FOUND, WARNED]).splitlines()
    assert first == (
        "::error file=src/a%2Cb.py,line=3,col=8,endLine=3,endColumn=21,title=unknown-method::"
        "portal.generate_link does not exist: 100%25%0AUse another."
    )
    assert second.startswith("::warning file=b.ts,line=1,col=1,")
