"""Entries of feeds beside those of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workos_docs_tools import WorkOSDocs

FEED = """\
<?xml version="1.0"?><rss version="2.0"><channel><title>WorkOS</title>
<item><title>Newest</title><link>https://workos.com/changelog/newest</link>
<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate><description>Something new.</description></item>
<item><title>Fine-Grained Authorization</title>
<link>https://workos.com/changelog/fine-grained-authorization</link>
<pubDate>Tue, 17 Feb 2026 10:00:00 GMT</pubDate><description>At length.</description></item>
</channel></rss>
"""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    file = tmp_path / "rss.xml"
    file.write_text(FEED)
    return file


def test_a_feed_joins_the_packaged_entries_each_once(
    feed: Path, open_tree: Callable[..., WorkOSDocs]
) -> None:
    docs = open_tree({"sso.md": "# SSO\n\nText."}, changelogs=[feed])
    assert docs.packages == ("workos-platform",)
    assert [release.title for release in docs.changelog()] == [
        "Newest",
        "Fine-Grained Authorization",
    ]
    # How old the pages are, a newer entry does not change.
    assert docs.date == ""
    assert docs.search("something new")[0].url == "https://workos.com/changelog/newest"


def test_an_empty_answer_says_what_there_is(docs: WorkOSDocs) -> None:
    found = docs.changelog(since="2030-01-01")
    assert not found
    assert found.covered == "25 entries, 2025-11-03 to 2026-02-17"
    reply = DocsTools(docs).workos_changelogs(since="2030-01-01").text
    assert "0 entries of the workos-platform changelog. It has 25 entries, 2025-11-03 to" in reply
    assert "(there are 25 entries, 2025-11-03 to 2026-02-17)" in found.view().heading


@pytest.mark.parametrize("since", ["2026-02-17T09:30:00Z", "2026-02-17 09:30", "2026-02-17"])
def test_days_may_have_a_time(docs: WorkOSDocs, since: str) -> None:
    assert [release.date for release in docs.changelog(since=since)] == ["2026-02-17"]
