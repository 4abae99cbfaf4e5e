"""Code checked against an SDK: calls it does not have, arguments that do not fit, and more."""

from __future__ import annotations

from workos_docs_tools.answers.check.checking import (
    Checked,
    check_code,
    check_paths,
    check_source,
)
from workos_docs_tools.answers.check.findings import RULES, Finding, Rule
from workos_docs_tools.answers.check.report import as_dicts, as_github, as_sarif, as_text
from workos_docs_tools.answers.check.surface import Surface

__all__ = [
    "RULES",
    "Checked",
    "Finding",
    "Rule",
    "Surface",
    "as_dicts",
    "as_github",
    "as_sarif",
    "as_text",
    "check_code",
    "check_paths",
    "check_source",
]
