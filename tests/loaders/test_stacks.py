"""Stack conditions: the line that names them, their stacks, and the URL that chooses one."""

from __future__ import annotations

import pytest

from workos_docs_loaders.stacks import stack_label, stack_names, stack_url

PAGE = "https://workos.com/docs/authkit"


@pytest.mark.parametrize(
    ("condition", "label", "names"),
    [
        ('frontend="nextjs"', "*For frontend: nextjs:*", {"nextjs"}),
        (
            'frontend="client-only, remix"',
            "*For frontend: client-only, remix:*",
            {"client-only", "remix"},
        ),
        (
            "frontend='vanilla' backend=\"go\"",
            "*For frontend: vanilla; backend: go:*",
            {"vanilla", "go"},
        ),
        ("everyone", "*For everyone:*", set()),
    ],
)
def test_a_condition_is_shown_as_a_line_and_names_its_stacks(
    condition: str, label: str, names: set[str]
) -> None:
    assert stack_label(condition) == label
    assert stack_names(condition) == names


@pytest.mark.parametrize(
    ("condition", "url"),
    [
        ('frontend="nextjs"', f"{PAGE}/nextjs"),
        ('frontend="client-only"', f"{PAGE}/client-only"),
        ('frontend="nextjs, remix"', f"{PAGE}/nextjs"),
        ('backend="python"', f"{PAGE}/vanilla/python"),
        ('mood="good"', PAGE),
        ("", PAGE),
    ],
)
def test_a_condition_chooses_the_stack_of_the_quick_start(condition: str, url: str) -> None:
    assert stack_url(PAGE, condition) == url
