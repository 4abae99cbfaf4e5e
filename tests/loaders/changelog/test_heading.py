"""Headings that begin a release, and headings that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workos_docs_loaders.changelog.heading import (
    ReleaseHeading,
    iso_date,
    read_release_heading,
)

RELEASES = {
    "7.0.0": ReleaseHeading("7.0.0"),
    "10.2.0 (2026-08-11)": ReleaseHeading("10.2.0", "2026-08-11"),
    "[1.2.0] - 2024-05-01": ReleaseHeading("1.2.0", "2024-05-01"),
    "[0.0.5] - 2014-08-09 [YANKED]": ReleaseHeading("0.0.5", "2014-08-09", yanked=True),
    "1.2.0 (yanked)": ReleaseHeading("1.2.0", yanked=True),
    "v1.2.0 \u2013 2024-05-01": ReleaseHeading("1.2.0", "2024-05-01"),
    "v1.2.0 — 2024/05/01": ReleaseHeading("1.2.0", "2024-05-01"),
    "1.2.0 / 2024-05-01": ReleaseHeading("1.2.0", "2024-05-01"),
    "1.2.0 (May 1, 2024)": ReleaseHeading("1.2.0", "2024-05-01"),
    "1.2.0, 1 May 2024": ReleaseHeading("1.2.0", "2024-05-01"),
    "1.2.0 Sept. 3rd, 2024": ReleaseHeading("1.2.0", "2024-09-03"),
    "Release 5.34 (release date: 2025-04-16)": ReleaseHeading("5.34", "2025-04-16"),
    "1.2.0 (Released on May 1, 2024)": ReleaseHeading("1.2.0", "2024-05-01"),
    "Version 1.2.0": ReleaseHeading("1.2.0"),
    "1.2.0 - Juniper - 2024-05-01": ReleaseHeading("1.2.0", "2024-05-01", title="Juniper"),
    "1.2.0: The big one": ReleaseHeading("1.2.0", title="The big one"),
    "1.2.0 (LTS)": ReleaseHeading("1.2.0", title="LTS"),
    "1.2.0 - 2024-13-45": ReleaseHeading("1.2.0", title="2024-13-45"),
    "2024-05-01, Version 20.0.0 (Current), @who": ReleaseHeading(
        "20.0.0", "2024-05-01", title="(Current), @who"
    ),
    "2009.06.13, Version 0.0.4": ReleaseHeading("0.0.4", "2009-06-13"),
    "1.0.0-alpha.1+001": ReleaseHeading("1.0.0-alpha.1+001"),
    "2.0.0rc1": ReleaseHeading("2.0.0rc1"),
    "2024.5.1 - 2024-05-01": ReleaseHeading("2024.5.1", "2024-05-01"),
    "v2": ReleaseHeading("2"),
    "[2]": ReleaseHeading("2"),
    "Unreleased": ReleaseHeading("Unreleased"),
    "[UNRELEASED] - next week": ReleaseHeading("Unreleased", title="next week"),
    "@scope/pkg@1.2.0": ReleaseHeading("1.2.0", package="@scope/pkg"),
    "pkg@1.2.0 (2024-05-01)": ReleaseHeading("1.2.0", "2024-05-01", package="pkg"),
    "[pkg@1.2.0] - 2024-05-01": ReleaseHeading("1.2.0", "2024-05-01", package="pkg"),
    "pkg 1.2.0": ReleaseHeading("1.2.0", package="pkg", certain=False),
    "pkg v1.2": ReleaseHeading("1.2", package="pkg", certain=False),
    "1.2": ReleaseHeading("1.2", certain=False),
    "2024-05-01": ReleaseHeading("2024-05-01", "2024-05-01", certain=False),
    "May 1st, 2024": ReleaseHeading("2024-05-01", "2024-05-01", certain=False),
}


@pytest.mark.parametrize("text", RELEASES)
def test_the_heading_of_a_release_is_read(text: str) -> None:
    assert read_release_heading(text) == RELEASES[text]


@pytest.mark.parametrize(
    "text",
    [
        "Features",
        "⚠ BREAKING CHANGES",
        "Migrating to 2.0.0",
        "Upgrading from 1.2.0 to 2.0.0",
        "2.0 migration guide",
        "1.2.0 brings joy",
        "2 new features",
        "3. Install",
        "1.x",
        "Python 3.11",
        "Release notes",
        "Unreleased changes",
        "Changes of 2024-05-01",
        "",
        "1.2.0 - " + "x" * 400,
    ],
)
def test_another_heading_is_none_of_a_release(text: str) -> None:
    assert read_release_heading(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", ""),
        ("2023-02-29 or 2023-03-01", "2023-03-01"),
        ("20240501", "2024-05-01"),
        ("Tuesday, 7 january 2025", "2025-01-07"),
        ("01/02/2024", ""),
        ("May 2024", ""),
    ],
)
def test_a_date_is_iso_or_nothing(text: str, expected: str) -> None:
    assert iso_date(text) == expected


@given(st.text(alphabet="v0123456789.-[]()@/ abMay,\u2013", max_size=60))
def test_any_heading_is_read_or_refused(text: str) -> None:
    heading = read_release_heading(text)
    assert heading is None or heading.version
