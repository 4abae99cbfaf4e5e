"""A new major version is breaking, whatever its entry says."""

from __future__ import annotations

from pathlib import Path

import pytest

from workos_docs_loaders.changelog import parse_changelog, parse_feed


def breaking(*versions: str) -> list[str]:
    text = "\n\n".join(f"## {version} (2026-01-01)\n\n- Something." for version in versions)
    releases = parse_changelog(text, package="workos", path="CHANGELOG.md")
    assert [release.version for release in releases] == list(versions)
    return [release.version for release in releases if release.breaking]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (("6.0.1", "6.0.0", "5.46.0", "5.45.1"), ["6.0.0"]),
        (("2.1.0", "2.0.3", "1.9.0"), ["2.0.3"]),
        (("1.0.0", "0.9.0", "0.8.0"), ["1.0.0"]),
        (("1.1.0", "1.0.0"), []),
        (("3.1.0", "3.0.0"), ["3.0.0"]),
        (("3.1.0", "3.0.1"), []),
        (
            ("6.0.0", "6.0.0-beta.2", "6.0.0-beta.1", "5.0.1"),
            ["6.0.0", "6.0.0-beta.2", "6.0.0-beta.1"],
        ),
        (("1.0.0", "2.0.0", "2.1.0"), ["2.0.0"]),
        (("2026.1.0", "2025.12.1"), []),
    ],
)
def test_the_first_version_of_a_major_one_is_breaking(
    versions: tuple[str, ...], expected: list[str]
) -> None:
    assert breaking(*versions) == expected


def test_each_package_of_a_monorepo_has_its_own_major_versions() -> None:
    text = "\n\n".join(
        f"## {name}\n\n- Fix." for name in ("a@2.0.0", "b@1.5.0", "a@1.9.0", "b@1.4.0")
    )
    releases = parse_changelog(text, package="", path="CHANGELOG.md")
    assert [(one.package, one.version) for one in releases if one.breaking] == [("a", "2.0.0")]


def test_feeds_know_major_versions_too() -> None:
    items = "".join(f"<item><title>v{number}</title></item>" for number in ("2.0.0", "1.4.0"))
    feed = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    releases = parse_feed(feed, package="workos", path="feed.xml")
    assert [release.version for release in releases if release.breaking] == ["2.0.0"]


def test_a_rewrite_in_a_fixture_is_breaking() -> None:
    file = Path(__file__).parents[2] / "fixtures" / "changelogs" / "plain.md"
    releases = parse_changelog(file.read_text(), package="x", path=file.name)
    assert [release.version for release in releases if release.breaking] == ["2.0.0"]
