"""What changed between two versions of an SDK, as entries of a changelog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import SourceError
from workos_docs_tools.answers.releases.versions import compare, read_version
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from pathlib import Path

    from workos_docs_tools import WorkOSDocs

CHANGELOG = """\
# Changelog

## 3.0.0 (2026-03-01)

- Rewritten.

## 2.1.0 (2026-02-01)

- Widgets are faster.

## 2.0.0 (2026-01-01)

- **BREAKING** widgets are gone.
"""


def test_two_versions_of_a_package_are_compared_what_breaks_first(sdk_docs: WorkOSDocs) -> None:
    releases = sdk_docs.changelog("python", since="8.0.0")
    assert [(release.groups, release.breaking) for release in releases] == [
        (("renamed",), True),
        (("other parameters",), True),
        (("new",), False),
    ]
    first = releases[0]
    assert (first.package, first.version) == ("workos", "10.8.0")
    assert first.title == "workos 8.0.0 to 10.8.0: 1 method renamed"
    assert first.url == "https://github.com/workos/workos-python/compare/v8.0.0...v10.8.0"
    assert "`pipes.create_data_integration_token()` is now `pipes.get_access_token()`" in first.text


def test_a_method_without_a_sure_successor_is_said_to_be_no_more() -> None:
    _, changes = compare(read_version("node@8.13.0"), read_version("node@11.0.0"))
    by_name = {change.name: change for change in changes}
    assert by_name["fga.check"].state == "gone"
    assert by_name["fga.check"].line == "`fga.check()` is no more"
    assert by_name["portal.generateLink"].successor == "adminPortal.generateLink"
    assert by_name["authorization.listResources"].not_taken == ("search",)
    assert [change.breaking for change in changes] == sorted(
        (change.breaking for change in changes), reverse=True
    )


def test_only_what_breaks_or_is_on_a_topic_is_left(sdk_docs: WorkOSDocs) -> None:
    options = {"package": "@workos-inc/node", "since": "8.13.0"}
    breaking = sdk_docs.changelog(**options, breaking=True)
    assert {release.groups[0] for release in breaking} == {
        "gone",
        "renamed",
        "moved",
        "other parameters",
    }
    about = sdk_docs.changelog(**options, query="feature flags")
    lines = [line for release in about for line in release.text.split("\n")]
    assert lines
    assert all("flag" in line.lower() or "feature" in line.lower() for line in lines)


def test_until_may_be_another_version_than_the_one_that_is_loaded(sdk_docs: WorkOSDocs) -> None:
    releases = sdk_docs.changelog("node", since="8.5.0", until="10.0.0")
    assert {release.version for release in releases} == {"10.0.0"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "brings no changelog, so two versions are compared: name one"),
        ({"since": "2026-01-01"}, "brings no changelog"),
        ({"since": "11.0.0"}, "before since=11.0.0"),
    ],
)
def test_a_comparison_needs_an_earlier_version(
    options: dict[str, str], says: str, sdk_docs: WorkOSDocs
) -> None:
    with pytest.raises(InvalidArgumentError, match=says):
        sdk_docs.changelog("python", **options)  # type: ignore[arg-type]


def test_a_version_that_was_never_published_is_refused(sdk_docs: WorkOSDocs) -> None:
    with pytest.raises(SourceError, match=r"1\.2\.345"):
        sdk_docs.changelog("python", since="1.2.345")


@pytest.mark.parametrize(
    ("options", "versions"),
    [
        ({}, ["3.0.0", "2.1.0", "2.0.0"]),
        ({"since": "2.0.0"}, ["3.0.0", "2.1.0"]),
        ({"since": "2.0.0", "until": "2.1.0"}, ["2.1.0"]),
        ({"since": "2026-02-01"}, ["3.0.0", "2.1.0"]),
        ({"until": "2026-01-31"}, ["2.0.0"]),
        ({"breaking": True}, ["3.0.0", "2.0.0"]),
        ({"query": "faster"}, ["2.1.0"]),
    ],
)
def test_a_changelog_of_the_user_s_is_read_by_version_and_by_day(
    options: dict[str, object], versions: list[str], docs: WorkOSDocs, tmp_path: Path
) -> None:
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    releases = docs.changelog(source=tmp_path, **options)  # type: ignore[arg-type]
    assert [release.version for release in releases] == versions


def test_a_package_that_brings_a_changelog_is_not_compared() -> None:
    from workos_docs_loaders.sdk import join_documentation
    from workos_docs_tools.answers.releases.sdks import sdk_releases
    from workos_docs_tools.answers.sdk.loaded import LoadedSdk

    package = read_version("widgets@1.18.0")
    sdk = LoadedSdk(package, join_documentation((), package))
    found = sdk_releases(sdk, since="1.10.0", until=None, query=None, breaking=False)
    assert found[0].version == "1.18.0"
    assert all(release.groups or release.text for release in found)


def test_a_tool_reads_no_file_of_the_user_s(sdk_docs: WorkOSDocs, tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    tools = DocsTools(sdk_docs)
    for package in (str(tmp_path), "https://example.com/CHANGELOG.md"):
        with pytest.raises(InvalidArgumentError, match="Valid values: workos-platform, python"):
            tools.call("workos_changelogs", {"package": package})
    assert "source" not in tools.arguments("workos_changelogs").model_fields
