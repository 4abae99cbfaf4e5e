"""Broken, hostile and odd files: the others load, and warnings say what is wrong and where."""

from __future__ import annotations

import os
import re
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.corpus import Corpus
from workos_docs_loaders.errors import (
    LoaderWarning,
    ParseError,
    SourceError,
    SourceNotFoundError,
)
from workos_docs_loaders.models import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workos_docs_loaders.models import Document

GOOD = "---\ntitle: Good\n---\n\nStill here.\n"
MEBIBYTE = 1024 * 1024


def load(snapshot: Snapshot, *, strict: bool = False) -> dict[str, Document]:
    """All documents by path; their nodes are made too, which may not fail either."""
    corpus = Corpus.read(snapshot, strict=strict)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LoaderWarning)  # `documents` has warned already
        nodes = list(corpus.nodes())
    assert len({node.id for node in nodes}) == len(nodes)
    assert all(len(node.text.encode()) < 16_384 for node in nodes)
    return {document.path: document for document in corpus.documents()}


# What costs the whole file, and what costs only a part of it: content, line, message.
LOST: Mapping[str, tuple[str | bytes, int, str]] = {
    "a binary file": (b"PK\x03\x04\n\x00\x01", 2, "binary"),
    "a file of 50 MB": (b"x" * (50 * MEBIBYTE), 1, "too large: 52,428,800 bytes"),
}
# Which limit is met first, ours or that of libyaml, depends on its version.
TOO_DEEP = "nested too deep|maximum nesting depth"
BODY = "# Page\n\nKept.\n"
BOMB = "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}] # more\n" for n in range(60))
MERGES = "".join(f"a{n + 1}: &a{n + 1} {{<<: [*a{n}, *a{n}]}}\n" for n in range(60))
DEEP = "".join(f"{' ' * depth}a:\n" for depth in range(1000))
DAMAGED: Mapping[str, tuple[str | bytes, int, str]] = {
    "broken YAML": (f"---\ntitle: [\n---\n{BODY}", 3, "front matter: did not find expected"),
    "an alias bomb": (f"---\na0: &a0 [x, x]\n{BOMB}---\n{BODY}", 3, "aliases are not allowed"),
    "a merge bomb": (f"---\na0: &a0 {{x: y}}\n{MERGES}---\n{BODY}", 3, "aliases are not allowed"),
    "deep YAML": (f"---\ntitle: {'[' * 100_000}\n---\n{BODY}", 2, TOO_DEEP),
    "deep closed YAML": (f"---\na: {'[' * 100_000}{']' * 100_000}\n---\n{BODY}", 2, TOO_DEEP),
    "deep YAML mappings": (f"---\nb: {'{a: ' * 100_000}\n---\n{BODY}", 2, TOO_DEEP),
    "deep YAML blocks": (f"---\n{DEEP}---\n{BODY}", 66, "nested too deep"),
    "front matter without end": (f"---\nicon: x\n\n{BODY}", 1, "never closed"),
    "broken TOML": (f"+++\nicon = x\n+++\n{BODY}", 2, "front matter: not valid TOML"),
    "a file that is not UTF-8": ("# Page\n\nKept. Ça va, été.".encode("cp1252"), 1, "cp1252"),
    "a UTF-16 file": ("# Page\n\nKept.".encode("utf-16"), 1, "read as utf-16"),
    "a declared encoding": (
        "<!-- -*- coding: iso-8859-2 -*- -->\n# Page\n\nKept. Łódź".encode("iso-8859-2"),
        1,
        "read as iso-8859-2",
    ),
    "an unclosed tag": ("# Page\n\n<Callout>\nKept.\n", 3, "<Callout> is never closed"),
    "an unclosed fence": ("# Page\n\n```js\nKept.\n", 3, "fence is never closed"),
    "a reference of the wrong shape": (
        "---\nreference: [x]\n---\n# Page\n\nKept.\n",
        1,
        "reference must be a mapping",
    ),
    "an entry of the wrong shape": (
        "---\nreference: {curl: [x]}\n---\n# Page\n\nKept.\n",
        1,
        "must be a mapping",
    ),
    "descriptions of the wrong shape": (
        "---\ndescriptions: [x]\n---\n# Page\n\nKept.\n",
        1,
        "descriptions must be a mapping",
    ),
}


@pytest.mark.parametrize("case", LOST)
def test_a_file_that_cannot_be_read_costs_no_other(
    tree: Callable[..., Snapshot], case: str
) -> None:
    content, line, message = LOST[case]
    snapshot = tree({"a/bad.mdx": content, "good.md": GOOD})
    with pytest.warns(LoaderWarning, match=message) as warned:
        documents = load(snapshot)
    assert [str(warning.message).partition(": ")[0] for warning in warned] == [f"a/bad.mdx:{line}"]
    assert {path: page.title for path, page in documents.items()} == {"good": "Good"}
    with pytest.raises(ParseError, match=message) as caught:
        load(snapshot, strict=True)
    assert (caught.value.path, caught.value.line) == ("a/bad.mdx", line)


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_part_costs_neither_its_page_nor_another(
    tree: Callable[..., Snapshot], case: str
) -> None:
    content, line, message = DAMAGED[case]
    snapshot = tree({"a/bad.mdx": content, "good.md": GOOD})
    with pytest.warns(LoaderWarning, match=message) as warned:
        documents = load(snapshot)
    assert [str(warning.message).partition(": ")[0] for warning in warned] == [f"a/bad.mdx:{line}"]
    assert set(documents) == {"a/bad", "good"}
    assert documents["a/bad"].title == "Page"
    assert "Kept." in documents["a/bad"].sections[0].text
    with pytest.raises(ParseError, match=message) as caught:
        load(snapshot, strict=True)
    assert (caught.value.path, caught.value.line) == ("a/bad.mdx", line)


@pytest.mark.parametrize(
    "content",
    ["---\n\n# Page\n\nKept.\n", "---\n- a\n---\n\n# Page\n\nKept.\n", "---\na\n\n---\n# Page\n"],
)
def test_a_file_that_begins_with_a_horizontal_rule_is_a_page(
    tree: Callable[..., Snapshot], content: str
) -> None:
    page = load(tree({"page.mdx": content}), strict=True)["page"]
    assert page.title == "Page"
    text = "".join(section.markdown for section in page.sections)
    assert set(re.findall(r"\w+", content)) <= set(re.findall(r"\w+", text))


def test_text_in_an_encoding_of_its_own_is_read_as_it_was_written(
    tree: Callable[..., Snapshot],
) -> None:
    french = "# Café\n\nOù est-il ? À côté, près du théâtre.\n"
    greek = "# Σελίδα\n\nΠώς συνδέεται ένας χρήστης στο σύστημα.\n"
    snapshot = tree({"a.md": french.encode("latin-1"), "b.md": greek.encode("utf-16")})
    with pytest.warns(LoaderWarning, match="not UTF-8 text; read as"):
        documents = load(snapshot)
    for path, text in (("a", french), ("b", greek)):
        assert documents[path].sections[0].markdown == text.strip()


def test_files_that_are_left_out_are_counted_by_reason(tree: Callable[..., Snapshot]) -> None:
    snapshot = tree(
        {
            "good.MD": GOOD,
            "more.markdown": GOOD,
            "a/_index.md": GOOD,
            "a/_draft.md": GOOD,
            "_part/x.md": GOOD,
            "demo/x.md": GOOD,
            ".hidden/x.md": GOOD,
            "a/_navigation.mdx": "---\ntitle: A\n---\n",
            "binary.md": b"\0",
            "image.png": b"\0",
        }
    )
    (snapshot.docs / "link.md").symlink_to(snapshot.docs / "good.MD")
    with pytest.warns(LoaderWarning, match="binary"):
        corpus = Corpus.read(snapshot)
    assert [file.path for file in corpus.content_files] == ["a", "good", "more"]
    counts = {reason.partition(" (")[0]: count for reason, count in corpus.left_out.items()}
    assert counts == {
        "symbolic link": 1,
        "unreadable": 1,
        "navigation": 1,
        "part or draft": 2,
        "demo": 1,
        "hidden": 1,
    }


@pytest.mark.parametrize(
    ("suffix", "heading", "anchor"),
    [
        (f'{{{{ "url": {"[" * 100_000} }}}}', f'Part {{{{ "url": {"[" * 100_000} }}}}', "part-url"),
        (r'{{ "url": "\ud800" }}', "Part", "part"),
        ('{{ "url": "No slug" }}', "Part", "no-slug"),
    ],
    ids=["nested without end", "no text", "no slug"],
)
def test_an_odd_suffix_of_a_heading_costs_no_page(
    tree: Callable[..., Snapshot], suffix: str, heading: str, anchor: str
) -> None:
    page = load(tree({"page.mdx": f"# Page\n\n## Part {suffix}\n\nKept.\n"}), strict=True)["page"]
    part = page.sections[-1]
    assert (part.heading, part.slug, part.text) == (heading, anchor, "Kept.")


def test_half_a_character_in_a_changelog_costs_only_itself(
    tree: Callable[..., Snapshot], tmp_path: Path
) -> None:
    changelogs = tmp_path / "changelogs"
    changelogs.mkdir()
    text = r'[{"package": "p", "version": "\udc00!", "changes": ["\ud800 \ud83d\ude00"]}]'
    (changelogs / "p.json").write_text(text)
    snapshot = replace(tree({"good.md": GOOD}), changelogs=changelogs)
    entry = load(snapshot, strict=True)["changelog/p"]
    assert (entry.title, entry.sections[0].text) == ("?!", "? \N{GRINNING FACE}")


def test_a_broken_navigation_costs_no_page(tree: Callable[..., Snapshot]) -> None:
    navigation = "---\ntitle: SSO\nlinks: [{url: /x}, {title: Listed, url: /sso/a}]\n---\n"
    snapshot = tree({"sso/_navigation.mdx": navigation, "sso/a.mdx": "# A", "sso/b.mdx": "# B"})
    with pytest.warns(LoaderWarning, match=r"^sso/_navigation\.mdx:1: an item below 'SSO'"):
        documents = load(snapshot)
    assert documents["sso/a"].breadcrumb == ("SSO", "Listed")
    assert documents["sso/b"].breadcrumb == ("SSO",)
    with pytest.raises(ParseError, match="an item below 'SSO'"):
        load(snapshot, strict=True)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"---\r\ntitle: Page\r\n---\r\n\r\nOne\r\ntwo.\r\n", "One\ntwo."),
        (b"---\rtitle: Page\r---\r\rOne\rtwo.\r", "One\ntwo."),
        (b"\xef\xbb\xbf---\ntitle: Page\n---\nOne.\n", "One."),
        (b"", ""),
        (b"\n \n\n", ""),
        (b"---\n---\n", ""),
    ],
)
def test_foreign_line_ends_marks_and_empty_files_are_no_problem(
    tree: Callable[..., Snapshot], content: bytes, text: str
) -> None:
    page = load(tree({"page.mdx": content}), strict=True)["page"]
    assert page.title == "Page"
    assert [section.text for section in page.sections if section.text] == [text] * bool(text)


@pytest.mark.parametrize(
    "front_matter",
    [
        "title: [x]",
        "title: {a: b}\ndescription: [x]",
        "title:",
        "breadcrumb: x",
        "breadcrumb: {title: [x]}",
        "externalAssets: [x]",
        "externalAssets: {icons: {a: b}}",
        "featureFlag: false",
    ],
)
def test_values_of_another_type_are_as_none(
    tree: Callable[..., Snapshot], front_matter: str
) -> None:
    body = "## Heading\n\n<ProviderIconsGrid icons={externalAssets.icons} />\n\nText.\n"
    page = load(tree({"sso/page.mdx": f"---\n{front_matter}\n---\n{body}"}), strict=True)[
        "sso/page"
    ]
    assert (page.title, page.breadcrumb, page.hidden) == ("Heading", ("SSO",), False)
    assert "{" not in page.sections[0].text


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"{'  ' * depth}- item\n" for depth in range(300)),
        "".join(f"{'> ' * depth}quote\n\n" for depth in range(1, 300)),
        f"{'- ' * 300}item",
        f"{'> ' * 300}item",
        "[" * 300 + "item" + "](/x)" * 300,
        "".join(f'{"  " * depth}- $ a="b"\n' for depth in range(300)) + f"{'  ' * 300}item",
        "".join(f"{'#' * (1 + depth % 6)} item\n" for depth in range(300)),
    ],
)
def test_deep_nesting_is_no_problem(tree: Callable[..., Snapshot], body: str) -> None:
    documents = load(tree({"deep.mdx": body, "good.md": GOOD}), strict=True)
    assert set(documents) == {"deep", "good"}
    text = "\n".join(section.markdown for section in documents["deep"].sections)
    assert text.count("item") + text.count("quote") >= body.count("item") + body.count("quote")


def test_tags_nested_too_deep_are_told_and_their_text_is_kept(
    tree: Callable[..., Snapshot],
) -> None:
    body = f"# Page\n\n{'<Callout>' * 300}Kept.{'</Callout>' * 300}\n"
    snapshot = tree({"deep.mdx": body, "good.md": GOOD})
    with pytest.warns(
        LoaderWarning, match=r"^deep\.mdx:3: (<Callout> is nested too deeply|\d+ more)"
    ):
        documents = load(snapshot)
    assert "Kept." in documents["deep"].sections[0].text
    with pytest.raises(ParseError, match=r"^deep\.mdx:3: <Callout> is nested too deeply"):
        load(snapshot, strict=True)


@pytest.mark.parametrize(
    ("name", "path", "url"),
    [
        ("with space.md", "with space", "with%20space"),
        ("C# & F#.md", "C# & F#", "C%23%20%26%20F%23"),
        ("日本語.mdx", "日本語", "%E6%97%A5%E6%9C%AC%E8%AA%9E"),
        ("100%.md", "100%", "100%25"),
        ("what?.md", "what?", "what%3F"),
        ("a.b.mdx", "a.b", "a.b"),
        (f"{'long' * 50}.md", "long" * 50, "long" * 50),
        ("index.md", "", ""),
        ("[x](y).md", "[x](y)", "%5Bx%5D%28y%29"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="the file system forbids such names")
def test_odd_file_names_are_paths_and_valid_urls(
    tree: Callable[..., Snapshot], name: str, path: str, url: str
) -> None:
    snapshot = replace(tree({f"odd/{name}": "# Page\n\nText."}), base_url="https://a.test/x")
    corpus = Corpus.read(snapshot, strict=True)
    (node,) = corpus.nodes()
    assert node.path == f"odd/{path}".rstrip("/")
    assert node.page_url == f"https://a.test/x/odd/{url}".rstrip("/")
    assert len(node.id.encode()) <= 120


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_file_name_that_is_no_text_costs_only_its_file(tree: Callable[..., Snapshot]) -> None:
    snapshot = tree({"good.md": GOOD})
    (snapshot.docs / os.fsdecode(b"caf\xe9.md")).write_text("# Page")
    with pytest.warns(LoaderWarning, match="characters that cannot be printed"):
        assert set(load(snapshot)) == {"good"}


def test_a_directory_called_as_a_page_is_a_directory(tree: Callable[..., Snapshot]) -> None:
    snapshot = tree({"x.mdx/page.mdx": "# Page", "good.md": GOOD})
    assert set(load(snapshot, strict=True)) == {"x.mdx/page", "good"}


def test_an_empty_directory_is_no_source(tree: Callable[..., Snapshot]) -> None:
    with pytest.raises(SourceNotFoundError, match="holds no"):
        Corpus.read(tree({}))


def test_a_directory_of_unreadable_files_is_no_source(tree: Callable[..., Snapshot]) -> None:
    with (
        pytest.warns(LoaderWarning, match="binary"),
        pytest.raises(SourceNotFoundError, match="holds no"),
    ):
        Corpus.read(tree({"a.md": b"\0"}))


def test_symbolic_links_are_not_followed(tree: Callable[..., Snapshot]) -> None:
    snapshot = tree({"good.md": GOOD})
    outside = snapshot.docs.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("# Secret")
    links = {
        "file.md": outside / "secret.md",
        "directory": outside,
        "directory.md": outside,
        "dangling.md": outside / "gone.md",
        "loop": snapshot.docs,
        "self.md": snapshot.docs / "self.md",
    }
    for name, target in links.items():
        try:
            (snapshot.docs / name).symlink_to(target)
        except OSError:
            pytest.skip("this machine does not allow symbolic links")
    assert set(load(snapshot, strict=True)) == {"good"}


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_without_permission_costs_only_itself(tree: Callable[..., Snapshot]) -> None:
    snapshot = tree({"good.md": GOOD, "secret.md": "# Secret"})
    (snapshot.docs / "secret.md").chmod(0)
    with pytest.warns(LoaderWarning, match=r"^secret\.md:1: cannot be read"):
        assert set(load(snapshot)) == {"good"}


def test_a_directory_that_no_one_can_read_is_named() -> None:
    with pytest.raises(SourceError, match="long"):
        Corpus.read(Snapshot("local", docs=Path("long" * 1000), changelogs=None))
