"""The index: links below headings, in every form that people write."""

from __future__ import annotations

from workos_docs_loaders.site.reading.index import Link, read_index

URL = "https://example.com/docs/llms.txt"

INDEX = """\
# Example

> All of it. See [the blog](https://blog.example.com).

- [Start](https://example.com/docs): The beginning.

## Single Sign-On

- [Quick Start](/docs/sso.md): Set up `SSO`,
  step by step.
- [Flows & more](login-flows#top) \N{EM DASH} How users sign in.
- [Quick Start again](https://example.com/docs/sso)

### Providers

- Entra ID
  - [SAML](https://example.com/docs/integrations/entra-id-saml)
  - [Elsewhere](https://example.org/entra)

## Reference

* [Create [beta]](<https://example.com/docs/reference/create>)
"""


def test_every_link_to_the_site_is_a_page_once() -> None:
    base = "https://example.com/docs"
    assert read_index(INDEX, URL) == (
        Link("Start", base, base, description="The beginning."),
        Link(
            "Quick Start",
            f"{base}/sso",
            f"{base}/sso.md",
            "Single Sign-On",
            description="Set up SSO, step by step.",
        ),
        Link(
            "Flows & more",
            f"{base}/login-flows",
            f"{base}/login-flows",
            "Single Sign-On",
            description="How users sign in.",
        ),
        Link(
            "SAML",
            f"{base}/integrations/entra-id-saml",
            f"{base}/integrations/entra-id-saml",
            "Single Sign-On",
            ("Providers", "Entra ID"),
        ),
        Link("Create [beta]", f"{base}/reference/create", f"{base}/reference/create", "Reference"),
    )


def test_a_page_without_links_is_no_index() -> None:
    assert read_index("# Title\n\nText.", URL) == ()
    assert read_index("", URL) == ()


def test_the_index_is_no_page_of_its_own() -> None:
    assert read_index("- [All](https://example.com/docs/llms.txt)", URL) == ()
