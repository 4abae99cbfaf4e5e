from __future__ import annotations

import pytest

from workos_docs_loaders.urls import (
    BASE_URL,
    absolute_link,
    address_in,
    page_path,
    page_url,
    slugify,
)

BASE = "https://workos.com/docs"
PAGE = f"{BASE}/sso/guide"


@pytest.mark.parametrize(
    ("source_path", "path"),
    [
        ("sso/login-flows.mdx", "sso/login-flows"),
        ("sso/index.mdx", "sso"),
        ("reference/index.mdx", "reference"),
        ("sdks/node.md", "sdks/node"),
        ("index.mdx", ""),
        ("sso/reindex.mdx", "sso/reindex"),
        ("index/setup.mdx", "index/setup"),
        ("sso/v1.2.mdx", "sso/v1.2"),
    ],
)
def test_a_page_is_called_as_its_file_without_extension_and_index(
    source_path: str, path: str
) -> None:
    assert page_path(source_path) == path


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("sso/login-flows", f"{BASE}/sso/login-flows"),
        ("", BASE),
        ("odd names/50% #1?", f"{BASE}/odd%20names/50%25%20%231%3F"),
        ("über/uns", f"{BASE}/%C3%BCber/uns"),
    ],
)
def test_a_page_url_is_the_path_below_the_documentation(path: str, url: str) -> None:
    assert page_url(path) == url


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("OAuth 2.0", "oauth-2-0"),
        ("dsync.group.user_added", "dsync-group-user-added"),
        ("IdP URI (Entity ID)", "idp-uri-entity-id"),
        ("(2) Add AuthKit to your app", "2-add-authkit-to-your-app"),
        ("  —  ", ""),
    ],
)
def test_a_slug_has_a_hyphen_for_every_run_of_other_characters(heading: str, slug: str) -> None:
    assert slugify(heading) == slug


@pytest.mark.parametrize(
    ("target", "link"),
    [
        ("/sso/test-sso", f"{BASE}/sso/test-sso"),
        ("sso/test-sso/", f"{BASE}/sso/test-sso"),
        ("/docs/assets/dashboard.json", f"{BASE}/assets/dashboard.json"),
        ("/docs", BASE),
        ("/", BASE),
        ("/docsy/page", f"{BASE}/docsy/page"),
        ("/sso#roles", f"{BASE}/sso#roles"),
        ("#roles", f"{PAGE}#roles"),
        ("https://dashboard.workos.com/", "https://dashboard.workos.com/"),
        ("//cdn.workos.com/x.png", "//cdn.workos.com/x.png"),
        ("mailto:support@workos.com", "mailto:support@workos.com"),
    ],
)
def test_a_link_becomes_absolute(target: str, link: str) -> None:
    assert absolute_link(target, PAGE) == link


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("../further/faq.mdx", "further/faq"),
        ("./billing.md#plans", "guides/billing#plans"),
        ("billing.md", "guides/billing"),
        ("./billing", "guides/billing"),
        ("./index.md", "guides"),
        ("../../../up.MD?x=1", "up?x=1"),
        ("/guides/billing.mdx", "guides/billing"),
        ("moved.md#a", "elsewhere#a"),
        ("sso/guide", "sso/guide"),
        ("#plans", "guides/start#plans"),
    ],
)
def test_a_relative_link_is_that_of_the_file_that_holds_it(target: str, path: str) -> None:
    link = absolute_link(
        target,
        f"{BASE_URL}/guides/start",
        source_path="guides/start.mdx",
        pages={"guides/moved": f"{BASE_URL}/elsewhere"},
    )
    assert link == f"{BASE_URL}/{path}"


@pytest.mark.parametrize(
    ("front_matter", "path"),
    [
        ({}, "guides/start"),
        ({"slug": "/own/place/"}, "own/place"),
        ({"slug": "own"}, "guides/own"),
        ({"permalink": "/docs/own/"}, "docs/own"),
        ({"permalink": "/:title/"}, "guides/start"),
        ({"slug": ["x"]}, "guides/start"),
        ({"slug": "../../../x"}, "x"),
        ({"slug": "https://evil.test/x"}, "guides/start"),
    ],
)
def test_a_page_may_say_its_own_address(front_matter: dict[str, object], path: str) -> None:
    assert address_in(front_matter, "guides/start") == f"{BASE_URL}/{path}"


def test_pages_and_links_of_another_site_are_its_own() -> None:
    base = "https://example.com/guide"
    page = page_url("a/b", base)
    assert page == "https://example.com/guide/a/b"
    assert absolute_link("/blog", page, base_url=base) == "https://example.com/blog"
    assert absolute_link("c", page, base_url=base) == "https://example.com/guide/a/c"
    link = absolute_link("/guide/x.md#y", page, source_path="a/b.md", base_url=base)
    assert link == "https://example.com/guide/x#y"
    assert absolute_link("./x.md", page, source_path="a/b.md", base_url=base) == f"{base}/a/x"
    assert address_in({"permalink": "/z"}, "a/b", base) == f"{base}/z"
