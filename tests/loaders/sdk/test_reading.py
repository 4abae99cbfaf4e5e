"""What reading SDK packages loads."""

from __future__ import annotations

import subprocess
import sys


def loaded_by(statement: str) -> set[str]:
    program = f"{statement}; import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_parsers_are_loaded_when_a_package_of_their_language_is_read() -> None:
    parsers = {"griffe", "tree_sitter", "tree_sitter_typescript"}
    assert not loaded_by("import workos_docs_loaders.sdk") & parsers
    assert "griffe" in loaded_by("import workos_docs_loaders.sdk.python")
    assert loaded_by("import workos_docs_loaders.sdk.typescript") & parsers == {
        "tree_sitter",
        "tree_sitter_typescript",
    }
