"""Pages of the user's own, which no site has: how they are found and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import SourceError
from workos_docs_tools import WorkOSDocs

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {
    "guides/Start.md": "# Start\n\nHow a kettle is descaled.",
    "guides/next/more.mdx": "---\nslug: /more\n---\n# More\n\nWhat a kettle costs.",
}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("guides/Start.md", "guides/Start"),
        ("/guides/start", "guides/Start"),
        ("guides/next/more.mdx#x", "guides/next/more"),
    ],
)
def test_a_page_is_read_by_its_file(
    address: str, path: str, open_tree: Callable[..., WorkOSDocs]
) -> None:
    with open_tree(FILES) as docs:
        assert docs.page(address).path == path


def test_an_answer_says_which_file_it_is_from(open_tree: Callable[..., WorkOSDocs]) -> None:
    with open_tree(FILES) as docs:
        found = docs.search("descale a kettle", k=1)
        assert [hit.url for hit in found] == ["guides/Start.md"]
        # In a notebook the file cannot be a link, so that it is written out.
        assert "guides/Start.md" in found._repr_html_()
        assert "guides/Start.md" in found._repr_markdown_()


def test_with_a_base_url_an_answer_is_cited_below_it(open_tree: Callable[..., WorkOSDocs]) -> None:
    with open_tree(FILES, base_url="https://a.test/help") as docs:
        assert docs.search("kettle costs", k=1)[0].url == "https://a.test/help/more"
        assert docs.page("https://a.test/help/more").path == "guides/next/more"


@pytest.mark.usefixtures("docs")
def test_pages_that_are_published_have_no_other_base_url() -> None:
    with pytest.raises(SourceError, match="addresses of their own"):
        WorkOSDocs.open("0.2.0", base_url="https://a.test/help", sdks=(), progress=False)


@pytest.mark.parametrize(
    ("base_url", "url"), [(None, "guides"), ("https://a.test/x", "https://a.test/x/guides")]
)
def test_a_folder_without_a_page_lies_where_its_pages_do(
    base_url: str | None, url: str, open_tree: Callable[..., WorkOSDocs]
) -> None:
    with open_tree(FILES, base_url=base_url) as docs:
        assert docs.page("guides").url == url
