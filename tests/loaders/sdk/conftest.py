"""The real SDK packages, fetched once; `WORKOS_DOCS_HOME` says where they are kept."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.sdk import documented_methods, open_sdk, read_sdk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_loaders.models import SourceFile
    from workos_docs_loaders.sdk import DocumentedMethod, SdkPackage


@pytest.fixture(scope="session")
def sdk() -> Callable[[str], SdkPackage]:
    """Read a published package by its name and version: `python@10.8.0`."""

    @cache
    def read(source: str) -> SdkPackage:
        return read_sdk(open_sdk(source))

    return read


@pytest.fixture(scope="session")
def documented(source_files: Mapping[str, tuple[SourceFile, ...]]) -> tuple[DocumentedMethod, ...]:
    """What the documentation 0.2.0 documents in Python and for Node."""
    return documented_methods(source_files["0.2.0"], ["python", "js"])


@pytest.fixture
def python_package(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Write a `workos` package for Python, and return the folder that holds it."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "site"
        metadata = "Metadata-Version: 2.4\nName: workos\nVersion: 10.9.0\n\n# Title\n"
        return _write(root, {"workos-10.9.0.dist-info/METADATA": metadata, **files})

    return write


@pytest.fixture
def node_package(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Write a `@workos-inc/node` package, and return its folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        manifest = '{"name": "@workos-inc/node", "version": "11.1.0"}'
        return _write(tmp_path / "package", {"package.json": manifest, **files})

    return write


def _write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
