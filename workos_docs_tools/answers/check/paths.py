"""Which files are checked, and in which language each is."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = {
    ".py": "python",
    ".pyi": "python",
    ".js": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".jsx": "javascript",
    ".ts": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".tsx": "tsx",
}
"""Languages by the ending of a file's name."""
SKIPPED = {
    "node_modules",
    "site-packages",
    "__pycache__",
    "venv",
    "dist",
    "build",
    "vendor",
}
"""Folders of code that others wrote or programs made; those whose name starts with a dot too."""

_JAVASCRIPT = re.compile(
    r"^\s*(?:import\s[^;\n]*\sfrom\s*['\"]|import\s*['\"{*]|export\s|const\s|let\s|var\s|"
    r"(?:async\s+)?function\b|interface\s|type\s+\w+\s*=|//|/\*|await\s[^#\n]*;\s*$|'use |\"use )|"
    r"require\(['\"]|=>|\bnew\s+[A-Z]\w*\(",
    re.MULTILINE,
)
_PYTHON = re.compile(
    r"^\s*(?:from\s+[\w.]+\s+import\b|import\s+[\w.]+(?:\s+as\s+\w+)?\s*$|(?:async\s+)?def\s+\w+\(|"
    r"class\s+\w+[^{\n]*:\s*$|@\w|elif\b|except\b|with\s[^{\n]*:\s*$|#)",
    re.MULTILINE,
)


def language_of(path: Path) -> str:
    """Return the language of a file by its name, or nothing."""
    return SUFFIXES.get(path.suffix.lower(), "")


def guessed_language(code: str) -> str:
    """Return the language that code looks like: `python` or `tsx`."""
    head = code[:20_000]
    python, javascript = len(_PYTHON.findall(head)), len(_JAVASCRIPT.findall(head))
    if python == javascript:
        return "tsx" if head.rstrip().endswith((";", "}")) else "python"
    return "python" if python > javascript else "tsx"


def code_files(directory: Path) -> Iterator[Path]:
    """Yield the files of a directory that can be checked, in the order of their paths."""
    for folder, names, files in os.walk(directory):
        names[:] = sorted(
            name
            for name in names
            if name not in SKIPPED and not name.startswith((".", "__pypackages__"))
        )
        for name in sorted(files):
            path = directory.__class__(folder, name)
            if language_of(path) and path.is_file():
                yield path
