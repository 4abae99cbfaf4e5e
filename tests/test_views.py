"""What a notebook shows: readable, linked, marked, and nothing of the documentation live."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields, replace
from html import unescape
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workos_docs_loaders.models import Release
from workos_docs_tools.results import Example, Examples, Hit, Page, Releases, SearchResults
from workos_docs_tools.text.excerpts import GAP
from workos_docs_tools.text.markup import safe_markdown, to_html
from workos_docs_tools.views import MOST_CARDS, as_html, as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_tools import WorkOSDocs

QUESTION = "How do I verify a webhook signature?"
HOSTILE = [
    "<script>alert(1)</script>",
    'a <img src=x onerror="alert(1)"> b',
    "[x](javascript:alert(1)) [y](JAVASCRIPT:alert(1)) [z](data:text/html,x)",
    "[x][ref]\n\n[ref]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1)) ![y](https://example.com/pixel.png)",
    "[x](&#106;avascript:alert(1))",
    "[x](vscode://x) [y](/lab/tree) [z](file:///etc/passwd) ![w](data:image/png;base64,eA==)",
    '[x](https://example.com/"onclick="alert(1))',
    "<div>\n```\n</div>\n\n```\n<script>alert(1)</script>\n",
    "| a |\n| --- |\n| <b onclick=x> |",
    "`\n# <script>x</script> `",
    "```\"onclick='x'\n</code></pre><script>\n```",
    '# <b>"x"\n> - <i>',
    "</details></article></div><style>",
]
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]
WEB = ("https://", "http://", "mailto:")
TAGS = {"style", "div", "article", "details", "summary", "strong", "small", "mark", "br", "a", "p"}
TAGS |= {"code", "pre", "em", "s", "ul", "ol", "li", "blockquote", "hr"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"class", "href", "target", "rel", "start", "style", "title"}


def hit(text: str, title: str = "Title", url: str = "https://workos.com/docs/a") -> Hit:
    """Return a hit in which everything else is as hostile as its title."""
    return Hit(
        rank=1,
        score=12.3456,
        path=title,
        url=url,
        page_url=url,
        title=title,
        breadcrumb=(title, "Deeper"),
        heading_path=(title,),
        kind="guide",
        product=title,
        language="python",
        text=text,
        version=title,
        node_id=title,
        condition=title,
    )


def live_parts(html: str) -> Iterator[str]:
    """Yield what is in an HTML text and is neither our markup nor a link to the web."""
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        if element.name not in TAGS or not element.attrs.keys() <= ATTRIBUTES:
            yield str(element)
        link = str(element.get("href", WEB[0]))
        if not link.startswith(WEB):
            yield link


def live_tokens(markdown: str) -> list[str]:
    """Return what a front end that renders everything would render of a Markdown text."""
    tokens = [item for one in MARKDOWN.parse(markdown) for item in (one, *(one.children or ()))]
    return [
        token.content or str(token.attrs)
        for token in tokens
        if token.type in {"html_block", "html_inline", "image"}
        or not str(token.attrs.get("href", WEB[0])).startswith(WEB)
    ]


def test_a_search_shows_linked_titles_places_scores_and_marked_passages(docs: WorkOSDocs) -> None:
    results = docs.search(QUESTION, k=3)
    soup = BeautifulSoup(results._repr_html_(), "html.parser")
    articles = soup.find_all("article")
    assert len(articles) == 3
    for article, found in zip(articles, results, strict=True):
        title = article.select_one("strong a")
        assert title is not None
        assert (title.text, title["href"]) == (found.title, found.url)
        small = article.small
        assert small is not None
        assert f"relevance {found.score:.2f}" in small.text
        assert " > ".join(found.heading_path) in small.text
    marked = {mark.text.lower() for mark in soup.find_all("mark")}
    assert {"verify", "webhook", "signature"} <= marked
    assert not marked & {"how", "do", "a"}
    assert f"WorkOS documentation {results.version}" in soup.text


def test_a_long_passage_is_folded_up_whole_below_what_meets_the_question(docs: WorkOSDocs) -> None:
    results = docs.search(QUESTION, k=3)
    long = max(results, key=lambda found: len(found.text))
    soup = BeautifulSoup(results._repr_html_(), "html.parser")
    article = soup.find_all("article")[long.rank - 1]
    shown, folded = article.div, article.details
    assert shown is not None
    assert folded is not None
    assert GAP in shown.text
    assert len(shown.text) < 900 < len(folded.text)
    last = re.findall(r"\w+", long.text)[-1]
    assert last in folded.text


def test_a_notebook_shows_thirty_items_and_says_how_many_more_there_are(docs: WorkOSDocs) -> None:
    results = docs.search("sso", k=MOST_CARDS + 7)
    assert len(BeautifulSoup(results._repr_html_(), "html.parser").find_all("article")) == 30
    for shown in (results._repr_html_(), results._repr_markdown_()):
        assert "\n7 more are not shown here." in re.sub("<.*?>", "", shown)
    assert f"{MOST_CARDS + 7}. " in str(results)
    for shown in (results[:30]._repr_html_(), results[:30]._repr_markdown_()):
        assert "not shown here" not in shown


def test_a_gap_is_a_paragraph_of_its_own() -> None:
    text = f"One.\n{GAP}\n{GAP}\nTwo.\n- three\n{GAP}"
    soup = BeautifulSoup(as_html(hit(text).view()), "html.parser")
    assert [part.text for part in soup.find_all(["p", "li"])] == ["One.", GAP, "Two.", "three", GAP]


def test_a_page_names_its_languages_and_shows_its_title_once(docs: WorkOSDocs) -> None:
    page = docs.page("reference/organization/create", language="python")
    for shown in (page._repr_html_(), page._repr_markdown_()):
        assert shown.count("Create an Organization") == 2  # The link, and its place.
        assert page.url in shown
        assert "Python" in shown
        assert "also in cURL" in shown
        assert "details" not in shown


def test_code_is_shown_with_its_language(docs: WorkOSDocs) -> None:
    example = docs.examples("verify a webhook", language="js")[0]
    soup = BeautifulSoup(example._repr_html_(), "html.parser")
    pre = soup.pre
    assert pre is not None
    assert pre.text.strip() == example.code
    assert [small.text for small in soup.find_all("small")][-1] == example.language
    assert f"> ```{example.language}\n" in example._repr_markdown_()


def test_lists_of_examples_and_of_releases_are_shown_in_part_too(docs: WorkOSDocs) -> None:
    releases = docs.changelog(since="2026-01-01")
    assert len(releases) > 2
    part = releases[:2]
    assert isinstance(part, Releases)
    assert part == tuple(releases)[:2]
    for shown in (part._repr_html_(), part._repr_markdown_(), repr(part)):
        assert "2 changelog entries of workos" in shown
        assert [shown.count(release.url) for release in releases[:3]] == [1, 1, 0]
        for release in part:
            assert release.date in shown.replace("\\", "")
    examples = docs.examples("webhook")
    assert isinstance(examples[1:3], Examples)
    assert isinstance(examples[1], Example)
    assert "2 code examples" in examples[1:3]._repr_html_()


def test_the_status_is_a_table(docs: WorkOSDocs) -> None:
    status = docs.status()
    cells = BeautifulSoup(status._repr_html_(), "html.parser").find_all("td")
    table = {name.text: value.text for name, value in zip(cells[::2], cells[1::2], strict=True)}
    assert table["pages"] == "527"
    assert table["current to"].startswith(status.date)
    assert status.outdated
    assert "over 90 days old" in table["current to"]
    assert table["embedding model"] == status.embedder
    rendered = MARKDOWN.render(status._repr_markdown_())
    assert f'<td style="text-align:left">{status.embedder}</td>' in rendered


def test_as_text_an_answer_is_a_line_an_item(docs: WorkOSDocs) -> None:
    results = docs.search(QUESTION, k=3)
    heading, *lines = repr(results).splitlines()
    assert QUESTION in heading
    assert lines == [f"{found.rank}. {found.title}: {found.url}" for found in results]
    assert len(repr(results[0])) < 400


def test_as_text_nothing_is_an_order_to_a_terminal() -> None:
    hits = (hit("Text.", "Tea \x1b]0;pwned\x07\nand\x9b2J more"),)
    _, line = repr(SearchResults("tea", hits, "1", "")).split("\n")
    assert line == "1. Tea ]0;pwned and2J more: https://workos.com/docs/a"


def test_low_confidence_is_told(docs: WorkOSDocs) -> None:
    results = docs.search(QUESTION, k=1)
    for sure in (True, False):
        shown = replace(results, low_confidence=not sure)
        for text in (repr(shown), as_html(shown.view()), as_markdown(shown.view())):
            assert ("Low confidence" in text) is not sure


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_documentation_is_live_in_html(text: str) -> None:
    for title, url in ((text, "https://workos.com/x"), (text, text), ("T", f"https://x/{text}")):
        results = SearchResults(text, (hit(text, title, url),), text, text)
        assert [*live_parts(as_html(results.view()))] == []
        page = Page(text, title, url, (title,), "guide", text, (), text, (text,), text)
        assert [*live_parts(as_html(page.view()))] == []
        example = Example(text, text, title, text, url, text, (text,))
        assert [*live_parts(as_html(example.view()))] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_documentation_is_live_in_markdown(text: str) -> None:
    for title, url in ((text, "https://workos.com/x"), (text, text), ("T", f"https://x/{text}")):
        results = SearchResults(text, (hit(text, title, url),), text, text)
        assert live_tokens(as_markdown(results.view())) == []
        example = Example(text, text, title, text, url, text, (text,))
        assert live_tokens(as_markdown(example.view())) == []


def test_hostile_text_is_still_there_to_be_read() -> None:
    text = "".join(BeautifulSoup(to_html(HOSTILE[0]), "html.parser").strings)
    assert text.strip() == HOSTILE[0]
    assert unescape(safe_markdown(HOSTILE[0])) == HOSTILE[0]


@given(st.text(alphabet="<>[]()`!\\&#a:/\n -|*\"'\t~", max_size=80), st.sampled_from(HOSTILE))
def test_no_text_around_it_brings_hostile_markdown_to_life(text: str, hostile: str) -> None:
    for combined in (text + hostile, hostile + text, f"{text}\n\n{hostile}\n{text}"):
        assert live_tokens(safe_markdown(combined)) == []
        assert [*live_parts(to_html(combined, combined))] == []


def test_markdown_without_anything_hostile_is_left_as_it_is(docs: WorkOSDocs) -> None:
    changed = [node.path for node in docs.index.nodes if safe_markdown(node.text) != node.text]
    assert changed == []


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Verifies it.", "verify", "<mark>Verifies</mark> it."),
        ("`webhook_signature` & x", "signature", "<code><mark>webhook_signature</mark></code>"),
        ("[sign in](https://a.b/sign)", "sign", '<a href="https://a.b/sign"'),
        ("amp & quot", "amp quot", "<mark>amp</mark> &amp; <mark>quot</mark>"),
        ("the end", "the", "<p>the end</p>"),
    ],
)
def test_words_are_marked_in_text_only(text: str, question: str, expected: str) -> None:
    assert expected in to_html(text, question)


def test_a_part_of_an_answer_is_shown_as_the_whole_is(docs: WorkOSDocs) -> None:
    results, releases = docs.search(QUESTION), docs.changelog()
    assert results[:2].hits == results.hits[:2]
    assert "2 passages for" in results[:2]._repr_html_()
    assert docs.version in releases[1:3]._repr_html_()
    assert releases[0].title in releases[0]._repr_html_()
    assert asdict(releases[0]).keys() == {field.name for field in fields(Release)}


def test_print_shows_the_text(docs: WorkOSDocs) -> None:
    page, [hit, *_], [example, *_] = docs.page("sso"), docs.search("sso"), docs.examples("webhook")
    assert str(page) == page.markdown
    assert str(hit) == hit.text
    assert str(example) == example.code
    assert str(docs.changelog()[0]) == docs.changelog()[0].text
    assert repr(page).startswith("Page(")


def test_an_answer_is_rows_of_a_table(docs: WorkOSDocs) -> None:
    for answer in (docs.search(QUESTION), docs.changelog(), docs.examples("webhook")):
        rows = answer.as_dicts()
        assert len(rows) == len(answer) > 0
        assert len({tuple(row) for row in rows}) == 1
        json.dumps(rows)


def test_dollars_are_no_mathematics_and_hidden_characters_are_gone(docs: WorkOSDocs) -> None:
    page = replace(docs.page("sso"), markdown="It costs $5 or $x$.\n\nA\x1b[31m\u202eB\u2066C\x07")
    html = page._repr_html_()
    assert '<div class="workos-docs tex2jax_ignore mathjax_ignore">' in html
    for shown in (html, page._repr_markdown_()):
        assert not set("\x1b\u202e\u2066\x07") & set(shown)


def test_wide_code_and_tables_scroll_whatever_the_front_end_s_style() -> None:
    html = to_html("```py\nx = 1\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n")
    assert '<pre style="background: rgba(128, 128, 128, .12); overflow-x: auto' in html
    assert "white-space: pre; word-break: normal" in html
    assert '<div style="overflow-x: auto"><table>' in html
    assert html.count("<div") == html.count("</div>")
