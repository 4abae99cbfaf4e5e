from __future__ import annotations

import pytest

from workos_docs_loaders.urls import absolute_link, page_path, page_url, slugify

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
