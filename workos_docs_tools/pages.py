"""Pages put together from their nodes, found by path or URL."""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from workos_docs_loaders.mdx import plain
from workos_docs_loaders.urls import BASE_URL, slugify
from workos_docs_tools.errors import InvalidArgumentError, PageNotFoundError
from workos_docs_tools.results import Page, PageSection
from workos_docs_tools.retrieval import Filters
from workos_docs_tools.vocabulary import RENAMED_PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from workos_docs_loaders.models import Node
    from workos_docs_tools.retrieval import SearchIndex

_PARSER = MarkdownIt("commonmark").enable("table")
_SUGGESTIONS = 5


def read_page(
    index: SearchIndex, path_or_url: str, *, section: str | None, language: str | None
) -> Page:
    """Return a page, or one section of it.

    Args:
        index: The documentation.
        path_or_url: Page path (`sso/login-flows`) or URL, also of a section.
        section: Title or slug of a section.
        language: Language of the API reference; Python, else curl, where left out or missing.

    Raises:
        InvalidArgumentError: The language is none of the documentation's.
        PageNotFoundError: No such page or section; suggests the nearest.
    """
    index.allowed(Filters(language=language))
    path, rest = find_page(index, path_or_url)
    nodes = index.page_nodes(path, language)
    sections = tuple(_sections(nodes))
    wanted = section or rest
    head = nodes[0]
    chosen = _find_section(sections, wanted) if wanted else None
    if wanted and chosen is None:
        titles = [item.title for item in sections]
        near = get_close_matches(wanted, titles, n=_SUGGESTIONS, cutoff=0.3)
        raise PageNotFoundError(path, near or titles[:_SUGGESTIONS], section=wanted)
    languages = [index.nodes[position].language for position in index.by_path[path]]
    return Page(
        path=path,
        title=head.title,
        url=chosen.url if chosen else head.page_url,
        breadcrumb=head.breadcrumb,
        kind=head.kind,
        markdown=chosen.markdown if chosen else "\n\n".join(node.text for node in nodes),
        sections=sections,
        language=index.language_variant(path, language),
        languages=tuple(dict.fromkeys(filter(None, languages))),
        version=head.version,
        deprecated=head.deprecated,
    )


def find_page(index: SearchIndex, path_or_url: str) -> tuple[str, str]:
    """Return the page path that a path or URL names, and what it says beyond it: a section.

    Raises:
        InvalidArgumentError: Nothing was given.
        PageNotFoundError: There is no such page.
    """
    path, fragment = _normalise(path_or_url)
    if not path:
        raise InvalidArgumentError("path", path_or_url, hint="Give a page path or URL.")
    if path in index.by_path:
        return path, fragment
    by_url = {index.nodes[positions[0]].page_url: name for name, positions in index.by_path.items()}
    page = by_url.get(path_or_url.strip())
    if page is not None:
        return page, fragment
    # A section's URL is its page's with the slugs of its headings.
    parent, rest = path, ""
    while "/" in parent:
        parent, _, last = parent.rpartition("/")
        rest = f"{last}/{rest}".rstrip("/")
        if parent in index.by_path and _has_section(index, parent, rest):
            return parent, rest
    raise PageNotFoundError(path, tuple(islice(_suggest(index, path), _SUGGESTIONS)))


def _normalise(path_or_url: str) -> tuple[str, str]:
    parts = urlsplit(path_or_url.strip())
    path = unquote(parts.path).strip("/")
    base = urlsplit(BASE_URL).path.strip("/")
    if path == base or path.startswith(f"{base}/"):
        path = path[len(base) :].strip("/")
    return re.sub(r"(\.mdx?)$|(^|/)index(\.mdx?)?$", "", path), parts.fragment


def _has_section(index: SearchIndex, path: str, rest: str) -> bool:
    return _find_section(tuple(_sections(index.page_nodes(path, None))), rest) is not None


def _suggest(index: SearchIndex, path: str) -> Iterator[str]:
    """Yield existing paths near a wrong one: renamed, spelled alike, its parents, its words."""
    pairs = [*RENAMED_PATHS, *((present, former) for former, present in RENAMED_PATHS)]
    candidates = [
        other + path[len(prefix) :]
        for prefix, other in pairs
        if f"{path}/".startswith(f"{prefix}/")
    ]
    renamed = [item for item in candidates if item in index.by_path]
    parents = [path.rsplit("/", count)[0] for count in range(1, path.count("/") + 1)]
    close = chain.from_iterable(
        get_close_matches(item, index.by_path, n=2, cutoff=0.75) for item in (*candidates, path)
    )
    words = " ".join(re.findall(r"\w+", path))
    found = (hit.path for hit in index.search(words, 3, Filters()) if words)
    parents = [item for item in parents if item in index.by_path]
    return iter(dict.fromkeys([*renamed, *close, *parents, *found]))


def _sections(nodes: list[Node]) -> Iterator[PageSection]:
    """Yield every heading's section, down to the next heading of its level or above."""
    texts = [node.text for node in nodes]
    lines = "\n\n".join(texts).split("\n")
    owners = [node for node in nodes for _ in range(node.text.count("\n") + 2)]
    headings = [
        (token.map[0], int(token.tag[1]), inline.content)
        for token, inline in _heading_tokens("\n".join(lines))
        if token.map
    ]
    for number, (start, level, title) in enumerate(headings):
        following = (line for line, other, _ in headings[number + 1 :] if other <= level)
        stop = next(following, len(lines))
        yield PageSection(
            title=plain(title), url=owners[start].url, markdown="\n".join(lines[start:stop]).strip()
        )


def _heading_tokens(markdown: str) -> Iterator[tuple[Token, Token]]:
    tokens = _PARSER.parse(markdown)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0:
            yield token, inline


def _find_section(sections: tuple[PageSection, ...], wanted: str) -> PageSection | None:
    """Find a section by title, by slug, or by the slugs of its heading chain."""
    slug = slugify(wanted.rpartition("/")[2])
    for section in sections:
        if slugify(section.title) == slug or section.url.endswith(f"/{wanted.strip('/')}"):
            return section
    return None
