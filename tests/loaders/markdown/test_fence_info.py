"""Info strings of code fences, as the generators write them."""

from __future__ import annotations

import pytest

from workos_docs_loaders.markdown.fence_info import read_fence_info


@pytest.mark.parametrize(
    ("info", "language", "title"),
    [
        ("", "", ""),
        ("js", "js", ""),
        ('bash language="curl" title="Request" tab="1"', "bash", "Request"),
        ('language="Python" title="a b"', "python", "a b"),
        (
            "javascript langauge=\"JavaScript\" title='WorkOS callback'",
            "javascript",
            "WorkOS callback",
        ),
        ("js [config.js] {1,3}", "js", "config.js"),
        ("ts{2-4} [pages/[slug].ts]", "ts", "pages/[slug].ts"),
        ("js{1,3}", "js", ""),
        ("javascript Node.js wrap lines", "javascript", "Node.js"),
        ("tsx /const/ {4} showLineNumbers", "tsx", ""),
        ('{ .py title="app.py" hl_lines="2" }', "py", "app.py"),
        ("{.python}", "python", ""),
        ("rust,ignore,does_not_compile", "rust", ""),
        ("c++", "c++", ""),
        ("tsx filename='app.tsx' highlight={2}", "tsx", "app.tsx"),
        ("ts:no-line-numbers", "ts", ""),
    ],
)
def test_the_language_and_the_title_are_told_apart(info: str, language: str, title: str) -> None:
    read = read_fence_info(info)
    assert (read.language, read.title) == (language, title)


def test_every_attribute_is_kept() -> None:
    read = read_fence_info('bash language="curl" title="Request" tab="1"')
    assert read.attributes == {"language": "curl", "title": "Request", "tab": "1"}
