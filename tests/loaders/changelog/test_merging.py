"""Changelogs that have the same entries, as one."""

from __future__ import annotations

from dataclasses import replace

from workos_docs_loaders.changelog.merging import merged
from workos_docs_loaders.models import Release

PAGE = "https://workos.com/changelog/groups"
PACKAGED = Release("workos-platform", "Groups", "2026-01-02", "Short.", PAGE, "Groups")
OLDER = Release("workos-platform", "Roles", "2026-01-01", "Roles.", f"{PAGE}-2", "Roles")


def test_an_entry_that_both_have_is_there_once_with_its_whole_text() -> None:
    fed = replace(PACKAGED, package="WorkOS", text="Long.", url=f"{PAGE}/?utm_source=feed")
    newest = replace(fed, title="Next", version="Next", date="2026-02-01", url=f"{PAGE}-3")
    found = merged({"workos-platform": (PACKAGED, OLDER)}, [fed, newest])
    assert found == {
        "workos-platform": (
            replace(newest, package="workos-platform"),
            replace(fed, package="workos-platform"),
            OLDER,
        )
    }


def test_entries_of_another_package_are_a_changelog_of_their_own() -> None:
    other = Release("acme", "1.0.0", "2026-01-02", "First.")
    same = replace(other, text="The first.")
    found = merged({"workos-platform": (PACKAGED,)}, [other, same])
    assert found == {"workos-platform": (PACKAGED,), "acme": (same,)}


def test_without_others_the_packaged_ones_stay_as_they_are() -> None:
    packaged = {"workos-platform": (OLDER, PACKAGED)}
    assert merged(packaged, ()) == packaged
