"""What `refresh` fetches, and what commands say of age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.command import ALONE, OFFLINE, json_lines, only_line, run

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.site.server import Site
    from workos_docs_tools import WorkOSDocs

INDEX = b"# Docs\n\n- [One](/docs/one)\n"


@pytest.mark.usefixtures("empty_home")
def test_refresh_fetches_what_is_new_of_a_site_and_of_its_feed(site: Site) -> None:
    site.files["/docs/llms.txt"] = INDEX
    site.files["/docs/one.md"] = b"# One\n\nThe first text."
    pages = ("--source", site.index)
    feed = ("--feed", f"{site.url}/changelog/rss.xml")
    done = run("refresh", *pages, *feed)
    assert done.exit_code == 0, done.stderr
    assert "Changelogs: workos-platform" in done.stdout
    site.files["/docs/one.md"] = b"# One\n\nThe second text."
    assert "The first text." in run("page", "one", *pages).stdout
    site.faults["/changelog/rss.xml"] = "404"
    done = run("refresh", *pages, *feed, "--json")
    (report,) = json_lines(done)
    assert report["embedded"] == 1
    assert "warning: " in done.stderr
    assert "is used." in done.stderr
    assert "The second text." in run("page", "one", *pages).stdout


def test_an_empty_changelog_says_what_there_is(docs: WorkOSDocs) -> None:
    line = only_line(run("changelog", "--since", "2030-01-01T10:00", *ALONE), exit_code=1)
    assert line.endswith("matches. It has 25 entries, 2025-11-03 to 2026-02-17.")


def test_status_and_doctor_say_that_documentation_is_old(docs: WorkOSDocs) -> None:
    note = "2026-02-17 (over 90 days old, may be outdated; refresh: workos-docs refresh"
    assert f"date: {note}" in run("status", *ALONE).stdout
    assert f"current to {note}" in run("doctor", env=OFFLINE).stdout


@pytest.mark.usefixtures("empty_home")
def test_what_is_no_site_is_one_line(tmp_path: Path) -> None:
    line = only_line(run("search", "x", "--source", "http://example.com/llms.txt"), exit_code=2)
    assert "is not https" in line
