"""Pages that several addresses return, told apart."""

from __future__ import annotations

from workos_docs_loaders.site.reading.index import Link
from workos_docs_loaders.site.reading.splitting import SitePage, split_pages

BASE = "https://example.com/reference"


def link(path: str, title: str) -> Link:
    return Link(title, f"{BASE}/{path}", f"{BASE}/{path}")


PORTAL = """\
<!-- llms.txt: https://example.com/llms.txt -->

# Portal Link

A link.

## Generate a Portal Link

Makes one.

#### Request

Nothing.

## Revoke

Ends one.

## Limits

Few.
"""


def test_an_operation_is_a_page_of_its_own_address() -> None:
    links = [
        link("portal-link/generate", "Generate a Portal Link"),
        link("portal-link", "Portal Link"),
        link("portal-link/revoke", "Revoke it"),
    ]
    assert split_pages(links, {one.url: PORTAL for one in links}) == [
        SitePage(
            f"{BASE}/portal-link", "Portal Link", "# Portal Link\n\nA link.\n\n## Limits\n\nFew."
        ),
        SitePage(
            f"{BASE}/portal-link/generate",
            "Generate a Portal Link",
            "## Generate a Portal Link\n\nMakes one.\n\n#### Request\n\nNothing.",
        ),
        SitePage(f"{BASE}/portal-link/revoke", "Revoke it", "## Revoke\n\nEnds one."),
    ]


def test_without_the_address_of_the_object_it_is_the_directory() -> None:
    links = [link("portal-link/generate", "x"), link("portal-link/revoke", "y")]
    pages = split_pages(links, {one.url: PORTAL for one in links})
    assert [page.url.removeprefix(f"{BASE}/") for page in pages] == [
        "portal-link",
        "portal-link/generate",
        "portal-link/revoke",
    ]


def test_the_closest_heading_is_the_operation() -> None:
    text = (
        "# User\n\n## Get a User by External ID\n\nA.\n\n## Get a User\n\nB.\n\n## List Users\n\nC."
    )
    links = [
        link("user", "User"),
        link("user/get", "Get"),
        link("user/get-by-external-id", "Get by external id"),
        link("user/list", "List"),
    ]
    pages = {
        page.url.rpartition("/")[2]: page.text
        for page in split_pages(links, {one.url: text for one in links})
    }
    assert pages["get"] == "## Get a User\n\nB."
    assert pages["get-by-external-id"] == "## Get a User by External ID\n\nA."
    assert pages["list"] == "## List Users\n\nC."
    assert pages["user"] == "# User"


def test_operations_may_stand_below_one_another() -> None:
    text = "# MFA\n\n## Factor\n\nF.\n\n### Enroll a factor\n\nE.\n\n## Verify\n\nV."
    links = [link("mfa", "MFA"), link("mfa/factor", "Factor"), link("mfa/factor/enroll", "Enroll")]
    pages = split_pages(links, {one.url: text for one in links})
    assert [page.text for page in pages] == [
        "# MFA\n\n## Verify\n\nV.",
        "## Factor\n\nF.",
        "### Enroll a factor\n\nE.",
    ]


def test_one_text_is_one_page_where_no_section_is_an_address() -> None:
    links = [link("connect/pipes", "Pipes"), link("pipes", "Pipes of data")]
    pages = split_pages(links, {one.url: "# Data\n\nText." for one in links})
    assert pages == [SitePage(f"{BASE}/pipes", "Pipes of data", "# Data\n\nText.")]


def test_a_page_that_could_not_be_fetched_or_is_empty_is_none() -> None:
    assert split_pages([link("a", "A"), link("b", "B")], {f"{BASE}/b": "<!-- x -->\n"}) == []
