"""What a project uses, from this environment, `node_modules`, lock files and `package.json`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import LoaderWarning
from workos_docs_loaders.sdk import installed_sdks, open_sdk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_loaders.sdk import InstalledSdk

NODE = "@workos-inc/node"


def node_sdks(directory: Path) -> list[InstalledSdk]:
    """Return what a project uses, whether or not this environment has the Python SDK."""
    return [found for found in installed_sdks(directory) if found.name != "python"]


@pytest.fixture
def project(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write the files of a project that wants `@workos-inc/node`."""

    def write(files: Mapping[str, str]) -> Path:
        manifest = json.dumps({"dependencies": {NODE: "^10.2.0"}})
        for name, text in {"package.json": manifest, **files}.items():
            path = tmp_path / "project" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "project"

    return write


LOCK_FILES = {
    "npm 7 and later": (
        "package-lock.json",
        json.dumps(
            {
                "lockfileVersion": 3,
                "packages": {
                    "": {"dependencies": {NODE: "^10.2.0"}},
                    f"node_modules/{NODE}": {"version": "10.4.1"},
                    f"node_modules/other/node_modules/{NODE}": {"version": "7.82.0"},
                },
            }
        ),
    ),
    "npm 6": ("package-lock.json", json.dumps({"dependencies": {NODE: {"version": "10.4.1"}}})),
    "pnpm 9": (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n"
        f"      '{NODE}':\n        specifier: ^10.2.0\n        version: 10.4.1(react@19.0.0)\n"
        f"  apps/web:\n    dependencies:\n      '{NODE}':\n        version: 9.0.0\n",
    ),
    "pnpm 5": ("pnpm-lock.yaml", f"dependencies:\n  '{NODE}': 10.4.1_react@18.0.0\n"),
    "Yarn 1": (
        "yarn.lock",
        f'# yarn lockfile v1\n\n\n"{NODE}@^10.2.0", "{NODE}@^10.4.0":\n'
        '  version "10.4.1"\n  resolved "https://example.com"\n\nother@1:\n  version "2.0.0"\n',
    ),
    "Yarn 4": (
        "yarn.lock",
        "__metadata:\n  version: 8\n\n"
        f'"{NODE}@npm:^10.2.0":\n  resolution: "{NODE}@npm:10.4.1"\n  version: 10.4.1\n',
    ),
}


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_gives_the_exact_version(
    project: Callable[[Mapping[str, str]], Path], name: str
) -> None:
    file, text = LOCK_FILES[name]
    (found,) = node_sdks(project({file: text}))
    assert (found.source, found.path) == ("node@10.4.1", None)
    assert found.origin.name == file


def test_what_is_installed_says_more_than_a_lock_file(
    project: Callable[[Mapping[str, str]], Path],
) -> None:
    installed = f"node_modules/{NODE}/package.json"
    manifest = json.dumps({"name": NODE, "version": "10.3.0"})
    root = project({installed: manifest, LOCK_FILES["Yarn 1"][0]: LOCK_FILES["Yarn 1"][1]})
    (found,) = node_sdks(root)
    assert found.version == "10.3.0"
    assert open_sdk(found.source).root == root / "node_modules" / NODE


def test_the_search_goes_upward_from_a_folder_of_the_project(
    project: Callable[[Mapping[str, str]], Path],
) -> None:
    root = project({"src/app/package.json": "{}"})
    assert [found.name for found in node_sdks(root / "src" / "app")] == ["node"]


def test_packages_that_a_workspace_hoists_are_found_above(
    project: Callable[[Mapping[str, str]], Path],
) -> None:
    root = project(
        {
            "package.json": "{}",
            "apps/web/package.json": json.dumps({"devDependencies": {NODE: "workspace:*"}}),
            f"node_modules/{NODE}/package.json": json.dumps({"version": "10.3.0"}),
        }
    )
    (found,) = node_sdks(root / "apps" / "web")
    assert found.version == "10.3.0"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "pnpm-lock.yaml",
            "importers:\n  apps/api:\n    dependencies:\n"
            f"      '{NODE}':\n        version: 9.0.0\n"
            f"  apps/web:\n    dependencies:\n      '{NODE}':\n        version: 10.4.1\n"
            f"  packages/last:\n    dependencies:\n      '{NODE}':\n        version: 8.0.0\n",
        ),
        (
            "package-lock.json",
            json.dumps(
                {
                    "packages": {
                        f"apps/web/node_modules/{NODE}": {"version": "10.4.1"},
                        f"node_modules/{NODE}": {"version": "9.0.0"},
                    }
                }
            ),
        ),
    ],
)
def test_of_a_workspace_the_project_counts(
    project: Callable[[Mapping[str, str]], Path], file: str, text: str
) -> None:
    manifest = json.dumps({"dependencies": {NODE: "^9 || ^10"}})
    root = project({"package.json": "{}", "apps/web/package.json": manifest, file: text})
    (found,) = node_sdks(root / "apps" / "web")
    assert found.version == "10.4.1"


@pytest.mark.parametrize(
    ("allowed", "versions"),
    [("^10.2.0", ["10.2.0"]), ("~10.2.0", ["10.2.0"]), ("10.2.0", ["10.2.0"]), ("*", [])],
)
def test_the_lowest_version_that_the_project_allows_comes_last(
    project: Callable[[Mapping[str, str]], Path], allowed: str, versions: list[str]
) -> None:
    root = project({"package.json": json.dumps({"dependencies": {NODE: allowed}})})
    assert [found.version for found in node_sdks(root)] == versions


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("package-lock.json", "{"),
        ("package-lock.json", "[" * 100_000),
        ("pnpm-lock.yaml", "a: ["),
        ("pnpm-lock.yaml", "[" * 10_000),
        (f"node_modules/{NODE}/package.json", "{"),
    ],
)
def test_a_malformed_file_is_named_and_the_others_are_read(
    project: Callable[[Mapping[str, str]], Path], file: str, text: str
) -> None:
    root = project({file: text, "yarn.lock": LOCK_FILES["Yarn 1"][1]})
    with pytest.warns(LoaderWarning, match=file.rpartition("/")[2]):
        (found,) = node_sdks(root)
    assert found.version == "10.4.1"


def test_no_project_uses_nothing(tmp_path: Path) -> None:
    assert node_sdks(tmp_path) == []


def test_the_distribution_of_this_environment_is_found_without_importing_it(
    tmp_path: Path,
    python_package: Callable[[Mapping[str, str]], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = python_package({"workos/__init__.py": "raise SystemExit"})
    monkeypatch.setattr(sys, "path", [str(root), *sys.path])
    (found,) = installed_sdks(tmp_path / "elsewhere")
    assert (found.name, found.version, found.path) == ("python", "10.9.0", root)
    assert open_sdk(found.source).version == "10.9.0"
    assert "workos" not in sys.modules


def test_an_editable_install_is_read_in_its_checkout(
    tmp_path: Path,
    python_package: Callable[[Mapping[str, str]], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checkout = tmp_path / "check out"
    checkout.mkdir()
    origin = json.dumps({"url": checkout.as_uri(), "dir_info": {"editable": True}})
    root = python_package({"workos-10.9.0.dist-info/direct_url.json": origin})
    monkeypatch.setattr(sys, "path", [str(root), *sys.path])
    (found,) = installed_sdks(tmp_path / "elsewhere")
    assert found.path == checkout
