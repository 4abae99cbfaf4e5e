"""A site as documentation: opened, asked, refreshed."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import LoaderWarning
from workos_docs_tools import WorkOSDocs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.site.server import Site

STARTED = datetime.datetime.now(datetime.UTC).date()


def is_recent(day: str) -> bool:
    """If a day lies between the start of these tests and now: they may run over midnight."""
    return STARTED <= datetime.date.fromisoformat(day) <= datetime.datetime.now(datetime.UTC).date()


@pytest.fixture
def live(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkOSDocs]:
    """A few pages of the site, with two of its addresses on loopback."""
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path))
    monkeypatch.setattr("workos_docs_loaders.source.opening.SITE_INDEX", site.index)
    feed = f"{site.url}/changelog/rss.xml"
    monkeypatch.setattr("workos_docs_loaders.source.feeds.CHANGELOG_FEED", feed)
    for path in ("/docs/events.md", "/docs/glossary.md"):  # Long, and no part of these tests.
        del site.files[path]
    lines = site.files["/docs/llms.txt"].decode().splitlines()
    kept = [line for line in lines if "/events)" not in line and "/glossary)" not in line]
    site.files["/docs/llms.txt"] = "\n".join(kept).encode()
    with WorkOSDocs.open("live", sdks=(), progress=False) as docs:
        yield docs


def test_the_live_site_answers_like_the_package(site: Site, live: WorkOSDocs) -> None:
    assert is_recent(live.version)
    assert live.date == live.version
    assert live.collection.name == "workos-docs-live"
    hit = live.search("create an organization", language="python")[0]
    assert hit.path == "reference/organization/create"
    assert hit.kind == "api"
    assert live.search("IdP-initiated", product="sso", kind="guide")[0].path == "sso/login-flows"
    assert live.lookup("create_organization")[0].path == "reference/organization/create"
    assert live.lookup("GET /organizations/:id")[0].path == "reference/organization/get"
    page = live.page(f"{site.url}/docs/reference/organization/create", language="python")
    assert page.url == hit.page_url == f"{site.url}/docs/reference/organization/create"
    assert "organizations.create_organization()" in page.markdown
    assert page.breadcrumb == ("API Reference", "Organizations", "Organization")
    assert live.examples("create an organization", language="python")[0].path == page.path
    assert live.packages == ("workos-platform",)
    assert len(live.changelog()) == 25


def test_only_a_refresh_reaches_for_the_site(site: Site, live: WorkOSDocs) -> None:
    live.close()
    site.forget()
    with WorkOSDocs.open("live", sdks=(), progress=False) as docs:
        assert docs.search("organization")
        assert docs.report is None
        assert not site.asked
        report = docs.refresh(progress=False)
    assert site.asked
    assert not site.bodies
    assert not report.is_change


def test_a_changed_page_embeds_its_nodes_only(site: Site, live: WorkOSDocs) -> None:
    page = [node for node in live.index.nodes if node.path == "sso/login-flows"]
    site.files["/docs/sso/login-flows.md"] += b"\n## News\n\nA section that was not there before.\n"
    report = live.refresh(progress=False)
    assert 0 < report.embedded <= 2 < len(page)
    assert "not there before" in live.page("sso/login-flows", section="News").markdown


def test_a_failing_page_is_named_and_keeps_its_text(site: Site, live: WorkOSDocs) -> None:
    site.faults["/docs/sso.md"] = "401"
    with pytest.warns(LoaderWarning, match=r"/docs/sso: the server answered 401"):
        report = live.refresh(progress=False)
    assert not report.is_change
    assert live.page("sso")


def test_a_site_may_be_any_source(site: Site, live: WorkOSDocs, tmp_path: Path) -> None:
    site.files["/other/llms.txt"] = b"# Other\n\n- [One](/other/one)\n"
    site.files["/other/one.md"] = b"# One\n\nThe only page of another site."
    source = f"{site.url}/other/llms.txt"
    with WorkOSDocs.open(source=source, progress=False) as docs:
        assert docs.collection.name.startswith("workos-docs-site-")
        assert is_recent(docs.version)
        assert docs.search("another site")[0].path == "one"
    site.forget()
    with WorkOSDocs.open(source=source, progress=False) as docs:
        assert docs.report is None
    assert not site.asked
