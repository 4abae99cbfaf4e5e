"""Whatever a site returns becomes pages that can be read, with every word that it has."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.models import Snapshot
from workos_docs_loaders.site.files import write_pages
from workos_docs_loaders.site.reading.index import Link, read_index
from workos_docs_loaders.site.reading.markdown_page import joined, segments, without_comments
from workos_docs_loaders.site.reading.splitting import split_pages
from workos_docs_loaders.site.reading.whole_file import split_whole

BASE = "https://example.com/docs"
PIECES = (
    "# Title",
    "## Get a thing",
    "### GET /things/:id",
    "#### Request",
    "#### Response",
    "#### Returns",
    "<!-- c -->",
    ":::code-group",
    ":::",
    '```py language="python" title="Request"\nclient.things.get_thing(id=1)\n```',
    '```bash language="curl"\ncurl "https://api.workos.com/things/1"\n```',
    '```json\n{"event": "thing.created"}\n```',
    "```",
    "| Field | Type | Required | Description |\n| --- | --- | --- | --- |\n"
    "| `a.b` | `x \\| y` | No | d<br>e |",
    "| - |",
    "- [One](/docs/one): first\n  - [Two](two.md)",
    "Source: /docs/three",
    "---",
    "'quoted': [x] {y} & *z* # no",
    "\x07\x85\u2028\ufeff\U0001f600",
)
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=12).map(
    "\n\n".join
)
names = st.sampled_from(["reference/thing", "reference/thing/get", "events", "a", "b/c"])


def words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


@given(text=texts, paths=st.lists(names, min_size=1, unique=True))
def test_pages_are_written_and_read_in_strict_mode(text: str, paths: list[str]) -> None:
    text = text.replace("\0", "")
    links = [Link(path, f"{BASE}/{path}", f"{BASE}/{path}", "Part") for path in paths]
    pages = split_pages(links, {link.url: text for link in links})
    with TemporaryDirectory() as name:
        directory = Path(name)
        assert write_pages(directory, pages, links, base=BASE) == len(pages)
        if not pages:
            return
        corpus = Corpus.read(Snapshot("2026-01-01", directory, None), strict=True)
        assert len(corpus.content_files) == len(pages)
        for file in corpus.content_files:
            corpus.reference.entries(file)


@given(text=texts)
def test_no_word_is_lost_where_a_page_is_cut(text: str) -> None:
    page = without_comments(text)
    assert words(joined(segments(page))) == words(page)
    links = [Link("Get a thing", f"{BASE}/thing/get", ""), Link("Thing", f"{BASE}/thing", "")]
    pages = split_pages(links, {link.url: text for link in links})
    assert words(" ".join(one.text for one in pages)) == words(page)


@given(text=texts)
def test_any_text_is_an_index_or_a_whole_file(text: str) -> None:
    for link in read_index(text, f"{BASE}/llms.txt"):
        assert link.url.startswith("https://example.com")
    for page in split_whole(text, f"{BASE}/llms-full.txt"):
        assert (page.url or page.file).startswith("https://example.com")
