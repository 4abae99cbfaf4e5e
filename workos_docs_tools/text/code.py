"""Code as Markdown."""

from __future__ import annotations

import re


def fenced(code: str, language: str) -> str:
    """Return code as Markdown, in a fence longer than any within it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"
