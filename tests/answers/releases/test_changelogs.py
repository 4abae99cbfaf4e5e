"""Changelog entries by package, date and topic."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.changelog import parse_packaged
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_loaders.corpus import Corpus


def test_all_entries_come_back_newest_first_as_they_were_packaged(
    docs: WorkOSDocs, docs_010: WorkOSDocs, corpora: Mapping[str, Corpus]
) -> None:
    for documentation in (docs, docs_010):
        (releases,) = corpora[documentation.version].changelogs().values()
        found = documentation.changelog()
        assert len(found) == 25
        assert {*found} == {*releases}
        assert [entry.date for entry in found] == sorted((e.date for e in found), reverse=True)


def test_both_days_of_a_range_belong_to_it(docs: WorkOSDocs) -> None:
    dates = [entry.date for entry in docs.changelog(since="2026-01-15", until="2026-01-26")]
    assert dates[0] == "2026-01-26"
    assert dates[-1] == "2026-01-15"
    everything = docs.changelog()
    assert len(docs.changelog(until="2026-01-14")) + len(docs.changelog(since="2026-01-15")) == len(
        everything
    )


def test_a_day_may_be_a_date(docs: WorkOSDocs) -> None:
    wanted = docs.changelog(since="2026-02-13")
    assert wanted[-1].date == "2026-02-13"
    assert docs.changelog(since=date(2026, 2, 13)) == wanted
    assert docs.changelog(since=datetime(2026, 2, 13, 15, tzinfo=UTC)) == wanted


def test_a_query_finds_by_relevance_and_leaves_the_rest_out(docs: WorkOSDocs) -> None:
    found = docs.changelog(query="Node SDK PKCE")
    assert found[0].title.startswith("Node SDK v8")
    assert len(found) < 25
    assert docs.changelog(query="zebra crossing") == ()
    assert docs.changelog(query="  ", since="", until=" ") == docs.changelog()
    assert all(
        entry.date >= "2026-01-20" for entry in docs.changelog(query="sso", since="2026-01-20")
    )


@pytest.mark.parametrize("value", ["yesterday", "2026-13-01", "2026-02", 5])
@pytest.mark.parametrize("argument", ["since", "until"])
def test_what_is_no_date_is_refused(argument: str, value: object, docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match=rf"{argument}=.*2025-03-01"):
        docs.changelog(**{argument: value})  # type: ignore[arg-type]


def test_a_range_that_ends_before_it_begins_is_refused(docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match=r"until='2026-01-01'.*since=2026-02-01"):
        docs.changelog(since="2026-02-01", until="2026-01-01")


def test_an_unknown_package_names_the_known_ones(docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match=r"'react'.*workos-platform"):
        docs.changelog("react")


def entry(package: str, title: str, day: str, *changes: str) -> dict[str, object]:
    url = f"https://workos.com/changelog/{title.lower()}"
    return {"package": package, "version": title, "date": day, "url": url, "changes": changes}


def open_files(directory: Path, files: Mapping[str, str]) -> WorkOSDocs:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)
    return WorkOSDocs.open(source=directory, persist_directory=directory / "index", progress=False)


def test_packages_are_kept_apart_and_long_entries_whole(tmp_path: Path) -> None:
    long = "\n\n".join(f"Paragraph {number} of a long story about SSO." for number in range(80))
    files = {
        "docs/sso.md": "# SSO\n\nLog in.\n",
        "changelogs/node.json": json.dumps([entry("node", "Long", "2026-01-02", long)]),
        "changelogs/ruby.json": json.dumps(
            [entry("ruby", "Two", "2026-01-03", "B"), entry("ruby", "One", "2026-01-01", "A")]
        ),
    }
    docs = open_files(tmp_path, files)
    assert docs.packages == ("node", "ruby")
    assert [found.title for found in docs.changelog("ruby")] == ["Two", "One"]
    (story,) = docs.changelog("node")
    assert len(docs.index.by_path["changelog/long"]) > 1
    assert (story,) == parse_packaged(files["changelogs/node.json"], path="node.json")
    assert len(docs.changelog("node", query="story")) == 1


def test_entries_come_back_as_their_file_has_them(tmp_path: Path) -> None:
    entries = {
        "node.json": [entry("node", "Two", "2026-01-02", "BREAKING CHANGE: one", "another")],
        "more/node.json": [entry("node", "One", "2026-01-01", "Quiet: nothing breaks")],
    }
    files = {f"changelogs/{name}": json.dumps(content) for name, content in entries.items()}
    docs = open_files(tmp_path, {"docs/sso.md": "# SSO\n\nLog in.\n", **files})
    assert docs.packages == ("more/node", "node")
    for name, content in entries.items():
        packaged = parse_packaged(json.dumps(content), path=name)
        assert docs.changelog(name.removesuffix(".json")) == packaged


def test_without_a_changelog_that_is_said(open_tree: Callable[..., WorkOSDocs]) -> None:
    with pytest.raises(InvalidArgumentError, match="has no changelog"):
        open_tree({"page.md": "# Page\n\nText.\n"}).changelog()
