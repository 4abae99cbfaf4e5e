"""Where pages are cited that are not the published package's, and where their links lead."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.errors import SourceError
from workos_docs_loaders.source import open_source
from workos_docs_loaders.urls import BASE_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_loaders.models import Snapshot

ORIGINAL = "originalPath: .tmp-workos-clone/packages/docs/content"
FILES = {
    "index.md": "# Start",
    "guides/sign in.md": "---\nslug: /sign-in\n---\n# Sign in",
    "guides/index.mdx": (
        "# Guides\n\n[plans](./billing.md#plans) [faq](../further/faq) [sign in](/sign-in?x=1) "
        "[same](<sign in.md>) [start](/) [image](./img/a%20b.png) [gone](/gone) [here](#here) "
        "[out](https://b.test/x)"
    ),
    "guides/billing.md": "# Billing",
    "further/faq.mdx": "# Questions",
}


def urls(snapshot: Snapshot) -> Mapping[str, str]:
    return Corpus.read(snapshot, strict=True).urls


def links(snapshot: Snapshot) -> list[str]:
    [guides] = [page for page in Corpus.read(snapshot).documents() if page.path == "guides"]
    return [link.rpartition("](")[2] for link in guides.sections[-1].text.split(")")[:-1]]


def test_a_page_of_no_known_site_is_cited_by_its_file(tree: Callable[..., Snapshot]) -> None:
    assert urls(tree(FILES)) == {
        "": "index.md",
        "guides": "guides/index.mdx",
        "guides/billing": "guides/billing.md",
        "guides/sign in": "guides/sign%20in.md",
        "further/faq": "further/faq.mdx",
    }


def test_links_between_files_lead_to_files(tree: Callable[..., Snapshot]) -> None:
    assert links(tree(FILES)) == [
        "guides/billing.md#plans",
        "further/faq.mdx",
        "guides/sign%20in.md?x=1",
        "guides/sign%20in.md",
        "index.md",
        "guides/img/a%20b.png",
        "gone",
        "guides/index.mdx#here",
        "https://b.test/x",
    ]


def test_with_a_base_url_pages_and_links_have_urls(tree: Callable[..., Snapshot]) -> None:
    base = "https://a.test/help"
    snapshot = replace(tree(FILES), base_url=base)
    assert urls(snapshot)[""] == base
    assert urls(snapshot)["guides/sign in"] == f"{base}/sign-in"
    assert links(snapshot) == [
        f"{base}/guides/billing#plans",
        f"{base}/further/faq",
        f"{base}/sign-in?x=1",
        f"{base}/sign-in",
        base,
        f"{base}/img/a%20b.png",
        "https://a.test/gone",
        f"{base}/guides#here",
        "https://b.test/x",
    ]


@pytest.mark.parametrize("copied", ["", "sso", "reference/organization"])
def test_a_copy_of_the_package_or_of_a_part_keeps_its_urls(
    copied: str, snapshots: Mapping[str, Snapshot], tmp_path: Path
) -> None:
    published = snapshots["0.1.0"]
    whole = set(urls(published).values())
    shutil.copytree(published.docs / copied, tmp_path / "part")
    (tmp_path / "part" / "own.md").write_text("# Own")
    found = set(urls(open_source(tmp_path / "part")).values())
    assert found - whole == {"own.md"}
    assert found & whole == {
        url for url in whole if not copied or f"{url}/".startswith(f"{BASE_URL}/{copied}/")
    }


def test_the_nodes_of_an_unpacked_package_are_those_of_the_published_one(
    snapshots: Mapping[str, Snapshot],
) -> None:
    published = snapshots["0.2.0"]
    unpacked = open_source(published.docs.parents[2])
    assert unpacked.version == "0.2.0"
    assert list(Corpus.read(unpacked).nodes()) == list(Corpus.read(published).nodes())


def test_a_page_that_was_moved_is_not_where_its_header_says(
    tree: Callable[..., Snapshot],
) -> None:
    header = f"---\n{ORIGINAL}/sso/login-flows.mdx\n---\n# Login"
    names = ("sso/login-flows.mdx", "sso/mine.mdx", "flows.mdx", "other/login-flows.mdx")
    assert list(urls(tree(dict.fromkeys(names, header))).values()) == [
        "flows.mdx",
        "other/login-flows.mdx",
        f"{BASE_URL}/sso/login-flows",
        "sso/mine.mdx",
    ]


def test_a_part_of_the_package_in_its_place_keeps_its_urls(
    snapshots: Mapping[str, Snapshot],
) -> None:
    # Its header names another place.
    assert urls(open_source(snapshots["0.2.0"].docs / "pipes"))[""] == f"{BASE_URL}/pipes"


@pytest.mark.parametrize("base", ["docs.a.test", "ftp://a.test", "https://", ""])
def test_a_base_is_the_address_of_a_site(base: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A")
    with pytest.raises(SourceError, match=r"one is like https://docs\.example\.com/guide"):
        open_source(tmp_path, base_url=base)


@pytest.mark.parametrize("source", [None, "https://a.test/llms.txt"])
def test_what_has_addresses_takes_no_base(source: str | None) -> None:
    with pytest.raises(SourceError, match="addresses of their own"):
        open_source(source, base_url="https://a.test")
