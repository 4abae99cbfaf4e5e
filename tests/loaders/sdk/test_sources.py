"""SDK packages from the registries, from files and from folders."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import (
    ArchiveError,
    FetchError,
    LoaderWarning,
    ParseError,
    SourceError,
    SourceNotFoundError,
)
from workos_docs_loaders.sdk import SDKS, open_sdk
from workos_docs_loaders.sdk.errors import UnknownSdkError, UnknownSdkVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_loaders.sdk import SdkPackage

    WritePackage = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let neither pip nor npm reach a registry."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("npm_config_offline", "true")
    monkeypatch.setenv("npm_config_cache", "/nonexistent/npm")


def cached(cache: Path, name: str, *versions: str) -> None:
    """Put Python packages into a cache."""
    for version in versions:
        metadata = cache / name / version / f"workos-{version}.dist-info" / "METADATA"
        metadata.parent.mkdir(parents=True)
        metadata.write_text(f"Name: workos\nVersion: {version}\n")


def test_names_are_unique_and_the_defaults_are_known() -> None:
    assert len({definition.name for definition in SDKS}) == len(SDKS)
    assert len({(definition.package, definition.registry) for definition in SDKS}) == len(SDKS)


@pytest.mark.parametrize(
    ("source", "package", "language", "tag"),
    [
        ("python@10.8.0", "workos", "python", "v10.8.0"),
        ("node@11.0.0", "@workos-inc/node", "js", "v11.0.0"),
        ("@workos-inc/node@11.0.0", "@workos-inc/node", "js", "v11.0.0"),
        ("authkit-nextjs@4.3.2", "@workos-inc/authkit-nextjs", "js", "v4.3.2"),
    ],
)
def test_a_name_with_a_version_is_that_version(
    source: str, package: str, language: str, tag: str
) -> None:
    snapshot = open_sdk(source)
    assert (snapshot.package, snapshot.language, snapshot.tag) == (package, language, tag)
    assert f"v{snapshot.version}" == tag
    assert snapshot.root.is_dir()


def test_the_place_in_the_repository_follows_its_moves() -> None:
    """The Python SDK moved its package into `src` with 5.38.1."""
    new, old = open_sdk("python@10.8.0"), open_sdk("python@4.0.0")
    assert new.source_path("workos/sso.py") == "src/workos/sso.py"
    assert old.source_path("workos/sso.py") == "workos/sso.py"
    assert old.source_url("workos/sso.py", 7) == (
        "https://github.com/workos/workos-python/blob/v4.0.0/workos/sso.py#L7"
    )


def test_what_has_no_public_repository_has_no_links(sdk: Callable[[str], SdkPackage]) -> None:
    package = sdk("widgets@1.18.0")
    assert {method.url for method in package.methods} == {""}
    assert {section.url for section in package.readme} == {""}


def test_an_unknown_name_suggests_one() -> None:
    with pytest.raises(UnknownSdkError, match="Did you mean 'python'") as raised:
        open_sdk("pyton")
    assert "node" in raised.value.known


@pytest.mark.parametrize("source", ["python@10.8.999", "python@^10", "node@99.0.0", "node@next"])
def test_an_unknown_version_names_those_that_exist(source: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownSdkVersionError, match="Available: ") as raised:
        open_sdk(source, cache=tmp_path)
    assert {"10.8.0", "10.0.0"} & set(raised.value.available)
    assert not list(tmp_path.rglob("package.json"))


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("source", ["python@10.8.0", "node@11.0.0", "python", "node"])
def test_without_network_and_cache_the_error_says_so(source: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"not in the cache, and (pip|npm) could not"):
        open_sdk(source, cache=tmp_path)


@pytest.mark.usefixtures("offline")
def test_without_network_the_cache_serves(tmp_path: Path) -> None:
    cached(tmp_path, "python", "9.1.0", "10.8.0")
    assert open_sdk("python@9.1.0", cache=tmp_path).version == "9.1.0"
    with pytest.warns(LoaderWarning, match=r"workos 10\.8\.0, the newest in the cache, is used"):
        assert open_sdk("python", cache=tmp_path).version == "10.8.0"


@pytest.mark.usefixtures("offline")
def test_the_newest_version_is_remembered(tmp_path: Path) -> None:
    cached(tmp_path, "python", "9.1.0", "10.8.0")
    (tmp_path / "python" / "latest").write_text("9.1.0")
    assert open_sdk("python", cache=tmp_path).version == "9.1.0"
    with pytest.warns(LoaderWarning, match=r"10\.8\.0"):
        open_sdk("python", cache=tmp_path, refresh=True)


def test_a_wheel_is_unpacked_into_the_cache(tmp_path: Path, python_package: WritePackage) -> None:
    root = python_package({"workos/__init__.py": ""})
    wheel = tmp_path / "workos-10.9.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as members:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            members.write(path, path.relative_to(root))
    snapshot = open_sdk(wheel, cache=tmp_path / "cache")
    assert (snapshot.name, snapshot.version) == ("python", "10.9.0")
    assert snapshot.root.is_relative_to(tmp_path / "cache")
    assert open_sdk(str(wheel), cache=tmp_path / "cache") == snapshot


def test_an_npm_archive_is_unpacked_into_the_cache(
    tmp_path: Path, node_package: WritePackage
) -> None:
    archive = tmp_path / "node.tgz"
    with tarfile.open(archive, "w:gz") as members:
        members.add(node_package({}), "package")
    snapshot = open_sdk(archive, cache=tmp_path / "cache")
    assert (snapshot.name, snapshot.version) == ("node", "11.1.0")


def test_a_source_distribution_is_unpacked_and_not_built(tmp_path: Path) -> None:
    source = tmp_path / "workos-10.9.0"
    (source / "src" / "workos").mkdir(parents=True)
    (source / "PKG-INFO").write_text("Metadata-Version: 2.4\nName: workos\nVersion: 10.9.0\n")
    mark = tmp_path / "mark"
    (source / "setup.py").write_text(f"open({str(mark)!r}, 'w')")
    archive = tmp_path / "workos-10.9.0.tar.gz"
    with tarfile.open(archive, "w:gz") as members:
        members.add(source, source.name)
    assert open_sdk(archive, cache=tmp_path / "cache").version == "10.9.0"
    assert not mark.exists()


def test_a_checkout_is_read_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "workos"\nversion = "10.9.0"\n')
    assert open_sdk(tmp_path).root == tmp_path


def test_a_folder_in_node_modules_is_read_where_it_is(
    tmp_path: Path, node_package: WritePackage
) -> None:
    modules = tmp_path / "node_modules"
    shutil.copytree(node_package({}), modules / "@workos-inc" / "node")
    assert open_sdk(modules / "@workos-inc" / "node").version == "11.1.0"
    assert open_sdk(modules).version == "11.1.0"


def test_a_folder_of_several_packages_is_ambiguous(tmp_path: Path) -> None:
    for name, package in (("node", "@workos-inc/node"), ("widgets", "@workos-inc/widgets")):
        folder = tmp_path / "@workos-inc" / name
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(f'{{"name": "{package}", "version": "1.0.0"}}')
    with pytest.raises(SourceNotFoundError, match=r"several SDK packages \(node, widgets\)"):
        open_sdk(tmp_path)


@pytest.mark.parametrize(
    ("files", "error", "message"),
    [
        ({}, SourceNotFoundError, "holds no official SDK package"),
        ({"package.json": '{"name": "left-pad"}'}, SourceNotFoundError, "no official"),
        ({"package.json": "{"}, ParseError, "package.json:1"),
        ({"package.json": "[" * 100_000}, ParseError, "not JSON"),
        ({"package.json": '{"name": "@workos-inc/node"}'}, ParseError, "no valid version"),
        ({"pyproject.toml": "="}, ParseError, "not TOML"),
    ],
)
def test_a_folder_of_something_else_is_an_error(
    tmp_path: Path, files: dict[str, str], error: type[SourceError], message: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(error, match=message):
        open_sdk(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.whl", b"no zip", ArchiveError, "not a complete wheel"),
        ("a.tgz", b"no tar", ArchiveError, "not a complete .tgz"),
        ("a.txt", b"text", SourceNotFoundError, "not a package file"),
    ],
)
def test_a_file_of_something_else_is_an_error(
    tmp_path: Path, name: str, content: bytes, error: type[SourceError], message: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(error, match=message):
        open_sdk(file, cache=tmp_path / "cache")
    assert not list((tmp_path / "cache" / "files").glob("[!.]*"))


@pytest.mark.parametrize("source", ["/no/such/place", "python/../etc", "a\0b", ""])
def test_a_place_that_does_not_exist_is_an_error(source: str) -> None:
    with pytest.raises(SourceError):
        open_sdk(source)
