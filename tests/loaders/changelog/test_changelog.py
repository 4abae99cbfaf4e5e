"""Packaged changelogs, and reading any form from files, checkouts and URLs."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workos_docs_loaders.changelog import content, parse_packaged, read_changelog
from workos_docs_loaders.errors import FetchError, ParseError, SourceError, SourceNotFoundError
from workos_docs_loaders.models import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parents[2] / "fixtures/changelogs"


# The packaged JSON


def test_packaged_entries_become_releases() -> None:
    first, second = parse_packaged((FIXTURES / "packaged.json").read_text(), path="x.json")
    assert first == Release(
        package="example-platform",
        version="Custom attributes",
        date="2026-02-09",
        text="Custom attributes are available.",
        url="https://example.com/changelog/custom-attributes",
        title="Custom attributes",
    )
    assert (second.date, second.text, second.url) == ("", "Someday\n\n- One.\n- Two.", "")


ENTRY = {"package": "p", "version": "v"}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[\n{},", 2, "malformed JSON"),
        ("", 1, "malformed JSON"),
        ("[" * 100_000, 1, "malformed JSON"),
        ("{}", 1, "not a list"),
        (f"[{json.dumps(ENTRY)},\n\n  3]", 3, "changelog entry 2: not an object"),
        ('\n[\n{"version": "v"}]', 3, "changelog entry 1: `package` is not a string"),
        (f"[{json.dumps({**ENTRY, 'date': 3})}]", 1, "`date` is not a string"),
        (f"[{json.dumps({**ENTRY, 'changes': [3]})}]", 1, "`changes` is not a list of strings"),
        (f"[{json.dumps({**ENTRY, 'changes': 'x'})}]", 1, "`changes` is not a list of strings"),
    ],
)
def test_malformed_json_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ParseError, match=message) as raised:
        parse_packaged(text, path="x.json")
    assert (raised.value.path, raised.value.line) == ("x.json", line)


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists) | st.lists(
    st.dictionaries(st.sampled_from(["package", "version", "date", "changes", "url"]),
                    st.text() | st.lists(st.text()) | st.none())))  # fmt: skip
def test_any_json_is_read_or_refused(value: object) -> None:
    text = json.dumps(value)
    with suppress(ParseError):
        assert len(parse_packaged(text, path="x.json")) == len(json.loads(text))


# Files and checkouts


@pytest.mark.parametrize(
    ("fixture", "count"),
    [("feed.rss", 3), ("feed.atom", 3), ("packaged.json", 2), ("changesets.md", 2)],
)
@pytest.mark.parametrize("name", ["own name", "export.txt", "CHANGELOG.md"])
def test_the_content_decides_on_the_parser(
    fixture: str, count: int, name: str, tmp_path: Path
) -> None:
    path = tmp_path / (fixture if name == "own name" else name)
    path.write_bytes((FIXTURES / fixture).read_bytes())
    assert len(read_changelog(path)) == count


@pytest.mark.parametrize(
    ("content", "count"),
    [
        ("[Unreleased]: next\n\n## 1.0.0\n", 1),
        ("[ ] a task\n\n## 1.0.0", 1),
        ("<!-- a comment -->\n\n## 1.0.0\n", 1),
        ("<details>\n\n## 1.0.0\n", 1),
        ("<!-- c -->\n<rss version='2.0'><channel/></rss>", 0),
        ("\ufeff[]", 0),
    ],
)
def test_content_that_begins_like_another_form_is_told_apart(
    content: str, count: int, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text(content, encoding="utf-8")
    assert len(read_changelog(tmp_path / "file")) == count


@pytest.mark.parametrize(
    ("files", "package"),
    [
        ({"package.json": '{"name": "@example/node"}'}, "@example/node"),
        ({"pyproject.toml": '[project]\nname = "example"'}, "example"),
        ({"Cargo.toml": '[package]\nname = "crate"'}, "crate"),
        ({"package.json": "{broken", "pyproject.toml": "[tool]"}, "checkout"),
        ({"package.json": '{"name": 3}'}, "checkout"),
        ({}, "checkout"),
    ],
)
def test_a_checkout_says_which_package_it_is_of(
    files: dict[str, str], package: str, tmp_path: Path
) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name, text in {"Changelog.md": "# 1.0.0\n\n- x", **files}.items():
        (checkout / name).write_text(text)
    for source in (checkout, checkout / "Changelog.md", str(checkout)):
        assert [release.package for release in read_changelog(source)] == [package]
    assert [release.package for release in read_changelog(checkout, package="own")] == ["own"]


def test_a_file_name_may_name_the_package(tmp_path: Path) -> None:
    (tmp_path / "authkit-CHANGELOG.md").write_text("# 1.0.0")
    assert read_changelog(tmp_path / "authkit-CHANGELOG.md")[0].package == "authkit"


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("CHANGELOG.md", b"## 1.0.0\n\n\xff\n", 3),
        ("CHANGELOG.md", b"## 1.0.0\n\0", 2),
        ("CHANGELOG.md", b"<!DOCTYPE html>\n<html></html>", 1),
        ("log.json", b"# Not JSON", 1),
        ("log.json", b"[\xff]", 1),
        ("feed.xml", b"# Not XML", 1),
        ("feed.atom", b"", 1),
        ("feed.txt", b"<?xml version='1.0'?>\n<rss>", 2),
    ],
)
def test_malformed_content_names_file_and_line(
    name: str, content: bytes, line: int, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ParseError) as raised:
        read_changelog(tmp_path / name)
    assert (raised.value.path, raised.value.line) == (str(tmp_path / name), line)


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=r"nothing\.md"):
        read_changelog(tmp_path / "nothing.md")
    with pytest.raises(SourceNotFoundError, match=r"holds no CHANGELOG\.md"):
        read_changelog(tmp_path)


@pytest.mark.parametrize("name", ["~no-such-user/x.md", "long" * 1000, "\0", "\ud800"])
def test_a_name_that_no_file_can_have_is_a_source_error(name: str) -> None:
    with pytest.raises(SourceError, match=name):
        read_changelog(name)


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_SIZE", 10)
    (tmp_path / "CHANGELOG.md").write_text("# 1.0.0\n\n\n")
    assert len(read_changelog(tmp_path)) == 1
    (tmp_path / "CHANGELOG.md").write_text("# 1.0.0\n\n\n\n")
    with pytest.raises(SourceError, match="larger than 10 bytes"):
        read_changelog(tmp_path)


# URLs


@contextmanager
def serve(pages: dict[str, bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = pages.get(self.path, b"")
            if content.startswith(b"-> "):
                self.send_response(302)
                self.send_header("Location", content[3:].decode())
                content = b""
            else:
                self.send_response(200 if content else 404)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    secret = tmp_path / "secret.md"
    secret.write_text("# 6.6.6")
    pages = {
        "/workos/authkit/main/CHANGELOG.md": b"## 1.0.0\n\n- x",
        "/": b"## 1.0.0\n\n- x",
        "/changelog/rss.xml": (FIXTURES / "feed.rss").read_bytes(),
        "/moved": b"-> /changelog/rss.xml",
        "/file": b"-> " + secret.as_uri().encode(),
        "/loop": b"-> /loop",
        "/page": b"<!doctype html><title>x</title>",
    }
    with serve(pages) as url:
        yield url


def test_a_url_is_read_and_is_the_place_of_its_releases(site: str) -> None:
    url = f"{site}/workos/authkit/main/CHANGELOG.md"
    assert read_changelog(url) == (Release("authkit", "1.0.0", "", "- x", url=url),)
    assert read_changelog(url, package="own")[0].package == "own"


def test_redirects_are_followed_over_http(site: str) -> None:
    assert len(read_changelog(f"{site}/moved")) == 3
    assert read_changelog(f"{site}/changelog/rss.xml")[0].package == "Example changelog"


@pytest.mark.parametrize("path", ["", "/"])
def test_a_url_that_names_only_a_host_names_the_package_after_it(site: str, path: str) -> None:
    (release,) = read_changelog(site + path)
    assert release.package == site.removeprefix("http://")


@pytest.mark.parametrize("path", ["/file", "/loop", "/missing"])
def test_what_cannot_be_fetched_is_named(site: str, path: str) -> None:
    with pytest.raises(FetchError, match=f"{path} could not be fetched"):
        read_changelog(site + path)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x.md", "http://[", "http:///x"])
def test_a_url_that_leads_nowhere_is_a_fetch_error(url: str) -> None:
    with pytest.raises(FetchError):
        read_changelog(url)


def test_a_page_of_html_is_refused(site: str) -> None:
    with pytest.raises(ParseError, match="a page of HTML"):
        read_changelog(f"{site}/page")


def test_an_answer_over_the_limit_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_SIZE", 10)
    with pytest.raises(FetchError, match="larger than 10 bytes"):
        read_changelog(f"{site}/changelog/rss.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "shift_jis", "gb18030"])
def test_a_feed_is_read_in_the_encoding_that_it_declares(encoding: str, tmp_path: Path) -> None:
    title = {"windows-1251": "\N{CYRILLIC CAPITAL LETTER YA}", "utf-8": "é"}.get(encoding, "日本")
    feed = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>'
        f"<title>Acme</title><item><title>{title}&nbsp;&eacute;</title></item></channel></rss>"
    )
    (tmp_path / "feed.xml").write_bytes(b"\n\n junk" + feed.encode(encoding, "xmlcharrefreplace"))
    [release] = read_changelog(tmp_path / "feed.xml")
    assert (release.package, release.title) == ("Acme", f"{title} é")
    assert read_changelog(tmp_path / "feed.xml", package="own")[0].package == "own"
