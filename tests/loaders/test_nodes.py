"""Where pages are cut, and how their nodes are called and cited."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from workos_docs_loaders import models
from workos_docs_loaders.corpus import Corpus, release_documents
from workos_docs_loaders.markdown.links import without_targets
from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.mdx import parse_body
from workos_docs_loaders.models import ApiEntry, Document, NodeHeading, Release, Section
from workos_docs_loaders.nodes import MAX_BYTES, MIN_WORDS, document_nodes
from workos_docs_loaders.urls import page_url, slugify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workos_docs_loaders.models import Node, Snapshot

VERSIONS = pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])
URL = "https://workos.com/docs/sso/guide"
LONG = " ".join(f"word{number}" for number in range(MIN_WORDS)) + "."


def page(body: str, api: Sequence[ApiEntry] = (), path: str = "sso/guide") -> Document:
    """A page with a title and a description above a body."""
    url = page_url(path)
    sections = parse_body(body, page_url=url).sections
    return Document(
        version="1.0.0",
        path=path,
        kind="guide",
        title="Guide",
        url=url,
        breadcrumb=("Single Sign-On",),
        product="sso",
        sections=(Section("Guide", 1, f"All about it: {LONG}"), *sections),
        api=tuple(api),
    )


def nodes(body: str, *, pages: Sequence[str] = ()) -> tuple[Node, ...]:
    """The nodes of a body that stands below another section of its page."""
    return document_nodes(page(f"## Before\n\n{LONG}\n\n{body}"), pages=pages)[2:]


def outline(body: str) -> list[str]:
    """One line a node: heading path, then the headings in its text."""
    return [
        " > ".join(node.heading_path) + ": " + ", ".join(re.findall(r"(?m)^#+ (.*)", node.text))
        for node in nodes(body)
    ]


def api(language: str, text: str) -> ApiEntry:
    heading, _, text = text.removeprefix("### ").partition("\n\n")
    section = Section(heading, 3, text, slug=slugify(heading))
    return ApiEntry(language=language, sections=(section,), names=("sso.get()",), is_call=True)


# Cutting


def test_each_section_is_a_node_with_its_heading_path() -> None:
    first, second, third = document_nodes(page(f"## One\n\n{LONG}\n\n### Two\n\n{LONG}"))
    assert first.text == f"# Guide\n\nAll about it: {LONG}"
    assert second.text == f"## One\n\n{LONG}"
    assert [node.heading_path for node in (first, second, third)] == [(), ("One",), ("One", "Two")]
    assert [node.ordinal for node in (first, second, third)] == [0, 1, 2]
    assert {node.title for node in (first, second, third)} == {"Guide"}


def test_a_short_section_joins_its_parent() -> None:
    assert outline(f"## One\n\n{LONG}\n\n### Two\n\nShort.") == ["One: One, Two"]


def test_a_short_parent_joins_its_first_child_and_is_its_place() -> None:
    assert outline(f"## One\n\nShort.\n\n### Two\n\n{LONG}\n\n### Three\n\n{LONG}") == [
        "One: One, Two",
        "One > Three: Three",
    ]


def test_short_siblings_share_a_node_below_an_h2_only() -> None:
    assert outline("## One\n\nShort.\n\n## Two\n\nShort.") == ["One: One", "Two: Two"]
    assert outline(f"## One\n\n{LONG}\n\n### A\n\n{LONG}\n\n### B\n\nb.\n\n### C\n\nc.") == [
        "One: One",
        "One > A: A",
        "One > B: B, C",
    ]


def test_sections_that_fill_a_node_do_not_share_it() -> None:
    text = "word " * (MAX_BYTES // 5)
    assert outline(f"## One\n\nShort.\n\n### Two\n\n{text}") == ["One: One", "One > Two: Two"]


def test_a_question_is_a_node_of_its_own() -> None:
    assert outline(f"## FAQ\n\n{LONG}\n\n### Why?\n\nSo.\n\n### How?\n\nThus.") == [
        "FAQ: FAQ",
        "FAQ > Why?: Why?",
        "FAQ > How?: How?",
    ]
    assert outline(f"## FAQ\n\n{LONG}\n\n### Why?\n\nSo.\n\n### See also\n\nMore.") == [
        "FAQ: FAQ",
        "FAQ > Why?: Why?",
        "FAQ > See also: See also",
    ]


def test_a_bare_heading_joins_the_section_below_it_whose_place_they_have() -> None:
    assert outline(f"## FAQ\n\n### Why?\n\n{LONG}\n\n### How?\n\nThus.") == [
        "FAQ > Why?: FAQ, Why?",
        "FAQ > How?: How?",
    ]
    text = "word " * (MAX_BYTES // 5)
    assert outline(f"## One\n\n### Two\n\n#### Three\n\n{text}") == [
        "One > Two > Three: One, Two, Three"
    ]


def test_a_bare_heading_with_several_sections_in_its_node_is_their_place() -> None:
    assert outline("## One\n\n### A\n\na.\n\n### B\n\nb.") == ["One: One, A, B"]


def test_a_bare_heading_does_not_join_what_is_not_below_it() -> None:
    assert outline(f"## One\n\n{LONG}\n\n### Empty\n\n## Two\n\n{LONG}") == [
        "One: One, Empty",
        "Two: Two",
    ]


def test_a_conditional_block_is_a_node_with_its_condition_and_the_bare_heading_above_it() -> None:
    body = (
        f"## Install\n\n{LONG}\n\n### Packages\n\n"
        f'- $ frontend="nextjs, remix"\n  {LONG}\n- $ backend="python"\n  {LONG}\n\n'
        f"### Next\n\n{LONG}"
    )
    install, frontend, backend, following = nodes(body)
    assert (install.condition, following.condition) == ("", "")
    assert frontend.condition == 'frontend="nextjs, remix"'
    assert frontend.text == f"### Packages\n\n*For frontend: nextjs, remix:*\n\n{LONG}"
    assert frontend.url == f"{URL}/nextjs/install/packages"
    assert backend.text == f"*For backend: python:*\n\n{LONG}"
    assert backend.url == f"{URL}/vanilla/python/install/packages"
    assert frontend.heading_path == backend.heading_path == ("Install", "Packages")
    assert frontend.id != backend.id


def test_an_event_is_a_node_named_by_it_and_cites_the_heading_above() -> None:
    event = (
        '<Event.Root><Event.Details name="{0}"></Event.Details>'
        "<Event.Description>About {0}.</Event.Description></Event.Root>\n\n"
    )
    body = f"## Users\n\nAll.\n\n{event.format('user.created')}{event.format('user.deleted')}After."
    users, created, deleted, after = nodes(body)
    assert [node.kind for node in (users, created, deleted, after)] == [
        "guide",
        "event",
        "event",
        "guide",
    ]
    assert created.names == ("user.created",)
    assert created.text == "### `user.created`\n\nAbout user.created."
    assert deleted.heading_path == ("Users", "user.deleted")
    assert after.heading_path == ("Users",)
    assert {node.url for node in (users, created, deleted, after)} == {f"{URL}/users"}


def test_a_long_section_is_cut_and_every_piece_keeps_its_place() -> None:
    first, *rest = nodes("## One\n\n" + "\n\n".join([LONG] * 20))
    assert rest
    assert {node.heading_path for node in rest} == {first.heading_path}
    assert [node.id for node in (first, *rest)] == [
        f"1.0.0/sso/guide#one:{number}" for number in range(len(rest) + 1)
    ]


def test_an_api_page_is_a_node_in_each_language_that_says_what_it_is_about() -> None:
    entries = [api("curl", "### `GET /sso`"), api("python", "### `sso.get()`")]
    curl, python = document_nodes(page("", entries))
    assert (curl.language, python.language) == ("curl", "python")
    assert (python.id, python.names) == ("1.0.0/sso/guide#python:0", ("sso.get()",))
    assert python.text.startswith(f"# Guide\n\nAll about it: {LONG}\n\n")
    assert "sso.get()" in python.text
    assert [heading.title for heading in python.headings][:1] == ["Guide"]


def test_sections_of_an_api_page_that_has_several_are_said_once() -> None:
    body = f"## One\n\n{LONG}\n\n## Two\n\n{LONG}"
    found = document_nodes(page(body, [api("curl", "### `GET /sso`"), api("go", "### `Get()`")]))
    assert [node.language for node in found] == ["", "", "", "curl", "go"]
    assert not any(LONG in node.text for node in found[3:])


def test_what_else_a_node_is_called_is_embedded_and_not_shown() -> None:
    [node] = document_nodes(page(""))
    named = replace(node, also="sso.fetch()")
    assert "sso.fetch()" in named.embedded_text
    assert named.content_hash != node.content_hash
    assert "sso.fetch()" not in named.text


def test_a_huge_api_entry_is_cut_between_parameters() -> None:
    parameters = "\n".join(f"- `name{number}` (`string`): → {LONG}" for number in range(300))
    pieces = document_nodes(page("", [api("curl", f"### `GET /sso`\n\n{parameters}")]))[1:]
    assert len(pieces) == 3
    assert all(len(node.text.encode()) < 16_384 for node in pieces)
    assert sum(node.text.count("\n- ") + node.text.startswith("- ") for node in pieces) == 300


# Places


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ("## OAuth 2.0", "/oauth-2-0"),
        ("## (2) Add `AuthKit`", "/2-add-authkit"),
        ('## Users {{ "url": "user" }}', "/user"),
        ("## One\n\n### Two", "/one/two"),
        ("## One\n\n### Two\n\n#### Three", "/one/two"),
        ("# Introduction\n\n## One\n\n### Two", "/one/two"),
        ("# Introduction", ""),
        ("## One\n\n### What's new", "/one"),
        ("## One\n\n### What\u2019s new", "/one"),
        ("## What's new\n\n### One", ""),
        ("## Terms & conditions", ""),
        ("## C++", ""),
        ("### No H2 above", ""),
        ("## One\n\n#### No H3 above", "/one"),
        ("## 日本語", ""),
    ],
)
def test_a_section_url_has_the_certain_part_of_its_heading_chain(body: str, url: str) -> None:
    assert document_nodes(page(f"{body}\n\n{LONG}"))[-1].url == URL + url


def test_the_heading_that_is_the_title_is_no_part_of_a_url() -> None:
    document = page(f"## One\n\n{LONG}\n\n## Guide\n\n{LONG}")
    titled = replace(document, title="One", sections=document.sections[1:])
    assert [node.url for node in document_nodes(titled)] == [URL, f"{URL}/guide"]
    assert [node.url for node in document_nodes(document)] == [URL, f"{URL}/one", f"{URL}/guide"]


def test_two_sections_with_one_url_cite_the_page() -> None:
    found = nodes(f"## One\n\n{LONG}\n\n## Two\n\n{LONG}\n\n## One\n\n{LONG}")
    assert [node.url for node in found] == [URL, f"{URL}/two", URL]
    assert [node.id for node in found] == [
        "1.0.0/sso/guide#one:0",
        "1.0.0/sso/guide#two:0",
        "1.0.0/sso/guide#one:1",
    ]


def test_a_section_whose_url_is_another_page_cites_its_own_page_and_so_do_those_below() -> None:
    body = f"## One\n\n{LONG}\n\n### Deep\n\n{LONG}\n\n## Two\n\n{LONG}"
    found = nodes(body, pages=[URL, f"{URL}/one"])
    assert [node.url for node in found] == [URL, URL, f"{URL}/two"]


def test_ids_are_short_distinct_and_not_of_the_text() -> None:
    headings = [f"{'Very long heading ' * 10}{number}" for number in range(3)]
    document = page("\n\n".join(f"## {heading}\n\n{LONG}" for heading in headings), path="ü " * 60)
    ids = [node.id for node in document_nodes(document)]
    assert len(set(ids)) == 4
    assert max(len(node_id.encode()) for node_id in ids) <= 120
    other = replace(document, sections=tuple(replace(s, text="x " * 99) for s in document.sections))
    assert [node.id for node in document_nodes(other)] == ids


def test_headings_without_a_latin_letter_have_anchors_of_their_own() -> None:
    found = nodes(f"## 日本語\n\n{LONG}\n\n## Ελληνικά\n\n{LONG}")
    assert [node.id for node in found] == [
        "1.0.0/sso/guide#日本語:0",
        "1.0.0/sso/guide#ελληνικά:0",
    ]


# Both published versions


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def by_path(found: Sequence[Node]) -> dict[str, list[Node]]:
    pages = defaultdict(list)
    for node in found:
        pages[node.path].append(node)
    return pages


@VERSIONS
def test_ids_are_unique_and_short(
    corpus_nodes: Mapping[str, tuple[Node, ...]], version: str
) -> None:
    ids = [node.id for node in corpus_nodes[version]]
    assert len(set(ids)) == len(ids) > 2600
    assert max(len(node_id.encode()) for node_id in ids) <= 120


@VERSIONS
def test_the_nodes_of_a_page_in_order_are_the_page(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
    documents: Mapping[str, tuple[Document, ...]],
    version: str,
) -> None:
    pages = by_path(corpus_nodes[version])
    assert set(pages) == {document.path for document in documents[version]}
    for document in documents[version]:
        said = [part.markdown for part in document.sections]
        # An API page is whole in each of its languages.
        texts = [text for entry in document.api for text in (*said, entry.text)] or said
        expected = lines("\n\n".join(texts))
        assert [node.ordinal for node in pages[document.path]] == list(
            range(len(pages[document.path]))
        )
        repeated = []
        position = 0
        for line in lines("\n\n".join(node.text for node in pages[document.path])):
            if position < len(expected) and line == expected[position]:
                position += 1
            else:
                repeated.append(line)
        assert position == len(expected), (document.path, expected[position])
        assert all(line.startswith("|") for line in repeated), document.path


@VERSIONS
def test_no_node_is_above_what_stores_take(
    corpus_nodes: Mapping[str, tuple[Node, ...]], version: str
) -> None:
    assert max(len(node.text.encode()) for node in corpus_nodes[version]) < 16_384


@VERSIONS
def test_no_fence_is_cut(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
    documents: Mapping[str, tuple[Document, ...]],
    version: str,
) -> None:
    pages = by_path(corpus_nodes[version])
    count = 0
    for document in documents[version]:
        for section in document.sections:
            for fence in re.findall(r"(?ms)^ *`{3,}.*?^ *`{3,}$", section.text):
                count += 1
                assert any(fence in node.text for node in pages[document.path]), document.path
    assert count == {"0.1.0": 195, "0.2.0": 253}[version]


@VERSIONS
def test_every_piece_of_a_table_has_a_header(
    corpus_nodes: Mapping[str, tuple[Node, ...]], version: str
) -> None:
    count = 0
    for node in corpus_nodes[version]:
        text = re.sub(r"(?ms)^ *(`{3,}).*?^ *\1", "", node.text)
        for table in re.findall(r"(?m)(?:^ *\|.*\n?)+", text):
            count += 1
            assert re.match(r".*\n *\|(?: :?---:? \|)+(?:\n|$)", table), node.id
    assert count == {"0.1.0": 37, "0.2.0": 89}[version]


@VERSIONS
def test_no_heading_is_cut_off_from_what_stands_below_it(
    corpus_nodes: Mapping[str, tuple[Node, ...]], version: str
) -> None:
    for found in by_path(corpus_nodes[version]).values():
        for node, following in pairwise(found):
            heading = re.match(r"#+ (.*)", node.text.rpartition("\n")[2])
            # API entries stand below the page's last heading side by side, one a language.
            if heading and not following.language:
                assert plain(heading[1]) not in following.heading_path, node.id


@VERSIONS
def test_every_conditional_section_is_reached_by_its_condition(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
    documents: Mapping[str, tuple[Document, ...]],
    version: str,
) -> None:
    conditions = set()
    for document in documents[version]:
        for section in document.sections:
            if section.condition and section.text:
                conditions.add(section.condition)
                first = lines(section.text)[0]
                assert any(
                    section.label in node.text and first in node.text
                    for node in corpus_nodes[version]
                    if node.condition == section.condition
                )
    assert conditions == {node.condition for node in corpus_nodes[version]} - {""}
    assert len(conditions) == {"0.1.0": 13, "0.2.0": 10}[version]


@VERSIONS
def test_every_event_is_a_node_of_its_own(
    corpus_nodes: Mapping[str, tuple[Node, ...]], version: str
) -> None:
    events = [node for node in corpus_nodes[version] if node.kind == "event"]
    assert len({node.names for node in events}) == {"0.1.0": 50, "0.2.0": 78}[version]
    assert all(len(node.names) == 1 for node in events)


@VERSIONS
def test_two_runs_give_equal_nodes(
    snapshots: Mapping[str, Snapshot], corpus_nodes: Mapping[str, tuple[Node, ...]], version: str
) -> None:
    again = Corpus.read(snapshots[version], strict=True)
    assert tuple(again.nodes()) == corpus_nodes[version]


@VERSIONS
def test_a_paragraph_more_changes_only_nodes_of_its_anchor(
    documents: Mapping[str, tuple[Document, ...]], version: str
) -> None:
    count = 0
    for document in documents[version]:
        before = {node.id: node.text for node in document_nodes(document)}
        texts = Counter(before.values())
        alone = {before[i]: i.rpartition(":")[0] for i in before if texts[before[i]] == 1}
        for number, section in enumerate(document.sections):
            anchor = alone.get(section.markdown)
            if anchor is None or len(section.text.split()) < MIN_WORDS:
                continue
            longer = replace(section, text=f"{section.text}\n\n{LONG}")
            sections = [*document.sections[:number], longer, *document.sections[number + 1 :]]
            changed = document_nodes(replace(document, sections=tuple(sections)))
            after = {node.id: node.text for node in changed}
            ids = {i for i in before.keys() | after.keys() if before.get(i) != after.get(i)}
            assert ids
            assert {node_id.rpartition(":")[0] for node_id in ids} == {anchor}
            count += 1
    assert count > 1000


def test_a_changed_file_changes_only_nodes_of_its_page(
    corpora: Mapping[str, Corpus], corpus_nodes: Mapping[str, tuple[Node, ...]]
) -> None:
    corpus = corpora["0.2.0"]
    place = "## SP-initiated SSO"
    files = tuple(
        replace(file, body=file.body.replace(place, f"{place}\n\n{LONG}"))
        if file.path == "sso/login-flows"
        else file
        for file in corpus.files
    )
    changed = set(replace(corpus, files=files).nodes()) ^ set(corpus_nodes["0.2.0"])
    assert {node.path for node in changed} == {"sso/login-flows"}
    assert {node.heading_path for node in changed} == {("SP-initiated SSO",)}
    assert LONG in next(node.text for node in changed if LONG in node.text)


# Headings, parts and releases


def test_a_node_knows_the_headings_in_its_text() -> None:
    (node,) = nodes(f'## One `x`\n\n### Two {{{{ "url": "second" }}}}\n\n{LONG}\n\n```\n# no\n```')
    assert node.headings == (
        NodeHeading(0, 2, "One x", "one-x"),
        NodeHeading(node.text.index("### Two"), 3, "Two", "second"),
    )


def test_the_headings_of_a_section_that_is_cut_stand_in_its_first_piece() -> None:
    first, *rest = nodes("## One\n\n### Two\n\n" + "\n\n".join([LONG] * 20))
    assert [heading.title for heading in first.headings] == ["One", "Two"]
    assert rest
    assert not any(node.headings for node in rest)


def test_symbols_that_together_are_too_long_are_nodes_of_their_own() -> None:
    symbols = [Section(f"`call{n}()`", 3, LONG * 60, slug=f"call{n}") for n in range(3)]
    entry = ApiEntry(language="curl", sections=tuple(symbols), names=(), is_call=True)
    pieces = document_nodes(page("", [entry]))[1:]
    assert [node.text for node in pieces] == [section.markdown for section in symbols]
    assert [[heading.slug for heading in node.headings] for node in pieces] == [
        ["call0"],
        ["call1"],
        ["call2"],
    ]


@VERSIONS
def test_every_heading_stands_where_its_node_says(
    corpus_nodes: Mapping[str, tuple[Node, ...]], version: str
) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    for node in corpus_nodes[version]:
        starts = [0, *(match.end() for match in re.finditer("\n", node.text))]
        parsed = [
            (starts[opening.map[0]], int(opening.tag[1]), plain(inline.content))
            for opening, inline in pairwise(parser.parse(node.text))
            if opening.type == "heading_open" and opening.level == 0 and opening.map
        ]
        assert [(item.start, item.level, item.title) for item in node.headings] == parsed


@VERSIONS
def test_every_part_begins_where_its_node_says(
    corpus_nodes: Mapping[str, tuple[Node, ...]], version: str
) -> None:
    for node in corpus_nodes[version]:
        bounds = [bound for part in node.parts for bound in (part.start, part.end)]
        between = [node.text[one:other] for one, other in pairwise([0, *bounds, len(node.text)])]
        assert not "".join(between[::2]).strip()
        for part in node.parts:
            embedded = without_targets(node.text[part.start : part.end])
            assert node.embedded_text[part.embedded_start :].startswith(embedded)


def test_a_release_travels_whole_with_the_nodes_of_its_entry() -> None:
    release = Release(
        package="node",
        version="7.0.0",
        date="2026-02-01",
        text="\n\n".join([LONG] * 20),
        url="https://example.com/7",
        title="Seven",
        groups=("Features", "Fixes"),
        breaking=True,
        yanked=True,
    )
    (document,) = release_documents([release], "1.0.0")
    pieces = document_nodes(document)
    texts = [node.release.text for node in pieces if node.release]
    assert len(texts) == len(pieces) > 1
    assert "\n\n".join(texts) == release.text
    assert all(
        node.release == replace(release, text=text)
        for node, text in zip(pieces, texts, strict=True)
    )


def test_a_node_makes_the_text_that_is_embedded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(models, "without_targets", lambda text: made.append(text) or text)
    first, *_ = nodes(f"## One\n\n{LONG}")
    made.clear()
    assert {first.content_hash for _ in range(5)} == {first.content_hash}
    assert {first.embedded_text for _ in range(5)} == {first.embedded_text}
    assert len(made) == 1
    assert replace(first, text="Other.").content_hash != first.content_hash
