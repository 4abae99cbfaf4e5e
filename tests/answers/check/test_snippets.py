"""Snippets of both languages; each line that has a finding says so itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.answers.check import check_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workos_docs_tools.answers.check import Surface

SNIPPETS = Path(__file__).parents[2] / "fixtures" / "check"
SDKS = {"python": "python@10.8.0", "typescript": "node@11.0.0"}
_EXPECTED = re.compile(r"(?:#|//) finds: ([\w-]+)(?: -> (\S+))?$")


def snippets(language: str) -> Iterator[object]:
    text = (SNIPPETS / f"{language}.txt").read_text("utf-8")
    for part in text.removeprefix("### ").split("\n### "):
        title, _, code = part.partition("\n")
        yield pytest.param(language, code, id=f"{language}-{title}")


@pytest.mark.parametrize(("language", "code"), [*snippets("python"), *snippets("typescript")])
def test_each_line_has_the_findings_that_it_says(
    surface: Callable[[str], Surface], language: str, code: str
) -> None:
    expected = {
        number: (match[1], match[2] or "")
        for number, line in enumerate(code.splitlines(), 1)
        if (match := _EXPECTED.search(line))
    }
    # The marks themselves have words that matter to what looks for verifications.
    code = "\n".join(_EXPECTED.sub("", line) for line in code.splitlines())
    dialect = "tsx" if "</" in code else language
    checked = check_source(code, sdks=[surface(SDKS[language])], language=dialect)
    found = {one.line: one for one in checked.findings}
    assert {line: one.rule for line, one in found.items()} == {
        line: rule for line, (rule, _) in expected.items()
    }
    assert len(checked.findings) == len(expected)
    for line, (rule, successor) in expected.items():
        # A successor of another kind, as an import statement, is tested by itself.
        if successor or rule in ("unknown-method", "other-operation"):
            assert found[line].successor == successor
