"""CHANGELOG.md in the forms that are found, and properties over any text."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workos_docs_loaders.changelog.markdown import is_breaking, parse_changelog
from workos_docs_loaders.errors import ParseError

if TYPE_CHECKING:
    from workos_docs_loaders.models import Release

FIXTURES = Path(__file__).parents[2] / "fixtures/changelogs"


def parse(text: str) -> tuple[Release, ...]:
    return parse_changelog(text, package="pkg", path="CHANGELOG.md")


def fixture(name: str) -> tuple[Release, ...]:
    return parse((FIXTURES / name).read_text(encoding="utf-8"))


def test_release_please_keeps_groups_nesting_and_code() -> None:
    major, patch = fixture("release-please.md")
    assert (major.version, major.date) == ("3.0.0", "2026-03-25")
    assert major.url == "https://github.com/example/sdk/compare/v2.4.1...v3.0.0"
    assert major.groups == ("⚠ BREAKING CHANGES", "Features")
    assert major.breaking
    assert "// ## [9.9.9](https://example.com) (2026-01-01)" in major.text
    assert major.text.endswith("    * a nested item\n        1. a numbered one below it")
    assert (patch.version, patch.groups, patch.breaking) == (
        "2.4.1",
        ("Bug Fixes", "Reverts"),
        False,
    )
    assert patch.text == (
        '### Bug Fixes\n\n* close the socket\n\n\n### Reverts\n\n* Revert "feat: keep the socket"'
    )


def test_changesets_without_dates_keep_prose_below_items() -> None:
    major, minor = fixture("changesets.md")
    assert (major.version, major.date, major.breaking) == ("7.0.0", "", True)
    assert major.groups == ("Major Changes", "Patch Changes")
    assert "- 8f1c2d3: Drop Node.js 18.\n\n  The client now needs `fetch`." in major.text
    assert (minor.version, minor.breaking) == ("6.1.0", False)


def test_keep_a_changelog_resolves_its_link_definitions() -> None:
    unreleased, current, yanked = fixture("keep-a-changelog.md")
    assert (unreleased.version, unreleased.date) == ("Unreleased", "")
    assert unreleased.url == "https://github.com/example/kit/compare/v1.2.0...HEAD"
    assert "see [#31](https://github.com/example/kit/issues/31)." in unreleased.text
    assert current.url == "https://github.com/example/kit/compare/v1.1.0...v1.2.0"
    assert current.breaking
    assert (
        "- The client retries, as [the guide](<https://example.com/a_(b)>) says; `[guide]` in "
        "code stays, and so does [this](https://example.com/x)."
    ) in current.text
    assert "[![badge](https://example.com/badge.svg)](<https://example.com/a_(b)>)" in current.text
    assert (yanked.version, yanked.date, yanked.yanked) == ("1.1.0", "2024-04-30", True)
    assert not any(release.yanked for release in (unreleased, current))


def test_link_definitions_that_are_used_nowhere_stay() -> None:
    *_, last = fixture("keep-a-changelog.md")
    assert last.text == (
        "### Fixed\n\n- A leak [#30](https://github.com/example/kit/issues/30).\n\n"
        "[unused]: https://example.com/unused"
    )


def test_plain_headings_are_told_from_text_code_quotes_and_comments() -> None:
    releases = fixture("plain.md")
    assert [(release.version, release.date, release.title) for release in releases] == [
        ("2.0.0", "2024-05-01", ""),
        ("1.10.0", "2024-05-03", "LTS"),
        ("1.9.0", "2024-04-02", ""),
        ("1.8.0", "", '"Juniper"'),
        ("1.7.0-rc.1+build.5", "2024-03-01", ""),
    ]
    texts = [release.text for release in releases]
    assert "+ items\n  continued\n\n1. numbered\n\n## Migration" in texts[0]
    assert "\n---\n\n~~~diff\n- old\n+ new\n## v0.0.1 - 2020-01-01\n~~~" in texts[0]
    assert texts[1] == "> ## v0.0.2\n> quoted\n\n- ## v0.0.3\n\n<!--\n## v0.0.4\n-->"
    assert texts[2] == "    ## v0.0.5\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert texts[3:] == ["", ""]
    # By its number alone.
    assert [release.version for release in releases if release.breaking] == ["2.0.0"]


def test_patch_releases_may_have_deeper_headings_than_major_ones() -> None:
    releases = fixture("conventional.md")
    found = [(release.version, release.date, release.groups) for release in releases]
    assert found == [
        ("2.0.0", "2023-06-01", ("Features",)),
        ("1.2.1", "2023-05-02", ()),
        ("1.2.0-beta.1", "2023-05-01", ("Bug Fixes",)),
    ]
    assert [release.breaking for release in releases] == [True, False, False]
    assert releases[1].text == "* fix: a typo"


def test_a_monorepo_names_the_package_in_each_heading() -> None:
    releases = fixture("monorepo.md")
    found = [(release.package, release.version, release.date) for release in releases]
    assert found == [
        ("@example/node", "1.2.0", ""),
        ("@example/react", "3.0.0-next.1", "2024-02-29"),
        ("python", "0.4.0", ""),
    ]
    assert "### Node 18.0.0" in releases[-1].text


def test_underlined_headings_begin_releases_too() -> None:
    first, second = fixture("setext.md")
    assert (first.version, first.date, first.text) == ("1.1.0", "2024-05-01", "  * indented")
    assert (second.version, second.date, second.text) == ("1.0.0", "2024-04-01", "  * first")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Changelog\n", []),
        ("", []),
        (" \n\n", []),
        ("# Changelog\n\nNothing yet.\n", [("", "# Changelog\n\nNothing yet.")]),
        ("Hello\n\n# 1.0.0\n", [("1.0.0", "")]),
        ("# Changelog v2\n\n## 1.0.0\n\nText", [("1.0.0", "Text")]),
        ("## 2.0.0\n\n### 2.0.0: upgrading\n\nText", [("2.0.0", "### 2.0.0: upgrading\n\nText")]),
        ("## 2.0.0\n### 1.1\nText\n", [("2.0.0", "### 1.1\nText")]),
        ("## 1.1\nA\n## 1.0\nB", [("1.1", "A"), ("1.0", "B")]),
        ("#### 1.0.0\nText", [("1.0.0", "Text")]),
        ("\ufeff## 1.0.0\r\n\r\n- a\r\n- b\r\n", [("1.0.0", "- a\n- b")]),
        ("## **`1.0.0`** &ndash; 2024-05-01\nA", [("1.0.0", "A")]),
        ("```\n## 1.0.0\n", [("", "```\n## 1.0.0")]),
        ("## 1.0.0\n\n- a [x]\n  [x] b\n\n[x]: /u", [("1.0.0", "- a [x](/u)\n  [x](/u) b")]),
    ],
)
def test_releases_of_short_texts(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(release.version, release.text) for release in parse(text)] == expected


def test_the_url_of_a_release_is_its_link_or_that_of_the_changelog() -> None:
    text = "## [1.1.0](https://example.com/1.1.0)\n## [1.0.0](../compare)\n## 0.9.0"
    releases = parse_changelog(text, package="pkg", path="x.md", url="https://example.com/log")
    assert [release.url for release in releases] == [
        "https://example.com/1.1.0",
        "https://example.com/log",
        "https://example.com/log",
    ]


def test_binary_data_is_refused_with_its_line() -> None:
    with pytest.raises(ParseError, match=r"CHANGELOG\.md:3: binary") as raised:
        parse("## 1.0.0\n\n\0\n")
    assert raised.value.line == 3


@pytest.mark.parametrize(
    "text",
    [
        "BREAKING CHANGE: x",
        "**Breaking** x",
        "**Breaking:** x",
        "[BREAKING] x",
        "💥 **breaking change** x",
        "Breaking: x",
        "feat!: x",
        "feat(api)!: x",
        "**api!:** x",
    ],
)
def test_a_breaking_change_is_seen_in_an_item(text: str) -> None:
    assert parse(f"## 1.0.0\n\n- one\n- {text}")[0].breaking


@pytest.mark.parametrize("group", ["⚠ BREAKING CHANGES", "Major Changes", "💥 Breaking"])
def test_a_breaking_change_is_seen_in_a_group(group: str) -> None:
    assert parse(f"## 1.0.0\n\n### {group}\n\n- x")[0].breaking


@pytest.mark.parametrize(
    "text",
    [
        "No breaking changes",
        "**No breaking changes**",
        "Breaking up the bundle",
        "line-breaking rules",
        "done!",
        "```\n  BREAKING CHANGE: in code\n  ```",
    ],
)
def test_what_only_sounds_like_a_breaking_change_is_none(text: str) -> None:
    assert not parse(f"## 1.0.0\n\n### No breaking changes\n\n- {text}")[0].breaking
    assert not is_breaking(["Features"], [])


# Properties

WORDS = st.text(alphabet="abcdefghij XYZ.,:;*_`<>&|~+-#0123456789", min_size=1, max_size=30)
LINES = WORDS.map(lambda words: " ".join(words.split())).filter(bool)
BLOCKS = st.one_of(
    LINES,
    LINES.map(lambda line: f"### {line}"),
    st.lists(LINES, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{'  ' * depth}- {item}" for depth, item in enumerate(items))
    ),
    st.lists(LINES, max_size=3).map(lambda code: "\n".join(["```py", "## 9.9.9", *code, "```"])),
    LINES.map(lambda line: f"> {line}"),
).filter(lambda block: block.count("```") == (2 if block.startswith("```py\n") else 0))
VERSIONS = st.tuples(*[st.integers(0, 99)] * 3).map(lambda parts: "{}.{}.{}".format(*parts))
HEADINGS = st.sampled_from(
    ["## {}", "## [{}](https://example.com) (2024-05-01)", "## v{} \u2013 May 1, 2024", "# [{}]"]
)
RELEASES = st.lists(st.tuples(HEADINGS, VERSIONS, st.lists(BLOCKS, max_size=4)), max_size=6)


def filled_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@given(releases=RELEASES, title=st.sampled_from(["", "# Changelog\n\n"]))
def test_every_release_has_its_own_lines_in_their_order(
    releases: list[tuple[str, str, list[str]]], title: str
) -> None:
    bodies = ["\n\n".join(blocks) for *_, blocks in releases]
    parts = [
        f"{heading.format(version)}\n\n{body}\n"
        for (heading, version, _), body in zip(releases, bodies, strict=True)
    ]
    found = parse(title + "\n".join(parts))
    assert [release.version for release in found] == [version for _, version, _ in releases]
    for release, body in zip(found, bodies, strict=True):
        assert filled_lines(release.text) == filled_lines(body)


@given(st.text(alphabet=st.characters(exclude_characters="\0\r")))
@example("## 1.0.0\n- [a]\n\n[a]: <\n## 2.0.0")
@example("[v]: x\n===\n1.0\n---\n\u2028## 3.0.0")
def test_of_any_text_only_headings_and_link_definitions_leave_the_texts(text: str) -> None:
    lines = filled_lines(text.removeprefix("\ufeff"))
    releases = parse(text)
    kept = [line for release in releases for line in filled_lines(release.text)]
    remaining = iter(lines)
    assert all("[" in line or line in remaining for line in kept)
    lost = Counter(lines) - Counter(kept)
    if "[" not in text and releases:
        assert all(re.search(r"\d|unreleased|^ *(=+|-+)\s*$", line.lower()) for line in lost)


@given(
    st.lists(
        st.sampled_from(
            ["## 1.0.0", "# 2", "- a", "  - b", "```", "~~~", "> q", "[x]", "[x]: /u", "===", "---",
             "<!--", "-->", "<div>", "", "    code", "1. n", "\\[x]", "[x][y] `[x]`", "| a |"]
        )
    )
)  # fmt: skip
def test_of_any_arrangement_no_line_is_lost(lines: list[str]) -> None:
    found = parse("\n".join(["# 0.1.0", "", *lines]))
    kept = "\n".join(release.text for release in found).split("\n")
    for line in ("- a", "  - b", "> q", "1. n", "    code", "| a |", "<div>", "\\[x]"):
        assert kept.count(line) == lines.count(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Cargo 1.3 (2026-03-01)\nText", [("1.3", "2026-03-01", "Text")]),
        ("## 1.2.0 - DEPRECATED\nText", [("1.2.0", "", "Text")]),
        ("## 1.2.0 (Unreleased)\nText", [("1.2.0", "", "Text")]),
        ("## 2.30.0 [Full changelog](https://a.test)\nText", [("2.30.0", "", "Text")]),
        ("## 1.2.0 (24.12.2025)\nText", [("1.2.0", "2025-12-24", "Text")]),
        ("## 1.2.0\n\n> 12 January 2026\n\nText", [("1.2.0", "2026-01-12", None)]),
        ("## 1.2.0\n_Released 2026-01-12_\n\nText", [("1.2.0", "2026-01-12", None)]),
        ("#### [v1.2.0](https://a.test/compare)\nText", [("1.2.0", "", "Text")]),
        ("## January 2026\nA\n## December 2025\nB", [
            ("January 2026", "2026-01-01", "A"), ("December 2025", "2025-12-01", "B"),
        ]),
        ("## Week of March 2, 2026\nText", [("2026-03-02", "2026-03-02", "Text")]),
        ("## 2026-W10\nText", [("2026-W10", "2026-03-02", "Text")]),
        ("## 03/26/2026\nText", [("2026-03-26", "2026-03-26", "Text")]),
        ("## 26/03/2026\nText", [("2026-03-26", "2026-03-26", "Text")]),
        ("## 03/04/2026\nText", [("03/04/2026", "", "Text")]),
        ("## 2026-01-05 - Passkeys\nText", [("2026-01-05", "2026-01-05", "Text")]),
        ("## \N{ROCKET} v1.2.0\nText", [("1.2.0", "", "Text")]),
        ("**v1.2.0** (2026-01-05)\n\n- a\n\n**v1.1.0**\n\n- b", [
            ("1.2.0", "2026-01-05", "- a"), ("1.1.0", "", "- b"),
        ]),
        ("- v1.2.0\n  - a\n- v1.1.0\n  - b", [("1.2.0", "", "  - a"), ("1.1.0", "", "  - b")]),
        ("---\ntitle: News\nrss: true\n---\n\nWelcome.\n\n## 1.2.0\nText", [("1.2.0", "", "Text")]),
        ('<Update label="v1.2.0" description="2026-01-05">\n## New\nText\n</Update>', [
            ("1.2.0", "2026-01-05", "## New\nText"),
        ]),
        ("<Update\n  label='Spring'\n>\nText\n</Update>", [("Spring", "", "Text")]),
    ],
)  # fmt: skip
def test_a_release_begins_as_changelogs_of_all_makes_write_it(
    text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    found = [(each.version, each.date, each.text) for each in parse(text)]
    assert [each[:2] for each in found] == [each[:2] for each in expected]
    for (_, _, said), (_, _, wanted) in zip(found, expected, strict=True):
        assert said == wanted or (wanted is None and "Text" in said)
