"""A site as a snapshot: fetched once, refreshed in part, read like the package."""

from __future__ import annotations

import os
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.errors import FetchError, LoaderWarning, SourceError
from workos_docs_loaders.models import Snapshot
from workos_docs_loaders.site.opening import SiteSnapshot, open_site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.site.server import Site
    from workos_docs_loaders.models import Document
    from workos_docs_loaders.site.fetching.limits import Limits

LINES = "# A\n\n> B\n\n- [One](/docs/one)\n- [Two](/docs/two)\n"


def opened(site: Site, cache: Path, limits: Limits, *, refresh: bool = False) -> SiteSnapshot:
    return open_site(site.index, cache, refresh=refresh, progress=False, limits=limits)


def read(snapshot: SiteSnapshot) -> dict[str, Document]:
    corpus = Corpus.read(
        Snapshot(snapshot.date, snapshot.directory, None, snapshot.base), strict=True
    )
    return {file.path: corpus.document(file) for file in corpus.content_files}


def only_two(site: Site) -> None:
    site.files = {
        "/docs/llms.txt": LINES.encode(),
        "/docs/one.md": b"# One\n\nFirst.",
        "/docs/two/index.md": b"# Two\n\nSecond.",
    }


def test_pages_are_those_of_the_package(
    site: Site, tmp_path: Path, limits: Limits, served_documents: Sequence[Document]
) -> None:
    found = read(opened(site, tmp_path, limits))
    expected = {document.path: document for document in served_documents}
    assert found.keys() == expected.keys()
    for path, document in expected.items():
        live = found[path]
        assert (live.kind, live.title, live.product) == (
            document.kind,
            document.title,
            document.product,
        )
    assert found["sso/login-flows"].breadcrumb == expected["sso/login-flows"].breadcrumb


def test_an_operation_has_names_types_and_what_is_required(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    create = read(opened(site, tmp_path, limits))["reference/organization/create"]
    curl = next(entry for entry in create.api if entry.language == "curl")
    assert "POST /organizations" in curl.names
    assert "- `name` (`string`): A descriptive name" in curl.text
    assert "- `domain_data` (`array`, optional)\n  - `domain` (`string`): The domain" in curl.text
    python = next(entry for entry in create.api if entry.language == "python")
    assert "organizations.create_organization()" in python.names


def test_events_are_found_by_name(site: Site, tmp_path: Path, limits: Limits) -> None:
    events = read(opened(site, tmp_path, limits))["events"]
    headings = {section.heading for section in events.sections if section.kind == "event"}
    assert "`dsync.user.created`" in headings


def test_opening_again_asks_for_nothing(site: Site, tmp_path: Path, limits: Limits) -> None:
    first = opened(site, tmp_path, limits)
    site.forget()
    assert opened(site, tmp_path, limits) == first
    assert not site.asked


def test_a_refresh_fetches_what_changed(site: Site, tmp_path: Path, limits: Limits) -> None:
    opened(site, tmp_path, limits)
    site.forget()
    opened(site, tmp_path, limits, refresh=True)
    assert sum(site.asked.values()) > len(site.files) - 1
    assert not site.bodies
    site.files["/docs/glossary.md"] += b"\nAnother term.\n"
    changed = opened(site, tmp_path, limits, refresh=True)
    assert set(site.bodies) == {"/docs/glossary.md"}
    assert "Another term." in read(changed)["glossary"].sections[-1].text


def test_without_etags_everything_is_fetched(site: Site, tmp_path: Path, limits: Limits) -> None:
    only_two(site)
    site.has_etags = False
    opened(site, tmp_path, limits)
    site.forget()
    opened(site, tmp_path, limits, refresh=True)
    assert site.bodies["/docs/one.md"] == 1


def test_a_page_may_be_the_index_of_its_directory(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    only_two(site)
    assert set(read(opened(site, tmp_path, limits))) == {"one", "two"}
    site.forget()
    opened(site, tmp_path, limits, refresh=True)
    # The address that had it is asked first from then on.
    assert not site.asked["/docs/two.md"]


def test_a_page_that_fails_keeps_its_text_and_is_named(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    only_two(site)
    opened(site, tmp_path, limits)
    site.files["/docs/one.md"] = b"# One\n\nChanged."
    site.faults["/docs/two/index.md"] = "500"
    with pytest.warns(LoaderWarning) as caught:
        found = read(opened(site, tmp_path, limits, refresh=True))
    (message,) = [str(warning.message) for warning in caught]
    assert f"{site.url}/docs/two: the server answered 500" in message
    assert "its former text is kept" in message
    assert found["one"].sections[-1].text == "Changed."
    assert found["two"].sections[-1].text == "Second."


def test_a_page_that_never_came_is_left_out_and_named(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    only_two(site)
    site.faults["/docs/one.md"] = "html"
    with pytest.warns(LoaderWarning, match="one: the server answered with text/html"):
        assert set(read(opened(site, tmp_path, limits))) == {"two"}


def test_a_page_that_the_index_no_longer_has_is_gone(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    only_two(site)
    opened(site, tmp_path, limits)
    site.files["/docs/llms.txt"] = LINES.replace("- [One](/docs/one)\n", "").encode()
    snapshot = opened(site, tmp_path, limits, refresh=True)
    assert set(read(snapshot)) == {"two"}
    assert len(list(snapshot.directory.parent.glob("pages-*"))) == 1
    assert len(list((snapshot.directory.parent / "fetched").iterdir())) == 2


@pytest.mark.parametrize("has_etags", [True, False])
def test_what_is_cut_off_fetches_nothing_twice(
    site: Site, tmp_path: Path, limits: Limits, has_etags: bool
) -> None:
    site.has_etags = has_etags
    cut_off(site, tmp_path, limits)
    opened(site, tmp_path, limits)
    assert not site.bodies["/docs/llms.txt"]
    assert site.bodies["/docs/one.md"] == 1


def test_what_changed_since_it_was_cut_off_is_fetched(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    cut_off(site, tmp_path, limits)
    site.files["/docs/llms.txt"] = LINES.replace("- [One](/docs/one)\n", "").encode()
    assert set(read(opened(site, tmp_path, limits))) == {"two"}


def cut_off(site: Site, directory: Path, limits: Limits) -> None:
    """End a refresh when the index is fetched, and no page."""
    only_two(site)
    site.faults = {"/docs/one.md": "500", "/docs/two.md": "500", "/docs/two/index.md": "500"}
    with pytest.raises(FetchError, match=r"No page of .* could be fetched"):
        opened(site, directory, limits)
    site.faults = {}
    site.forget()


def test_a_site_that_answers_nothing_is_soon_left_alone(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    names = [f"p{number}" for number in range(40)]
    site.files = {
        "/docs/llms.txt": "".join(f"- [{name}](/docs/{name})\n" for name in names).encode()
    }
    site.faults = {f"/docs/{name}.md": "closed" for name in names}
    limits = replace(limits, attempts=1, at_once=1, failures_in_a_row=3)
    with pytest.raises(FetchError, match="RemoteProtocolError"):
        opened(site, tmp_path, limits)
    assert sum(site.asked[f"/docs/{name}.md"] for name in names) == 3


def test_few_are_asked_for_at_once(site: Site, tmp_path: Path, limits: Limits) -> None:
    opened(site, tmp_path, limits)
    assert site.most_at_once <= limits.at_once


def test_robots_decide(site: Site, tmp_path: Path, limits: Limits) -> None:
    only_two(site)
    site.files["/robots.txt"] = b"User-agent: workos-docs-tools\nDisallow: /docs/*e.md\n"
    with pytest.warns(LoaderWarning, match=r"one: its robots\.txt does not allow it"):
        assert set(read(opened(site, tmp_path, limits))) == {"two"}
    assert not site.asked["/docs/one.md"]
    site.files["/robots.txt"] = b"User-agent: *\nDisallow: /\n"
    with pytest.raises(FetchError, match="does not allow it"):
        opened(site, tmp_path, limits, refresh=True)
    site.faults["/robots.txt"] = "500"
    with pytest.raises(FetchError, match=r"robots\.txt could not be fetched"):
        opened(site, tmp_path, limits, refresh=True)


def test_a_delay_in_robots_means_one_request_at_a_time(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    only_two(site)
    site.files["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.05\n"
    opened(site, tmp_path, limits)
    assert site.most_at_once == 1


def test_a_refresh_that_fails_leaves_what_there_was(
    site: Site, tmp_path: Path, limits: Limits
) -> None:
    before = opened(site, tmp_path, limits)
    site.faults["/docs/llms.txt"] = "500"
    with pytest.raises(
        FetchError, match=r"llms\.txt could not be fetched: the server answered 500"
    ):
        opened(site, tmp_path, limits, refresh=True)
    assert opened(site, tmp_path, limits) == before


def test_the_whole_site_may_be_one_file(site: Site, tmp_path: Path, limits: Limits) -> None:
    only_two(site)
    whole = f"{site.url}/docs/llms-full.txt"
    site.files["/docs/llms-full.txt"] = (
        b"<!-- x -->\n\n# One\n\nFirst.\n\n## Part\n\nP.\n\n"
        b"# Third\nSource: /docs/a/third.md\n\nT.\n\n# Nowhere\n\nN.\n"
    )
    found = read(open_site(whole, tmp_path, progress=False, limits=limits))
    assert set(found) == {"one", "a/third", "nowhere"}
    assert [section.text for section in found["one"].sections][-2:] == ["First.", "P."]
    assert found["a/third"].sections[-1].text == "T."
    assert found["one"].url == f"{site.url}/docs/one"
    # Its own address is not known: the file that has it is cited.
    assert found["nowhere"].url == whole


def test_a_page_may_be_a_site(site: Site, tmp_path: Path, limits: Limits) -> None:
    snapshot = open_site(f"{site.url}/docs/sso.md", tmp_path, progress=False, limits=limits)
    assert set(read(snapshot)) == {"sso"}


def test_a_name_cannot_reach_outside(site: Site, tmp_path: Path, limits: Limits) -> None:
    names = (
        "%2e%2e/%2e%2e/escaped",
        "a%2F..%2F..%2Fescaped",
        "%00",
        "x" * 300,
        "CON:",
        "_navigation",
    )
    site.files = {f"/docs/{name}.md": b"# Title\n\nText." for name in names}
    site.files["/docs/llms.txt"] = "".join(f"- [T](/docs/{name})\n" for name in names).encode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LoaderWarning)
        snapshot = opened(site, tmp_path / "cache", limits)
    assert os.listdir(tmp_path) == ["cache"]  # noqa: PTH208
    assert not list(tmp_path.rglob("*escaped*"))
    assert read(snapshot)


def test_what_is_no_page_is_an_error(site: Site, tmp_path: Path, limits: Limits) -> None:
    site.files["/docs/llms.txt"] = b""
    with pytest.raises(SourceError):
        opened(site, tmp_path, limits)
