"""Pages put together from their nodes, found by path or URL."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from workos_docs_loaders.text import plain
from workos_docs_loaders.urls import BASE_URL, slugify
from workos_docs_tools.answers.addresses import RENAMED_PATHS, START_PAGES
from workos_docs_tools.errors import PageNotFoundError
from workos_docs_tools.results import Page, PageSection
from workos_docs_tools.search.engine import Filters
from workos_docs_tools.text.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workos_docs_loaders.models import Node
    from workos_docs_tools.search.engine import SearchIndex

_PARSER = MarkdownIt("commonmark").enable("table")
_SITE = urlsplit(BASE_URL)
_SUGGESTIONS = 5

Outline = list[tuple[tuple[str, ...], PageSection]]
"""A page's sections, each with the slugs of its heading and, before it, those it stands under."""


def read_page(
    index: SearchIndex, path_or_url: str, *, section: str | None, language: str | None
) -> Page:
    """Return a page, or one section of it.

    Args:
        index: The documentation.
        path_or_url: Page path (`sso/login-flows`) or URL, also of a section or with a stack chosen.
        section: Title or slug of a section, also after those it stands under: `Errors > Codes`.
        language: Language of the API reference; Python, else curl, where left out or missing.

    Raises:
        InvalidArgumentError: The language is none of the documentation's.
        PageNotFoundError: No such page or section; suggests the nearest.
    """
    index.allowed(Filters(language=language))
    address, fragment = address_of(path_or_url)
    path, stack, rest = _find_page(index, address)
    nodes = index.page_nodes(path, language)
    head = nodes[0]
    shown = _for_stack(nodes, stack)
    outline = _outline(shown)
    wanted = section or rest
    chosen = _find_section(outline, wanted or fragment)
    if wanted and chosen is None:
        raise PageNotFoundError(path, _near_titles(outline, wanted), section=wanted)
    found = (index.nodes[position].language for position in index.by_path[path])
    languages = tuple(dict.fromkeys(filter(None, found)))
    return Page(
        path=path,
        title=head.title,
        url=chosen.url if chosen else "/".join(filter(None, (head.page_url, stack))),
        breadcrumb=head.breadcrumb,
        kind=head.kind,
        markdown=chosen.markdown if chosen else _markdown(shown),
        sections=tuple(item for _, item in outline),
        language=index.language_variant(path, language),
        languages=languages,
        version=head.version,
        deprecated=head.deprecated,
        missing_language=language if language and languages and language not in languages else "",
    )


def address_of(path_or_url: str) -> tuple[str, str]:
    """Return a page's path below the base URL, in lower case, and the fragment of a URL.

    The host of another site stays part of the path: its pages are none of ours.
    """
    text = re.sub(r"^<(.*)>$", r"\1", path_or_url.strip(" \t\r\n`").rstrip(".,;"))
    if text.lower().removeprefix("www.").startswith(_SITE.netloc):
        text = f"//{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return text, ""
    path = unquote(parts.path).lower().strip("/")
    host = parts.netloc.lower().removeprefix("www.")
    if host not in ("", _SITE.netloc):
        return f"{host}/{path}", parts.fragment
    path = re.sub(rf"^{_SITE.path.strip('/')}(/|$)", "", path)
    return re.sub(r"(^|/)index$", "", re.sub(r"\.mdx?$", "", path)), parts.fragment


def _find_page(index: SearchIndex, address: str) -> tuple[str, str, str]:
    """Return the path of the page at an address, the stack it chooses, and its section."""
    paths = {address_of(index.nodes[at[0]].page_url)[0]: path for path, at in index.by_path.items()}
    paths |= {path.lower(): path for path in index.by_path}
    for candidate in (address, *_renamed(address)):
        parts = candidate.split("/")
        # The URL of a section is its page's, then the stack chosen, then the slugs of its headings.
        for length in range(len(parts), 0, -1):
            path = paths.get("/".join(parts[:length]))
            if path is None:
                continue
            nodes = index.page_nodes(path, None)
            stack, rest = _split_stack(nodes, parts[length:])
            if rest in START_PAGES:
                return path, stack, ""
            if not rest or _find_section(_outline(_for_stack(nodes, stack)), rest):
                return path, stack, rest
    near = dict.fromkeys(_suggest(index, address, paths))
    raise PageNotFoundError(address, tuple(islice(near, _SUGGESTIONS)))


def _renamed(address: str) -> Iterator[str]:
    """Yield an address as other versions have it."""
    for pair in RENAMED_PATHS:
        for former, present in (pair, pair[::-1]):
            if f"{address}/".startswith(f"{former}/"):
                yield present + address[len(former) :]


def _suggest(index: SearchIndex, address: str, paths: Mapping[str, str]) -> Iterator[str]:
    """Yield paths near a wrong one: spelled alike, elsewhere by that name, above, by its words."""
    candidates = [address, *_renamed(address)]
    for candidate in candidates:
        named_so = [item for item in paths if item.endswith(f"/{candidate.rpartition('/')[2]}")]
        for known, cutoff in ((paths, 0.8), (named_so, 0.5)):
            near = closest(candidate, known, limit=2, cutoff=cutoff)
            yield from (paths[item] for item in near)
    for candidate in candidates:
        parts = candidate.split("/")
        parents = ("/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
        yield from (paths[parent] for parent in parents if parent in paths)
    words = " ".join(re.findall(r"\w+", address))
    if words:
        yield from (hit.path for hit in index.search(words, _SUGGESTIONS, Filters()).hits)
    yield from (path for path in index.by_path if "/" not in path)


def _stacks(node: Node) -> frozenset[str]:
    """Return the names that a node's stack condition holds: `frontend="nextjs, remix"`."""
    return frozenset(re.findall(r"[\w-]+", node.condition.partition("=")[2]))


def _split_stack(nodes: Sequence[Node], parts: Sequence[str]) -> tuple[str, str]:
    """Return the stack that the end of a URL chooses (`vanilla/python`), and what follows it."""
    known = frozenset[str]().union(*map(_stacks, nodes))
    if known:
        known |= {"vanilla"}
    stack = list(takewhile(known.__contains__, parts))
    return "/".join(stack), "/".join(parts[len(stack) :])


def _for_stack(nodes: Sequence[Node], stack: str) -> Sequence[Node]:
    """Return the nodes that apply to a stack, each under its heading; all, if none is chosen."""
    if not stack:
        return nodes
    chosen = frozenset(stack.split("/"))
    shown: list[Node] = []
    lost: dict[tuple[str, ...], str] = {}
    for node in nodes:
        first = node.text.partition("\n")[0]
        if node.condition and not chosen & _stacks(node):
            # The first of several stacks' nodes has the heading of all.
            if first.startswith("#"):
                lost[node.heading_path] = first
            continue
        heading = lost.pop(node.heading_path, "")
        if heading and not first.startswith("#"):
            node = replace(node, text=f"{heading}\n\n{node.text}")
        shown.append(node)
    return shown


def _markdown(nodes: Sequence[Node]) -> str:
    return "\n\n".join(node.text for node in nodes)


def _outline(nodes: Sequence[Node]) -> Outline:
    """Return every heading's section, down to the next heading of its level or above."""
    markdown = _markdown(nodes)
    lines = markdown.split("\n")
    owners = [node for node in nodes for _ in range(node.text.count("\n") + 2)]
    headings = [
        (token.map[0], int(token.tag[1]), plain(inline.content))
        for token, inline in pairwise(_PARSER.parse(markdown))
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    outline: Outline = []
    above: list[tuple[int, str]] = []
    for number, (start, level, title) in enumerate(headings):
        above = [
            *((depth, slug) for depth, slug in above if depth < level),
            (level, slugify(title)),
        ]
        following = (line for line, depth, _ in headings[number + 1 :] if depth <= level)
        text = "\n".join(lines[start : next(following, len(lines))]).strip()
        slugs = tuple(slug for _, slug in above)
        outline.append((slugs, PageSection(title=title, url=owners[start].url, markdown=text)))
    return outline


def _find_section(outline: Outline, wanted: str) -> PageSection | None:
    """Find a section by its slugs, its URL or its title; the first that fits, best."""
    slugs = tuple(filter(None, map(slugify, re.split(r"/| > ", wanted))))
    title = slugify(wanted)
    if not title:
        return None
    tests = (
        lambda chain, _: chain[-len(slugs) :] == slugs,
        lambda _, section: section.url.endswith(f"/{wanted}"),
        lambda chain, _: chain[-1] == title,
    )
    return next(
        (section for test in tests for chain, section in outline if test(chain, section)), None
    )


def _near_titles(outline: Outline, wanted: str) -> Sequence[str]:
    titles = {section.title.lower(): section.title for _, section in outline}
    near = closest(wanted.lower(), titles, limit=_SUGGESTIONS, cutoff=0.3)
    return [titles[title] for title in near] or list(titles.values())[:_SUGGESTIONS]
