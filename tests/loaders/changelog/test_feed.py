"""RSS and Atom feeds: full text, groups, days, and what is not a feed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workos_docs_loaders.changelog.feed import parse_feed
from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.models import Release

FIXTURES = Path(__file__).parents[2] / "fixtures/changelogs"


def fixture(name: str) -> tuple[Release, ...]:
    return parse_feed((FIXTURES / name).read_bytes(), package="pkg", path=name)


def item(content: str, *, encoding: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n'
        f'<rss version="2.0"><channel><item>{content}</item></channel></rss>'
    )


def only(feed: str | bytes) -> Release:
    (release,) = parse_feed(feed, package="pkg", path="feed.xml")
    return release


def test_the_full_text_of_an_rss_item_becomes_markdown() -> None:
    roles = fixture("feed.rss")[0]
    assert roles == Release(
        package="pkg",
        version="Roles & permissions",
        date="2025-03-04",
        text=(
            "One.\n\n"
            "Two with [a link](https://example.com/roles), `user_id` and org_id.\n\n"
            "- First\n  - Nested\n- Second\n\n"
            '```python\nif a < b:\n    print("*x*")\n```\n\n'
            "![The roles page](https://example.com/i.png)\n\n"
            "| Role | Can |\n| --- | --- |\n| admin | all |"
        ),
        url="https://example.com/changelog/roles?a=1&b=2",
        title="Roles & permissions",
        groups=("AuthKit", "RBAC"),
    )


def test_a_description_serves_where_there_is_no_full_text() -> None:
    smaller = fixture("feed.rss")[1]
    assert smaller.text == "Use `List<String>` & more.\n\nWhere a < b and c > d."
    assert smaller.url == "https://example.com/changelog/smaller"


def test_an_item_without_title_link_and_date_keeps_its_text() -> None:
    release = fixture("feed.rss")[2]
    assert release == Release("pkg", "", "", "No title, no link, no date.")


def test_atom_entries_in_html_text_and_xhtml() -> None:
    removed, generics, older = fixture("feed.atom")
    assert removed.text == "### Removed\n\n- The old client"
    assert (removed.version, removed.title) == ("2.0.0", "v2.0.0")
    assert removed.url == "https://example.com/releases/v2.0.0"
    assert removed.groups == ("Breaking changes",)
    assert removed.breaking
    assert generics.title == "Generics: **a < b**"
    assert generics.text == "Literally <p> and a < b."
    assert older.text == "With *marks*."


def test_the_day_is_that_of_the_entry_s_own_time_zone_and_publication() -> None:
    days = [release.date for release in fixture("feed.atom")]
    assert days == ["2025-03-04", "2025-03-01", "2025-02-01"]
    assert [release.date for release in fixture("feed.rss")] == ["2025-03-04", "2025-03-05", ""]


@pytest.mark.parametrize(
    ("pub_date", "day"),
    [
        ("Sat, 01 Feb 2025 23:59:00 EST", "2025-02-01"),
        ("1 Feb 2025 00:00:00 GMT", "2025-02-01"),
        ("2025-02-01", "2025-02-01"),
        ("February 1, 2025 at noon", "2025-02-01"),
        ("Sat, 99 Feb 2025 23:59:00 GMT", ""),
        ("someday", ""),
        ("", ""),
    ],
)
def test_a_date_in_any_form_is_iso_or_nothing(pub_date: str, day: str) -> None:
    assert only(item(f"<title>T</title><pubDate>{pub_date}</pubDate>")).date == day


def test_a_decoded_text_is_not_decoded_again_as_its_declaration_says() -> None:
    feed = item("<title>Über</title>", encoding="iso-8859-1")
    assert only(feed).title == "Über"
    assert only(feed.encode("iso-8859-1")).title == "Über"


def test_a_feed_of_any_length_is_read_whole_in_its_order() -> None:
    items = "</item><item>".join(f"<title>Entry {number}</title>" for number in range(200))
    releases = parse_feed(item(items), package="pkg", path="feed.xml")
    assert [release.version for release in releases] == [f"Entry {n}" for n in range(200)]


def test_deep_nesting_costs_the_marks_and_not_the_words() -> None:
    html = "&lt;div&gt;" * 5000 + "deep &lt;b&gt;words&lt;/b&gt;"
    assert " ".join(only(item(f"<description>{html}</description>")).text.split()) == "deep words"


@pytest.mark.parametrize(
    ("feed", "line"),
    [
        (b"", 1),
        (b"\x00\x01\x02", 1),
        (b"# Changelog\n", 1),
        (b'<rss version="2.0"><channel><item>\n<title>x</rss>', 2),
        (b"<html></html>", 1),
        (b'<?xml version="1.0" encoding="x-none"?><rss version="2.0"/>', 1),
        (item("<title>\n\xff</title>").encode("iso-8859-1"), 3),
        (item("<title>\ud800</title>"), 1),
        (item("<title>&nowhere;</title>"), 2),
    ],
)
def test_what_is_not_a_feed_is_refused_with_its_line(feed: str | bytes, line: int) -> None:
    with pytest.raises(ParseError, match=r"^feed\.xml:") as raised:
        parse_feed(feed, package="pkg", path="feed.xml")
    assert raised.value.line == line


def test_an_entity_bomb_does_not_go_off() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom"}">' for n in range(10))
    feed = f"<!DOCTYPE rss [{entities}]>" + item("<title>&e9;</title>").split("\n")[1]
    with pytest.raises(ParseError, match="amplification"):
        parse_feed(feed, package="pkg", path="feed.xml")


@given(st.text() | st.binary())
def test_any_input_is_read_or_refused(content: str | bytes) -> None:
    with pytest.raises(ParseError):
        parse_feed(content, package="pkg", path="feed.xml")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_any_text_in_an_item_is_read(content: str) -> None:
    safe = content.replace("]]>", "").replace("\ufffe", "").replace("\uffff", "")
    only(item(f"<title>T</title><description><![CDATA[{safe}]]></description>"))
