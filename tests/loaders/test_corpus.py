"""Pages as Documents: titles, kinds, flags, places and links, counted on both versions."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.corpus import Corpus, release_documents
from workos_docs_loaders.errors import LoaderWarning, ParseError, SourceNotFoundError
from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.mdx import markdown_text
from workos_docs_loaders.models import Release
from workos_docs_loaders.reference.syntax import Item, read_descriptions, read_entries, walk
from workos_docs_loaders.urls import BASE_URL, slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from workos_docs_loaders.models import Document, Node, Section, Snapshot

VERSIONS = pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])

HIDDEN = {
    "0.1.0": ("reference/sso/logout", "sso/single-logout", "user-management/actions"),
    "0.2.0": ("reference/roles",),
}
DEPRECATED = {
    "0.1.0": ("reference/magic-link",),
    "0.2.0": ("reference/magic-link", "deprecations/raw-attributes"),
}
PRODUCTS = {
    "0.1.0": {"user-management": 108, "platform": 55, "integrations": 62, "sso": 29, "fga": 57},
    "0.2.0": {"authkit": 130, "platform": 95, "integrations": 71, "sso": 31, "fga": 35},
}


def pages(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple(document for document in documents if document.kind != "changelog")


def by_path(documents: Iterable[Document]) -> dict[str, Document]:
    return {document.path: document for document in documents}


def only(snapshot: Snapshot) -> Document:
    """The one page of a snapshot."""
    (document,) = Corpus.read(snapshot, strict=True).documents()
    return document


# Both published versions


@VERSIONS
def test_every_content_page_and_changelog_entry_becomes_a_document(
    documents: Mapping[str, tuple[Document, ...]], version: str
) -> None:
    found = documents[version]
    assert len(pages(found)) == {"0.1.0": 415, "0.2.0": 527}[version]
    assert len(found) - len(pages(found)) == 25
    assert len(by_path(found)) == len(found)
    assert {document.version for document in found} == {version}


@VERSIONS
def test_every_document_has_a_title_and_a_breadcrumb(
    documents: Mapping[str, tuple[Document, ...]], version: str
) -> None:
    for document in documents[version]:
        assert document.title.strip() == document.title != ""
        assert document.breadcrumb
        assert all(document.breadcrumb)
        assert "\N{NO-BREAK SPACE}" not in document.title
        heading = next(section.heading for section in document.sections if section.heading)
        assert plain(heading) == document.title


@pytest.mark.parametrize(
    ("version", "path", "breadcrumb", "title"),
    [
        ("0.2.0", "sso", "Single Sign-On > Getting Started > Quick Start", "Single Sign-On"),
        ("0.2.0", "sdks/authkit-nextjs", "SDKs", "AuthKit Next.js SDK"),
        ("0.2.0", "sdks/python", "SDKs", "Python SDK"),
        ("0.2.0", "authkit/overview", "AuthKit", "AuthKit"),
        ("0.2.0", "integrations/okta-saml", "Integrations", "Okta SAML"),
        (
            "0.2.0",
            "reference/organization/get",
            "API Reference > Organizations > Organization",
            "Get an Organization",
        ),
        (
            "0.1.0",
            "reference/user-management/mfa",
            "API Reference > User Management",
            "Multi-Factor Auth",
        ),
    ],
)
def test_titles_and_breadcrumbs_follow_the_rules(
    documents: Mapping[str, tuple[Document, ...]],
    version: str,
    path: str,
    breadcrumb: str,
    title: str,
) -> None:
    document = by_path(documents[version])[path]
    assert (" > ".join(document.breadcrumb), document.title) == (breadcrumb, title)


@VERSIONS
def test_page_urls_follow_the_paths_of_the_files(
    documents: Mapping[str, tuple[Document, ...]], version: str
) -> None:
    for document in pages(documents[version]):
        file = re.sub(r"(/index)?\.mdx?$", "", document.source_path)
        assert document.url == f"https://workos.com/docs/{file}"


@VERSIONS
def test_every_node_cites_its_page_or_a_place_below_it(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
    documents: Mapping[str, tuple[Document, ...]],
    version: str,
) -> None:
    urls = {document.url for document in documents[version]}
    for node in corpus_nodes[version]:
        assert node.page_url in urls
        assert node.url == node.page_url or (
            node.url.startswith(f"{node.page_url}/") and node.url not in urls
        )


@pytest.mark.parametrize(
    ("version", "flag", "places", "count"),
    [
        ("0.1.0", "hidden", HIDDEN, 5),
        ("0.2.0", "hidden", HIDDEN, 23),
        ("0.1.0", "deprecated", DEPRECATED, 4),
        ("0.2.0", "deprecated", DEPRECATED, 5),
    ],
)
def test_hidden_and_deprecated_pages_are_marked_and_so_are_their_nodes(
    documents: Mapping[str, tuple[Document, ...]],
    corpus_nodes: Mapping[str, tuple[Node, ...]],
    version: str,
    flag: str,
    places: Mapping[str, tuple[str, ...]],
    count: int,
) -> None:
    expected = {
        document.path
        for document in documents[version]
        if any(f"{document.path}/".startswith(f"{place}/") for place in places[version])
    }
    assert len(expected) == count
    assert {page.path for page in documents[version] if getattr(page, flag)} == expected
    assert {node.path for node in corpus_nodes[version] if getattr(node, flag)} == expected


@VERSIONS
def test_every_page_belongs_to_a_product_or_to_the_platform(
    documents: Mapping[str, tuple[Document, ...]], corpora: Mapping[str, Corpus], version: str
) -> None:
    counts = Counter(document.product for document in pages(documents[version]))
    assert {product: counts[product] for product in PRODUCTS[version]} == PRODUCTS[version]
    assert set(counts) - {"platform"} <= set(corpora[version].navigation.products)


@VERSIONS
def test_kinds_tell_objects_from_calls(
    documents: Mapping[str, tuple[Document, ...]], version: str
) -> None:
    kinds = {document.path: document.kind for document in documents[version]}
    assert kinds["reference/organization"] == "object"
    assert kinds["reference/organization/get"] == "api"
    assert kinds["glossary"] == "glossary"
    assert kinds["sso"] == "guide"
    assert Counter(kinds.values())["changelog"] == 25


LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]*(?:\([^()]*\))?[^()\s]*)\)")
CODE = re.compile(r"(?ms)^ *(`{3,}).*?^ *\1|`[^`\n]*`")
STACK = re.compile(r"^(authkit|user-management)(?:/(?:vanilla|nodejs))+(?=/)")
"""The one link to a quick start with a stack chosen."""

UNRESOLVED = {
    "0.1.0": {
        "assets/workos-datadog-dashboard.json": 1,
        "directory-sync/attributes/custom-attributes/auto-mapped-attributes": 1,
        "directory-sync/attributes/custom-attributes/custom-mapped-attributes": 1,
        "integrations": 4,
        "migrate": 1,
        "user-management/roles": 1,
    },
    "0.2.0": {
        "assets/workos-datadog-dashboard.json": 1,
        "authkit/mcp/integrating/enabling-client-id-metadata-document": 1,
        "authkit/roles": 1,
        "directory-sync/attributes/custom-attributes/auto-mapped-attributes": 1,
        "directory-sync/attributes/custom-attributes/custom-mapped-attributes": 1,
        "integrations": 8,
        "migrate": 2,
        "rbac/assignments/idp-role-assignment": 1,
        "reference/organization-domain": 1,
        "sdks": 1,
    },
}


def links(text: str) -> Iterator[str]:
    """Internal links to another page or section, without the base URL."""
    for target in LINK.findall(CODE.sub("", text)):
        if target.startswith(f"{BASE_URL}/") and "#" not in target:
            yield target.removeprefix(f"{BASE_URL}/")


def section_paths(document: Document) -> Iterator[str]:
    """The places of all sections of a page, certain or not."""
    above: list[Section] = []
    for section in document.sections:
        if section.heading:
            while above and above[-1].level >= section.level:
                above.pop()
            above.append(section)
            slugs = (item.slug or slugify(item.heading) for item in above if item.level > 1)
            yield "/".join([document.path, *slugs])


@VERSIONS
def test_internal_links_lead_to_a_page_or_a_section(
    corpora: Mapping[str, Corpus], documents: Mapping[str, tuple[Document, ...]], version: str
) -> None:
    """Counted as the specification does: body, descriptions and reference texts, each once."""
    texts = [part.markdown for page in pages(documents[version]) for part in page.sections]
    for file in corpora[version].content_files:
        written = list(read_descriptions(file).values())
        for entry in (entry for entries in read_entries(file).values() for entry in entries):
            items = (item for item in walk(entry.items) if isinstance(item, Item))
            written += [entry.description, *(item.description for item in items)]
        texts += [markdown_text(text, page_url=BASE_URL) for text in written]
    found = [target for text in texts for target in links(text)]
    places = {page.path for page in documents[version]}
    places.update(path for page in documents[version] for path in section_paths(page))
    unresolved = Counter(target for target in found if STACK.sub(r"\1", target) not in places)
    assert len(found) == {"0.1.0": 1049, "0.2.0": 1551}[version]
    assert unresolved == UNRESOLVED[version]
    assert 1 - unresolved.total() / len(found) >= 0.988


@VERSIONS
def test_internal_links_of_the_nodes_lead_to_a_page_or_a_section(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
    documents: Mapping[str, tuple[Document, ...]],
    version: str,
) -> None:
    places = {page.path for page in documents[version]}
    places.update(path for page in documents[version] for path in section_paths(page))
    found = [target for node in corpus_nodes[version] for target in links(node.text)]
    lost = [target for target in found if STACK.sub(r"\1", target) not in places]
    assert len(found) > 2000
    assert set(lost) == set(UNRESOLVED[version])
    assert 1 - len(lost) / len(found) >= 0.988


# Reading


def test_documents_are_lazy(tree: Callable[..., Snapshot]) -> None:
    files = {f"page{number:02}.mdx": f"# Page {number}\n" for number in range(10)}
    corpus = Corpus.read(tree({**files, "page10.mdx": "<Callout>\n"}), strict=True)
    first_ten = list(islice(corpus.documents(), 10))
    assert [document.title for document in first_ten] == [f"Page {n}" for n in range(10)]
    nodes = list(islice(corpus.nodes(), 10))
    assert nodes[-1].path == "page09"
    with pytest.raises(ParseError, match=r"page10\.mdx:1: "):
        list(corpus.documents())


def test_a_tree_without_pages_is_no_source(tree: Callable[..., Snapshot]) -> None:
    with pytest.raises(SourceNotFoundError):
        Corpus.read(tree({"notes.txt": "text"}))


def test_navigation_notes_and_demos_are_read_but_are_no_pages(
    tree: Callable[..., Snapshot],
) -> None:
    files = ["a.mdx", "sso/_navigation.mdx", "sso/_notes/b.mdx", "demo/c.mdx", ".git/d.md"]
    corpus = Corpus.read(tree(dict.fromkeys(files, "# Title\n")))
    assert {file.source_path for file in corpus.files} == set(files)
    assert [document.path for document in corpus.documents()] == ["a"]


def test_two_files_of_one_page_path_are_two_pages(tree: Callable[..., Snapshot]) -> None:
    files = {"a.md": "# One", "a.mdx": "# Two", "a/index.md": "# Three", "a.mdx.md": "# Four"}
    documents = list(Corpus.read(tree(files), strict=True).documents())
    assert {document.path: document.title for document in documents} == {
        "a": "One",
        "a.mdx": "Two",
        "a.mdx.md": "Four",
        "a/index.md": "Three",
    }


@pytest.mark.parametrize(
    ("path", "text", "title", "first"),
    [
        ("sso/a.mdx", "---\ntitle: T\ndescription: D.\n---\n# H\n", "T", "# T\n\nD."),
        ("sso/a.mdx", "---\ndescription: D.\n---\n## H\n\ntext", "H", "D."),
        ("sso/a.mdx", 'intro\n\n### `H` (1) {{ "url": "x" }}\n', "H (1)", "intro"),
        ("sso/a-page.mdx", "only text", "A Page", "# A Page"),
        ("sso/a.mdx", '---\ntitle: "A\\_b\\u2011c "\n---\n', "A b-c", "# A b-c"),
        ("sdks/node.mdx", "## Installation\n", "Node.js SDK", "# Node.js SDK"),
        ("sso/index.mdx", "", "SSO", "# SSO"),
    ],
)
def test_a_title_is_written_or_the_first_heading_or_the_name(
    tree: Callable[..., Snapshot], path: str, text: str, title: str, first: str
) -> None:
    document = only(tree({path: text}))
    assert document.title == title
    assert document.sections[0].markdown == first


def test_a_plain_tree_of_markdown_files_has_titles_breadcrumbs_and_products(
    tree: Callable[..., Snapshot],
) -> None:
    files = {
        "README.md": "# Our handbook\n\nHello.\n",
        "how-to/index.md": "# How to do things\n",
        "how-to/deploy/to_aws.md": "Just text.\n",
        "how-to/deploy/to_gcp.md": "---\ntitle: Google\n---\n## Steps\n\nText.\n",
    }
    corpus = Corpus.read(tree(files), strict=True)
    assert [
        (page.path, page.title, page.breadcrumb, page.product) for page in corpus.documents()
    ] == [
        ("README", "Our handbook", ("Our handbook",), "platform"),
        ("how-to/deploy/to_aws", "To Aws", ("How To", "Deploy"), "how-to"),
        ("how-to/deploy/to_gcp", "Google", ("How To", "Deploy"), "how-to"),
        ("how-to", "How to do things", ("How to do things",), "how-to"),
    ]
    assert all(node.text for node in corpus.nodes())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("deprecations/old.mdx", "# Old"),
        ("sso/old.mdx", "# Old\n\n<DeprecationCallout.MagicLink />"),
    ],
)
def test_a_page_is_deprecated_by_its_directory_or_a_callout(
    tree: Callable[..., Snapshot], path: str, text: str
) -> None:
    assert only(tree({path: text})).deprecated
    assert not only(tree({path: "# Old"})).deprecated or path.startswith("deprecations/")


def test_a_problem_is_told_with_its_line_in_the_file(tree: Callable[..., Snapshot]) -> None:
    snapshot = tree({"a.mdx": "---\ntitle: A\n\n---\n\nText.\n\n<Callout>\n"})
    with pytest.warns(LoaderWarning, match=r"^a\.mdx:8: <Callout> is never closed"):
        (document,) = Corpus.read(snapshot).documents()
    assert document.title == "A"


# Changelogs


@VERSIONS
def test_changelog_entries_are_documents_of_one_dated_section(
    documents: Mapping[str, tuple[Document, ...]], corpora: Mapping[str, Corpus], version: str
) -> None:
    entries = [document for document in documents[version] if document.kind == "changelog"]
    (releases,) = corpora[version].changelogs().values()
    assert [entry.date for entry in entries] == sorted((r.date for r in releases), reverse=True)
    for entry, release in zip(entries, releases, strict=True):
        (section,) = entry.sections
        assert (entry.title, section.heading) == (release.title, release.title)
        assert (section.label, section.text) == (f"{release.date}: ", release.text)
        assert section.markdown == f"# {release.title}\n\n{release.date}: {release.text}"
        assert (entry.changelog, entry.release) == ("workos-platform", release)
        assert entry.url == release.url
        assert entry.path == f"changelog/{release.url.rpartition('/')[2]}"
        assert entry.source_path == "changelogs/workos-platform.json"


def test_releases_without_title_date_or_url_are_documents_with_paths_of_their_own() -> None:
    release = Release(package="node", version="7.0.0", date="", text="- One\n- Two")
    documents = list(release_documents([release, release, release], "1.0.0"))
    assert [document.path for document in documents] == [
        "changelog/node-7-0-0",
        "changelog/node-7-0-0-2",
        "changelog/node-7-0-0-3",
    ]
    assert documents[0].title == "node 7.0.0"
    assert documents[0].sections[0].markdown == "# node 7.0.0\n\n- One\n- Two"
    dated = replace(release, date="2026-02-01", url="https://example.com/v6...v7/")
    (document,) = release_documents([dated], "1.0.0")
    assert document.sections[0].markdown == "# node 7.0.0\n\n2026-02-01\n\n- One\n- Two"
    assert (document.release, document.sections[0].text) == (dated, dated.text)
    (dateonly,) = release_documents([replace(dated, text="")], "1.0.0")
    assert dateonly.sections[0].markdown == "# node 7.0.0\n\n2026-02-01"
    assert document.path == "changelog/v6-v7"


def test_an_entry_has_the_path_of_no_page_and_of_no_entry_of_another_changelog(
    tree: Callable[..., Snapshot], tmp_path: Path
) -> None:
    changelogs = tmp_path / "changelogs"
    (changelogs / "sdks").mkdir(parents=True)
    for name in ("node", "python", "sdks/node"):
        url = f"https://example.com/{name}/releases/v1.0.0"
        entries = [{"package": name, "version": "1.0.0", "url": url}]
        (changelogs / f"{name}.json").write_text(json.dumps(entries))
    snapshot = replace(tree({"changelog/v1-0-0.md": "# Page"}), changelogs=changelogs)
    corpus = Corpus.read(snapshot, strict=True)
    assert [(document.path, document.source_path) for document in corpus.documents()] == [
        ("changelog/v1-0-0", "changelog/v1-0-0.md"),
        ("changelog/v1-0-0-2", "changelogs/node.json"),
        ("changelog/v1-0-0-3", "changelogs/python.json"),
        ("changelog/v1-0-0-4", "changelogs/sdks/node.json"),
    ]
    assert len({node.id for node in corpus.nodes()}) == 4
    assert {
        name: [entry.release for entry in entries]
        for name, entries in corpus.changelog_documents().items()
    } == {name: list(releases) for name, releases in corpus.changelogs().items()}
    assert [*corpus.changelog_documents()] == ["node", "python", "sdks/node"]


def test_a_broken_changelog_costs_only_itself(
    tree: Callable[..., Snapshot], tmp_path: Path
) -> None:
    entry = {"package": "p", "version": "Title", "date": "2026-01-01", "changes": ["Text."]}
    changelogs = tmp_path / "changelogs"
    (changelogs / "directory.json").mkdir(parents=True)
    (changelogs / "a.json").write_text('[\n{"package": 1}]')
    (changelogs / "b.json").write_bytes(b"\xff")
    (changelogs / "c.json").write_text(json.dumps([entry]))
    snapshot = replace(tree({"page.md": "# Page"}), changelogs=changelogs)
    with pytest.warns(LoaderWarning) as warned:
        documents = list(Corpus.read(snapshot).documents())
    assert [document.title for document in documents] == ["Page", "Title"]
    assert [str(warning.message)[:9] for warning in warned] == ["a.json:2:", "b.json:1:"]
    with pytest.raises(ParseError, match=r"a\.json:2: "):
        list(Corpus.read(snapshot, strict=True).documents())


def test_keys_of_an_author_reach_the_document_as_far_as_they_are_scalars(
    tree: Callable[..., Snapshot],
) -> None:
    header = (
        "title: A\nowner: Docs team\ndraft: true\ntags: [a]\nreference: https://a.test\nicon: x"
    )
    snapshot = tree({"a.md": f"---\n{header}\n---\nText."})
    [document] = Corpus.read(snapshot, strict=True).documents()
    assert document.custom == {"owner": "Docs team", "draft": True}


def test_links_lead_to_the_address_that_a_page_gives_itself(
    tree: Callable[..., Snapshot],
) -> None:
    files = {
        "guides/a.md": "See [b](../b.mdx#x), [c](./c) and [b](/moved/b).",
        "b.mdx": "---\nslug: /moved/b\n---\nText.",
        "guides/c.md": "Text.",
    }
    snapshot = replace(tree(files), base_url="https://a.test/help")
    pages = {page.path: page for page in Corpus.read(snapshot, strict=True).documents()}
    b = "https://a.test/help/moved/b"
    assert pages["b"].url == b
    assert pages["guides/a"].sections[-1].text == (
        f"See [b]({b}#x), [c](https://a.test/help/guides/c) and [b]({b})."
    )
