"""What pip is asked, with the real pip and the real package."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import FetchError, UnknownVersionError
from workos_docs_loaders.source import pip

if TYPE_CHECKING:
    from pathlib import Path


def test_published_versions_are_in_order() -> None:
    versions = pip.published_versions("workos")
    assert versions.index("4.0.0") < versions.index("5.42.0") < versions.index("10.8.0")
    assert pip.newest_version("workos") == versions[-1]


def test_an_exact_wheel_is_downloaded_and_nothing_else(tmp_path: Path) -> None:
    assert pip.download("workos", "4.0.0", tmp_path).name == "workos-4.0.0-py3-none-any.whl"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_unknown_version_names_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(UnknownVersionError) as raised:
        pip.download("workos", "10.8.999", tmp_path)
    assert "10.8.0" in raised.value.available


def test_without_an_index_the_reason_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(FetchError, match="workos"):
        pip.download("workos", "10.8.0", tmp_path)


def test_without_pip_the_remedies_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(FetchError, match="ensurepip"):
        pip.published_versions("workos")
