"""SDKs beside the documentation: which are opened, and what happens where one cannot be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import FetchError, LoaderWarning
from workos_docs_loaders.sdk import newest_sdk
from workos_docs_loaders.sdk.errors import UnknownSdkError, UnknownSdkVersionError
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.index import sdks
from workos_docs_tools.index.sdks import default_sdks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workos_docs_tools import WorkOSDocs

PAGES = {"sso.mdx": "# SSO\n\nUsers log in with their identity provider.\n"}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder that holds an SDK of two methods' README."""
    folder = tmp_path / "package"
    folder.mkdir()
    manifest = {"name": "@workos-inc/node", "version": "11.1.0"}
    (folder / "package.json").write_text(json.dumps(manifest))
    (folder / "README.md").write_text("# Node\n\n## Usage\n\nConstruct the gizmo client first.\n")
    return folder


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cache, and no registry that answers."""
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    for name in ("npm_config_registry", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("PIP_RETRIES", "0")


def test_trees_that_are_not_of_workos_get_no_sdk(
    open_tree: Callable[..., WorkOSDocs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sdks, "open_sdk", lambda *_: pytest.fail("an SDK was fetched"))
    assert open_tree(PAGES).sdks == ()


def test_a_folder_is_an_sdk_where_it_is_named(
    open_tree: Callable[..., WorkOSDocs], package: Path
) -> None:
    docs = open_tree(PAGES, sdks=[package])
    assert docs.sdks == docs.status().sdks == ("node@11.1.0",)
    (hit, *_) = docs.search("gizmo client", kind="sdk")
    assert (hit.path, hit.language) == ("sdk/node/readme/usage", "js")
    (package / "README.md").write_text("# Node\n\n## Usage\n\nThere is a sprocket.\n")
    assert "sprocket" in open_tree(PAGES, sdks=[package]).search("sprocket", kind="sdk")[0].text


def test_two_versions_of_one_package_are_refused(
    open_tree: Callable[..., WorkOSDocs], package: Path
) -> None:
    with pytest.raises(InvalidArgumentError, match="one version of each"):
        open_tree(PAGES, sdks=[package, package])


def test_a_single_source_is_refused(open_tree: Callable[..., WorkOSDocs]) -> None:
    with pytest.raises(InvalidArgumentError, match="Pass a sequence"):
        open_tree(PAGES, sdks="python")


def test_a_version_that_was_never_published_names_those_that_were(
    open_tree: Callable[..., WorkOSDocs],
) -> None:
    with pytest.raises(UnknownSdkVersionError, match=r"99\.0\.0.*10\.8\.0"):
        open_tree(PAGES, sdks=["python@99.0.0"])


def test_an_unknown_name_names_the_known_ones(open_tree: Callable[..., WorkOSDocs]) -> None:
    with pytest.raises(UnknownSdkError, match="authkit-nextjs"):
        open_tree(PAGES, sdks=["pyhton"])


@pytest.mark.usefixtures("offline")
def test_a_named_sdk_is_not_left_out_without_network(
    open_tree: Callable[..., WorkOSDocs],
) -> None:
    with pytest.raises(FetchError, match="not in the cache"):
        open_tree(PAGES, sdks=["python@10.8.0"])


@pytest.mark.usefixtures("offline")
def test_others_serve_where_an_sdk_that_is_not_named_cannot_be_loaded(
    open_tree: Callable[..., WorkOSDocs], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = (
        sdks.WantedSdk("python", is_named=False, name="python"),
        sdks.WantedSdk(package, is_named=False),
    )
    monkeypatch.setattr("workos_docs_tools.index.opening.named_sdks", lambda _: wanted)
    with pytest.warns(LoaderWarning, match="Answers go without .*python"):
        docs = open_tree(PAGES, sdks=["any"])
    assert docs.sdks == ("node@11.1.0",)


@pytest.mark.usefixtures("offline")
def test_what_is_indexed_serves_as_the_newest_without_network() -> None:
    with pytest.warns(LoaderWarning, match=r"10\.8\.0"):
        assert newest_sdk("python", have=["9.1.0", "10.8.0"]) == "10.8.0"


def test_a_project_says_which_sdks_it_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = {"dependencies": {"@workos-inc/node": "^10.0.0"}}
    (tmp_path / "package.json").write_text(json.dumps(manifest))
    monkeypatch.chdir(tmp_path)
    wanted = {sdk.name: sdk.version for sdk in default_sdks()}
    assert wanted["node"] == "10.0.0"
    assert wanted.keys() >= {"python", "authkit-nextjs"}
    assert not any(sdk.is_named for sdk in default_sdks())
