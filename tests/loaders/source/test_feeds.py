"""Changelogs of the web: kept on disk, and served from there without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import FetchError, LoaderWarning, SourceError
from workos_docs_loaders.source.feeds import is_kept, kept_releases

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.site.server import Site

PATH = "/changelog/rss.xml"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path))


def test_a_feed_is_fetched_once_and_asked_again_on_request(site: Site) -> None:
    url = site.url + PATH
    assert not is_kept(url)
    releases = kept_releases(url)
    assert len(releases) == 25
    assert releases[0].title == "Fine-Grained Authorization"
    assert is_kept(url)
    assert kept_releases(url) == releases
    assert site.asked[PATH] == 1
    kept_releases(url, refresh=True)
    assert (site.asked[PATH], site.bodies[PATH]) == (2, 1)


def test_what_is_kept_serves_offline_and_says_how_old_it_is(site: Site) -> None:
    url = site.url + PATH
    releases = kept_releases(url)
    site.faults[PATH] = "404"
    with pytest.warns(
        LoaderWarning, match=r"answered 404 .*What it had on \d{4}-\d\d-\d\d is used"
    ):
        assert kept_releases(url, refresh=True) == releases


def test_what_was_never_fetched_is_an_error(site: Site) -> None:
    with pytest.raises(FetchError, match="answered 404"):
        kept_releases(f"{site.url}/nothing.xml")
    with pytest.raises(SourceError, match="is not https"):
        kept_releases("http://example.com/rss.xml")


def test_a_file_is_read_where_it_is(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(site.files[PATH])
    assert len(kept_releases(file)) == 25
