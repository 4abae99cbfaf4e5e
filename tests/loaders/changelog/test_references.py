"""Reference links written out inside one paragraph."""

from __future__ import annotations

import pytest

from workos_docs_loaders.changelog.references import write_out

REFERENCES = {
    "A": {"href": "https://example.com/a", "title": ""},
    "B C": {"href": "https://example.com/b_(c)", "title": 'The "B"'},
    "^1": {"href": "note", "title": ""},
}


@pytest.mark.parametrize(
    ("text", "expected", "used"),
    [
        ("see [a]", "see [a](https://example.com/a)", {"A"}),
        ("see [a][]", "see [a](https://example.com/a)", {"A"}),
        ("see [the text][A], [b][c]", "see [the text](https://example.com/a), [b][c]", {"A"}),
        ("[x][b\n  c]", '[x](<https://example.com/b_(c)> "The \\"B\\"")', {"B C"}),
        ("![i][a]", "![i](https://example.com/a)", {"A"}),
        ("[![i][a]][b c]",
         '[![i](https://example.com/a)](<https://example.com/b_(c)> "The \\"B\\"")', {"A", "B C"}),
        ("[![i][a]](u)", "[![i](https://example.com/a)](u)", {"A"}),
        ("[a](u)", "[a](u)", set()),
        ("[unknown] [a][unknown]", "[unknown] [a][unknown]", set()),
        ("`[a]` ``x ` [a]`` \\[a]", "`[a]` ``x ` [a]`` \\[a]", set()),
        ("\\`[a]`", "\\`[a](https://example.com/a)`", {"A"}),
        ("`` unclosed [a]", "`` unclosed [a](https://example.com/a)", {"A"}),
        ("[^1]", "[^1]", set()),
        ("[ a", "[ a", set()),
    ],
)  # fmt: skip
def test_references_become_inline_links(text: str, expected: str, used: set[str]) -> None:
    found: set[str] = set()
    assert write_out(text, REFERENCES, found) == expected
    assert found == used
