from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import LoaderWarning, ParseError
from workos_docs_loaders.front_matter import parse_source_file
from workos_docs_loaders.navigation import (
    NAVIGATION_FILE,
    PLATFORM,
    Navigation,
    NavigationEntry,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.corpus import Corpus
    from workos_docs_loaders.models import SourceFile

SSO = """\
---
title: Single Sign-On
links:
  - title: Getting Started
    links:
      - title: Quick Start
        url: /sso
      - title: Test SSO
        url: /sso/test-sso
  - title: Old
    excludeFromSearch: true
    links:
      - title: Magic Link
        url: /magic-link/
  - title: Single Logout
    url: /sso/single-logout
    featureFlag: single-logout
    links:
      - title: Redirect
        url: /sso/single-logout/redirect
  - title: Test SSO again
    url: /sso/test-sso
---
"""


def page(source_path: str, front_matter: str = "") -> SourceFile:
    return parse_source_file(f"---\n{front_matter}\n---\n", source_path)


def navigation(**files: str) -> Navigation:
    return Navigation.from_files(
        parse_source_file(text, f"{product}/_navigation.mdx") for product, text in files.items()
    )


@pytest.mark.parametrize(
    ("source_path", "entry"),
    [
        ("sso/index.mdx", NavigationEntry(("Single Sign-On", "Getting Started", "Quick Start"))),
        ("sso/test-sso.mdx", NavigationEntry(("Single Sign-On", "Getting Started", "Test SSO"))),
        (
            "magic-link/index.mdx",
            NavigationEntry(("Single Sign-On", "Old", "Magic Link"), deprecated=True),
        ),
        (
            "sso/single-logout.mdx",
            NavigationEntry(("Single Sign-On", "Single Logout"), hidden=True),
        ),
        (
            "sso/single-logout/redirect.mdx",
            NavigationEntry(("Single Sign-On", "Single Logout", "Redirect"), hidden=True),
        ),
    ],
)
def test_a_listed_page_stands_where_it_is_listed_first(
    source_path: str, entry: NavigationEntry
) -> None:
    assert navigation(sso=SSO).entry(page(source_path)) == entry


@pytest.mark.parametrize(
    ("source_path", "titles"),
    [
        ("sso/test-sso/deep/page.mdx", ("Single Sign-On", "Getting Started", "Test SSO")),
        ("sso/unlisted.mdx", ("Single Sign-On",)),
        ("sso/more/unlisted.mdx", ("Single Sign-On", "More")),
        ("sdks/go.mdx", ("SDKs",)),
        ("guides/sso/go.mdx", ("Guides", "SSO")),
        ("readme.md", ()),
    ],
)
def test_an_unlisted_page_stands_below_its_nearest_ancestor(
    source_path: str, titles: tuple[str, ...]
) -> None:
    assert navigation(sso=SSO).entry(page(source_path)).titles == titles


def test_an_unlisted_page_can_name_its_parent() -> None:
    file = page("sso/okta.mdx", "breadcrumb: {title: Integrations, url: /integrations}")
    assert navigation(sso=SSO).entry(file).titles == ("Integrations",)


def test_a_listed_page_does_not_need_the_parent_it_names() -> None:
    file = page("sso/test-sso.mdx", "breadcrumb: {title: Home, url: /}")
    assert navigation(sso=SSO).entry(file).titles[0] == "Single Sign-On"


@pytest.mark.parametrize("source_path", ["sso/test-sso.mdx", "sso/other.mdx", "sdks/go.mdx"])
def test_a_feature_flag_hides_a_page_wherever_it_stands(source_path: str) -> None:
    assert navigation(sso=SSO).entry(page(source_path, "featureFlag: beta")).hidden
    assert not navigation(sso=SSO).entry(page(source_path)).hidden


@pytest.mark.parametrize(
    ("path", "product"),
    [
        ("sso", "sso"),
        ("sso/test-sso", "sso"),
        ("reference/sso/profile", "sso"),
        ("reference", PLATFORM),
        ("reference/pagination", PLATFORM),
        ("sdks/go", PLATFORM),
        ("glossary", PLATFORM),
    ],
)
def test_a_product_has_a_navigation_of_its_own(path: str, product: str) -> None:
    reference = "---\ntitle: API Reference\n---\n"
    assert navigation(sso=SSO, reference=reference).product(path) == product


def test_without_a_navigation_each_directory_at_the_top_is_a_product() -> None:
    files = [page("guides/index.md"), page("how-to/deep/x.md"), page("readme.md")]
    plain = Navigation.from_files(files)
    assert plain.products == {"guides": "Guides", "how-to": "How To"}
    assert [plain.product(file.path) for file in files] == ["guides", "how-to", PLATFORM]
    assert [plain.entry(file).titles for file in files] == [(), ("How To", "Deep"), ()]


def test_a_page_without_a_title_is_called_as_in_the_navigation_or_as_its_file() -> None:
    assert navigation(sso=SSO).title("sso") == "Quick Start"
    assert navigation(sso=SSO).title("sso/jit-provisioning") == "Jit Provisioning"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("sdks", "SDKs"),
        ("sdks/authkit-nextjs", "AuthKit Next.js"),
        ("directory_sync", "Directory Sync"),
        ("docs/README", "README"),
        ("über uns", "Über uns"),
        ("", ""),
    ],
)
def test_a_title_is_made_of_a_file_name(path: str, title: str) -> None:
    assert title_of(path) == title


@pytest.mark.parametrize(
    ("links", "problem"),
    [
        ("links: {title: x}", "`links` below 'SSO' is not a list"),
        ("links: [x, {title: Good, url: /good}]", "an item below 'SSO' has no title"),
        ("links: [{url: /x}, {title: Good, url: /good}]", "an item below 'SSO' has no title"),
        (
            "links: [{title: A, links: x}, {title: Good, url: /good}]",
            "`links` below 'A' is not a list",
        ),
    ],
)
def test_a_broken_item_costs_only_itself(links: str, problem: str) -> None:
    files = [page("sso/_navigation.mdx", f"title: SSO\n{links}"), page("mfa/_navigation.mdx")]
    with pytest.warns(LoaderWarning, match=problem) as warned:
        read = Navigation.from_files(files)
    assert str(warned[0].message).startswith("sso/_navigation.mdx:1: ")
    assert set(read.products) == {"sso", "mfa"}
    assert ("good" in read.entries) == ("Good" in links)
    with pytest.raises(ParseError, match=problem):
        Navigation.from_files(files, strict=True)


@pytest.mark.parametrize(
    ("version", "counts"),
    [
        ("0.1.0", {"listed": 339, "named": 72, "ancestor": 5, "directory": 9}),
        ("0.2.0", {"listed": 431, "named": 74, "ancestor": 8, "directory": 15}),
    ],
)
def test_every_published_page_finds_its_breadcrumb(
    corpora: Mapping[str, Corpus], version: str, counts: dict[str, int]
) -> None:
    navigation = corpora[version].navigation
    found = dict.fromkeys(counts, 0)
    for file in corpora[version].files:
        if file.path.endswith(NAVIGATION_FILE):
            continue
        titles = navigation.entry(file).titles
        if file.path in navigation.entries:
            found["listed"] += 1
            assert titles == navigation.entries[file.path].titles
        elif "breadcrumb" in file.front_matter:
            found["named"] += 1
            assert titles == (file.front_matter["breadcrumb"]["title"],)
        elif titles == ("SDKs",):
            found["directory"] += 1
        else:
            found["ancestor"] += 1
            assert titles[0] in navigation.products.values()
    assert found == counts
    assert len(navigation.entries) == {"0.1.0": 340, "0.2.0": 432}[version]


def test_products_have_their_published_names(corpora: Mapping[str, Corpus]) -> None:
    products = corpora["0.2.0"].navigation.products
    assert len(products) == 20
    assert products["sso"] == "Single Sign-On"
    assert products["rbac"] == "RBAC"
