"""Two versions of the documentation, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.errors import UnknownVersionError
from workos_docs_loaders.source import open_source
from workos_docs_tools.answers.diff import DocsChange, DocsDiff, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_tools import WorkOSDocs

SENTENCE = "Every session ends after the lifetime that the dashboard sets for the environment."
OTHER = "Redirect addresses with a wildcard are taken in staging environments, never in production."
Told = list[tuple[str, str, str, str, str, str]]


@pytest.fixture
def told(tmp_path: Path) -> Callable[[Mapping[str, str], Mapping[str, str]], Told]:
    """Write two trees and compare them; changes without their URLs."""

    def compared(old: Mapping[str, str], new: Mapping[str, str]) -> Told:
        corpora = []
        for name, files in {"old": old, "new": new}.items():
            for path, text in files.items():
                file = tmp_path / name / f"{path}.mdx"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            corpora.append(Corpus.read(open_source(tmp_path / name)))
        changes = DocsDiff.of(compare(*corpora), ("old", "new"), date="")
        return [
            (change.what, change.state, change.path, change.name, change.before, change.now)
            for change in changes
        ]

    return compared


@pytest.fixture(scope="module")
def published(corpora: Mapping[str, Corpus]) -> DocsDiff:
    """What changed between the two published versions."""
    changes = compare(corpora["0.1.0"], corpora["0.2.0"])
    return DocsDiff.of(changes, ("0.1.0", "0.2.0"), date=corpora["0.2.0"].date)


def test_a_version_is_as_it_is(corpora: Mapping[str, Corpus]) -> None:
    same = DocsDiff.of(compare(corpora["0.2.0"], corpora["0.2.0"]), ("0.2.0", "0.2.0"), date="")
    assert (list(same), same.summary) == ([], "nothing changed")


def test_every_page_of_either_version_is_told_of_or_as_it_was(
    published: DocsDiff, corpora: Mapping[str, Corpus]
) -> None:
    old, new = ({file.path for file in corpora[v].content_files} for v in ("0.1.0", "0.2.0"))
    pages = [change for change in published if change.what == "page"]
    moved = {change.before: change.path for change in pages if change.state == "moved"}
    gone = {change.path for change in pages if change.state == "removed"}
    added = {change.path for change in pages if change.state == "added"}
    assert gone == old - new - moved.keys()
    assert added == new - old - {*moved.values()}
    assert len({*moved.values()}) == len(moved)


@pytest.mark.parametrize(
    ("before", "path"),
    [
        ("user-management/branding", "authkit/branding"),
        ("user-management/sessions", "authkit/sessions"),
        ("reference/user-management/user/create", "reference/authkit/user/create"),
        ("reference/audit-logs/audit-log-export", "reference/audit-logs/export"),
        ("reference/mfa/verify-challenge", "reference/mfa/challenge/verify"),
        ("integrations/supabase", "integrations/supabase-sso"),
    ],
)
def test_a_page_that_says_much_the_same_elsewhere_has_moved(
    published: DocsDiff, before: str, path: str
) -> None:
    assert [change.path for change in published if change.before == before] == [path]


@pytest.mark.parametrize(
    "path", ["reference/fga/warrant", "fga/query-language", "reference/fga/resource-type/list"]
)
def test_a_page_that_merely_reads_like_another_has_not(published: DocsDiff, path: str) -> None:
    assert [change.state for change in published if change.path == path] == ["removed"]


def test_parameters_are_told_by_name_and_type(published: DocsDiff) -> None:
    path = "reference/widgets/get-token"
    assert [change for change in published if change.what == "parameter" and change.path == path][
        :1
    ] == [
        DocsChange(
            "parameter",
            "changed",
            path,
            "Parameters > user_id",
            f"https://workos.com/docs/{path}",
            "string",
            "string, optional",
        )
    ]
    added = {change.name for change in published if change.state == "added"}
    assert "Returns > organization_membership.roles" in added


def test_what_breaks_is_told_first(published: DocsDiff) -> None:
    order = [(change.what, change.state) for change in published]
    assert list(dict.fromkeys(order)) == [
        *(("page", state) for state in ("removed", "moved", "changed", "added")),
        *(("section", state) for state in ("removed", "moved", "changed", "added")),
        *(("parameter", state) for state in ("removed", "changed", "added")),
    ]


def test_sections_are_told_of_by_their_headings(
    told: Callable[[Mapping[str, str], Mapping[str, str]], Told],
) -> None:
    old = {"a": f"# A\n\n## One\n\n{SENTENCE}\n\n### Deep\n\nText.\n\n## Gone\n\nNothing."}
    new = {"a": f"# A\n\n## One\n\n{SENTENCE}\n\n### Deep\n\nOther.\n\n## New\n\nSomething."}
    assert told(old, new) == [
        ("page", "changed", "a", "A", "", ""),
        ("section", "removed", "a", "Gone", "", ""),
        ("section", "changed", "a", "One > Deep", "", ""),
        ("section", "added", "a", "New", "", ""),
    ]


def test_a_section_of_any_length_that_stands_on_another_page_has_moved(
    told: Callable[[Mapping[str, str], Mapping[str, str]], Told],
) -> None:
    old = {"a": f"# A\n\nFirst.\n\n## Sessions\n\n{SENTENCE}", "b": f"# B\n\n{OTHER}"}
    new = {"a": "# A\n\nFirst.", "b": f"# B\n\n{OTHER}\n\n## Lifetime\n\n{SENTENCE}"}
    assert ("section", "moved", "b", "Lifetime", "a: Sessions", "") in told(old, new)


def test_short_sections_are_alike_by_chance(
    told: Callable[[Mapping[str, str], Mapping[str, str]], Told],
) -> None:
    old = {"a": "# A\n\nFirst.\n\n## Next\n\nSee below.", "b": f"# B\n\n{OTHER}"}
    new = {"a": "# A\n\nFirst.", "b": f"# B\n\n{OTHER}\n\n## Next\n\nSee below."}
    assert ("section", "removed", "a", "Next", "", "") in told(old, new)
    assert ("section", "added", "b", "Next", "", "") in told(old, new)


def test_a_link_that_leads_elsewhere_changes_nothing(
    told: Callable[[Mapping[str, str], Mapping[str, str]], Told],
) -> None:
    text = "# A\n\n## One\n\nSee [there](https://example.com/{})."
    assert told({"a": text.format("old")}, {"a": text.format("new")}) == []


async def test_a_part_of_the_documentation_is_compared_alone(docs: WorkOSDocs) -> None:
    # Whoever knows the former paths finds what became of them.
    found = await docs.adiff("0.1.0", under="/user-management/")
    assert (found.old, found.new, found.date) == ("0.1.0", "0.2.0", docs.date)
    assert found.summary.startswith("4 pages removed, 31 pages moved")
    paths = {change.before.partition(":")[0] or change.path for change in found}
    assert all(path == "user-management" or path.startswith("user-management/") for path in paths)


def test_a_version_that_was_never_published_is_refused(docs: WorkOSDocs) -> None:
    with pytest.raises(UnknownVersionError, match=r"0\.1\.0, 0\.2\.0"):
        docs.diff("9.9.9")


def test_it_is_a_table_wherever_it_is_shown(published: DocsDiff) -> None:
    found = published[:3]
    html, markdown = found._repr_html_(), found._repr_markdown_()
    assert "<table>" in html
    assert "WorkOS documentation 0.1.0 to 0.2.0: 3 pages removed" in html
    assert "| removed | Dashboard |" in markdown
    assert found.as_dicts()[0]["path"] == found[0].path == "dashboard"


def test_a_long_table_begins_with_some_rows_and_has_all_one_click_away(
    published: DocsDiff,
) -> None:
    pages = sum(change.what == "page" for change in published)
    first, _, rest = published._repr_html_().partition("<details>")
    whole = rest.partition("</details>")[0]
    assert (first.count("<tr>"), whole.count("<tr>")) == (21, pages + 1)
    assert len(published._repr_markdown_().splitlines()) < 120
    assert "| removed | Dashboard | [dashboard](" in repr(published)
    assert len(repr(published).splitlines()) < 100
