"""The real SDK packages, joined to the real documentation."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.sdk import documented_methods, join_documentation, open_sdk, read_sdk
from workos_docs_tools.answers.check import Surface

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workos_docs_loaders.models import SourceFile


@pytest.fixture(scope="session")
def surface(source_files: Mapping[str, tuple[SourceFile, ...]]) -> Callable[[str], Surface]:
    """A published package as code is checked against it: `python@10.8.0`."""
    documented = documented_methods(source_files["0.2.0"], ["python", "js"])

    @cache
    def read(source: str) -> Surface:
        package = read_sdk(open_sdk(source))
        return Surface(package, join_documentation(documented, package))

    return read
