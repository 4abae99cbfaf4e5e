"""Addresses: what may be fetched, what is of the same site, where a page lies."""

from __future__ import annotations

import pytest

from workos_docs_loaders.errors import SourceError
from workos_docs_loaders.site.addresses import (
    base_address,
    checked,
    is_address,
    markdown_addresses,
    on_site,
    page_address,
    path_below,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/docs/llms.txt", "https://example.com/docs/llms.txt"),
        ("https://example.com:443/a#b", "https://example.com/a"),
        ("http://localhost:8000/llms.txt", "http://localhost:8000/llms.txt"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("http://[::1]:8000/llms.txt", "http://[::1]:8000/llms.txt"),
    ],
)
def test_https_and_loopback_may_be_fetched(url: str, expected: str) -> None:
    assert checked(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/llms.txt",
        "http://127.0.0.1.example.com/llms.txt",
        "https://user:word@example.com/llms.txt",
        "https:///llms.txt",
        "https://example.com:port/llms.txt",
        "ftp://localhost/llms.txt",
    ],
)
def test_anything_else_may_not(url: str) -> None:
    with pytest.raises(SourceError):
        checked(url)


def test_paths_are_no_addresses() -> None:
    assert is_address("HTTPS://example.com")
    assert not is_address("docs/https")
    assert not is_address("C:/docs")


def test_links_lead_to_the_same_site_or_nowhere() -> None:
    base = "https://example.com/docs/llms.txt"
    assert on_site("sso.md", base) == "https://example.com/docs/sso.md"
    assert on_site("/sso#start", base) == "https://example.com/sso"
    assert on_site("https://example.com:443/sso", base) == "https://example.com:443/sso"
    for target in ("https://example.org/sso", "http://example.com/sso", "mailto:a@example.com"):
        assert on_site(target, base) is None
    assert on_site("https://example.com:8443/sso", base) is None
    assert on_site("https://a:b@example.com/sso", base) is None
    assert on_site("https://[broken/sso", base) is None


def test_a_page_is_beside_its_html_as_markdown() -> None:
    assert list(markdown_addresses("https://example.com/docs/sso")) == [
        "https://example.com/docs/sso.md",
        "https://example.com/docs/sso/index.md",
    ]
    assert next(markdown_addresses("https://example.com/docs/sso.html")).endswith("/docs/sso.md")
    assert list(markdown_addresses("https://example.com/")) == ["https://example.com/index.md"]
    assert list(markdown_addresses("https://example.com/a.mdx")) == ["https://example.com/a.mdx"]


def test_a_reader_opens_a_page_without_suffix() -> None:
    assert page_address("https://example.com/docs/sso/index.md") == "https://example.com/docs/sso"
    assert page_address("https://example.com/docs/sso/") == "https://example.com/docs/sso"
    assert page_address("https://example.com/index.html") == "https://example.com"


def test_a_path_stays_below_its_base() -> None:
    base = "https://example.com/docs"
    assert path_below("https://example.com/docs/sso/flows.md", base) == "sso/flows"
    assert path_below("https://example.com/docs", base) == "index"
    assert path_below("https://example.com/docsets/sso", base) is None
    for name in ("..", "%2e%2e", "a%2Fb", "a%5Cb", "a%00", "c%3A"):
        assert path_below(f"https://example.com/docs/{name}/x", base) is None


def test_the_base_is_the_directory_of_the_index_or_the_host() -> None:
    index = "https://example.com/docs/llms.txt"
    below, beside = "https://example.com/docs/sso", "https://example.com/blog/sso"
    assert base_address(index, [below]) == "https://example.com/docs"
    assert base_address(index, [below, beside]) == "https://example.com"
