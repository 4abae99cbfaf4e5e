"""Findings as text, as values of JSON, as SARIF, and as annotations of GitHub."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from workos_docs_tools.answers.check.findings import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workos_docs_tools.answers.check.findings import Finding

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_TOOL = "workos-docs-tools"


def as_text(findings: Iterable[Finding]) -> str:
    """Return one paragraph a finding: place, level, message and rule, then signature and URL."""
    return "\n".join(line for finding in findings for line in _lines(finding))


def _lines(finding: Finding) -> list[str]:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    lines = [f"{place}: {finding.level}: {finding.message} [{finding.rule}]"]
    lines += [f"    {line}" for line in finding.signature.splitlines()]
    return [*lines, f"    {finding.url}"] if finding.url else lines


def as_dicts(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as values that JSON can hold."""
    return [
        {**asdict(finding), "level": finding.level, "candidates": list(finding.candidates)}
        for finding in findings
    ]


def as_sarif(findings: Sequence[Finding], *, version: str = "") -> dict[str, Any]:
    """Return findings as a log of SARIF 2.1.0, which code hosts and editors show.

    Args:
        findings: What was found.
        version: Version of this library.
    """
    driver: dict[str, Any] = {
        "name": _TOOL,
        "rules": [
            {
                "id": name,
                "shortDescription": {"text": rule.title},
                "defaultConfiguration": {"level": rule.level},
            }
            for name, rule in RULES.items()
        ],
    }
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding) -> dict[str, Any]:
    message = " ".join(filter(None, (finding.message, finding.url)))
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    location = {
        "artifactLocation": {"uri": quote(Path(finding.path).as_posix())},
        "region": region,
    }
    properties = {"successor": finding.successor, "candidates": list(finding.candidates)}
    return {
        "ruleId": finding.rule,
        "ruleIndex": list(RULES).index(finding.rule),
        "level": finding.level,
        "message": {"text": message},
        "locations": [{"physicalLocation": location}],
        "properties": {key: value for key, value in properties.items() if value},
    }


def as_github(findings: Iterable[Finding]) -> str:
    """Return findings as commands of GitHub Actions, which annotates the lines of a change."""
    return "\n".join(
        f"::{finding.level} file={_property(finding.path)},line={finding.line},"
        f"col={finding.column},endLine={finding.end_line},endColumn={finding.end_column},"
        f"title={_property(finding.rule)}::{_data(finding.message)}"
        for finding in findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
