"""Pages put together from their nodes, found by path or URL."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from urllib.parse import quote

from workos_docs_loaders.stacks import stack_language, stack_names, stacks_of_role
from workos_docs_tools.answers.addresses import START_PAGES, address_of, renamed
from workos_docs_tools.answers.outline import Outline
from workos_docs_tools.arguments import option, written
from workos_docs_tools.citations import trail
from workos_docs_tools.errors import InvalidArgumentError, PageNotFoundError
from workos_docs_tools.results import Page, PageLink
from workos_docs_tools.search.query import Query
from workos_docs_tools.text.similar import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workos_docs_loaders.models import Node
    from workos_docs_tools.answers.outline import OutlinedSection
    from workos_docs_tools.results import PageSection
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.engine import Engine

_SUGGESTIONS = 5
_MENU = "/_navigation"
"""Ends the path of the file that holds a folder's menu in the published package."""


def read_page(
    engine: Engine,
    path_or_url: str,
    *,
    section: str | None,
    language: str | None,
    stacks: Mapping[str, str | None],
) -> Page:
    """Return a page, or one section of it.

    Args:
        engine: What searches the documentation.
        path_or_url: Page path (`sso/login-flows`) or URL, also of a section or with a stack chosen.
        section: Title or slug of a section, also after those it stands under: `Errors > Codes`.
        language: Language of the API reference; Python, else curl, where left out or missing. Of
            what the page says for each of several stacks, only what is for that language is shown.
        stacks: The `frontend` and the `backend` that a page with several is to be shown for.

    Raises:
        InvalidArgumentError: The documentation has no API reference in that language, or the page
            nothing for a stack.
        PageNotFoundError: No such page or section; suggests the nearest.
    """
    index = engine.catalog
    language = index.filters(language=language).language
    address, fragment = address_of(path_or_url)
    try:
        path, stack, rest = _find_page(engine, address)
    except PageNotFoundError:
        folder = None if section else _folder(index, address)
        if folder is None:
            raise
        return folder
    nodes = index.page_nodes(path, language)
    head = nodes[0]
    stack = "/".join(filter(None, (stack, *_stacks(nodes, stacks)))) or _of_language(
        nodes, language
    )
    outline, whole = Outline.of(nodes, stack), Outline.of(nodes)
    wanted = written("section", section) or rest
    alike = whole.matching(wanted or fragment)
    # What is for other stacks only is shown where it is asked for by name.
    chosen = outline.find(wanted or fragment) or (alike[0].section if alike else None)
    if wanted and chosen is None:
        raise PageNotFoundError(path, _near_titles(outline, wanted), section=wanted)
    languages = index.languages(path)
    return Page(
        path=path,
        title=head.title,
        url=chosen.url if chosen else _url(nodes, stack),
        breadcrumb=head.breadcrumb,
        kind=head.kind,
        markdown=(chosen or outline).markdown,
        sections=tuple(item.section for item in outline.sections),
        language=index.language_variant(path, language),
        languages=languages,
        version=head.version,
        deprecated=head.deprecated,
        missing_language=language if language and languages and language not in languages else "",
        children=() if chosen else _children(index, path),
        also=_also(nodes, stack, chosen, alike),
    )


def _stacks(nodes: Sequence[Node], asked: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the stacks that are asked for.

    Raises:
        InvalidArgumentError: The page has nothing for one.
    """
    for role, value in asked.items():
        name = option(role, value)
        if name is None:
            continue
        known = stacks_of_role((node.condition for node in nodes), role)
        if name not in known:
            hint = "" if known else "This page says the same for all."
            raise InvalidArgumentError(role, value, valid=sorted(known), hint=hint)
        yield name


def _of_language(nodes: Sequence[Node], language: str | None) -> str:
    """Return the stacks of a page that are written in a language; empty if it has none."""
    known = sorted(frozenset[str]().union(*(stack_names(node.condition) for node in nodes)))
    own = [stack for stack in known if language and stack_language(stack) == language]
    return "/".join([*own, *(stack for stack in known if not stack_language(stack))]) if own else ""


def _url(nodes: Sequence[Node], stack: str) -> str:
    """Return the URL of a page as shown for a stack."""
    page, chosen = nodes[0].page_url, stack.split("/")
    conditions = [node.condition for node in nodes]
    front = [name for name in chosen if name in stacks_of_role(conditions, "frontend")]
    back = [name for name in chosen if name in stacks_of_role(conditions, "backend")]
    if len(front) > 1 or len(back) > 1 or "://" not in page:
        return page
    return "/".join([page, *(front or (["vanilla"] if back else [])), *back])


def _also(
    nodes: Sequence[Node],
    stack: str,
    chosen: PageSection | None,
    alike: Sequence[OutlinedSection],
) -> tuple[str, ...]:
    """Return what else the page has: sections of the same title, or parts for other stacks."""
    if chosen:
        others = [item for item in alike if item.section.url != chosen.url]
        return tuple(
            dict.fromkeys(
                ", ".join(sorted(stack_names(item.condition))) or " > ".join(item.titles[:-1])
                for item in others
            )
        )
    if not stack:
        return ()
    known = frozenset[str]().union(*(stack_names(node.condition) for node in nodes))
    return tuple(sorted(known - {*stack.split("/")}))


def _children(index: Catalog, path: str) -> tuple[PageLink, ...]:
    """Return the pages below a path, but for those below another one of them."""
    below = [other for other in index.by_path if other.startswith(f"{path}/")]
    known = {*below}
    return tuple(
        PageLink(other, index.nodes[index.by_path[other][0]].title)
        for other in below
        if not any(other[:end] in known for end in _slashes(other) if end > len(path))
    )


def _slashes(path: str) -> list[int]:
    return [place for place, sign in enumerate(path) if sign == "/"]


def _folder(index: Catalog, path: str) -> Page | None:
    """Return a list of the pages below a path that is no page itself, as a page."""
    path = path.removesuffix(_MENU)
    heads = (index.nodes[positions[0]] for positions in index.by_path.values())
    inside = [node for node in heads if f"{node.path.lower()}/".startswith(f"{path}/")]
    if not inside:
        return None
    lines = (f"- `{node.path}`: {trail(node.breadcrumb, node.title, ())}" for node in inside)
    return Page(
        path=path,
        title=f"Pages in {path}",
        url=_folder_url(inside[0], path),
        breadcrumb=(),
        kind=inside[0].kind,
        markdown="\n".join(lines),
        sections=(),
        language="",
        languages=(),
        version=inside[0].version,
        children=_children(index, path),
    )


def _folder_url(node: Node, path: str) -> str:
    """Return the URL of a folder, as that of a page in it has it; empty where it has not."""
    before, found, _ = node.page_url.rpartition(quote(node.path))
    return before + quote(node.path[: len(path)]) if found else ""


def _find_page(engine: Engine, address: str) -> tuple[str, str, str]:
    """Return the path of the page at an address, the stack it chooses, and its section."""
    index = engine.catalog
    paths = {address_of(index.nodes[at[0]].page_url)[0]: path for path, at in index.by_path.items()}
    paths |= {path.lower(): path for path in index.by_path}
    for candidate in (address, *renamed(address)):
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
            if not rest or Outline.of(nodes, stack).find(rest):
                return path, stack, rest
    near = dict.fromkeys(_suggest(engine, address, paths))
    raise PageNotFoundError(address, tuple(islice(near, _SUGGESTIONS)))


def _suggest(engine: Engine, address: str, paths: Mapping[str, str]) -> Iterator[str]:
    """Yield paths near a wrong one: spelled alike, of the same name, above it, by its words."""
    candidates = [address, *renamed(address)]
    for candidate in candidates:
        namesakes = [item for item in paths if item.endswith(f"/{candidate.rpartition('/')[2]}")]
        for known, cutoff in ((paths, 0.8), (namesakes, 0.5)):
            near = closest(candidate, known, limit=2, cutoff=cutoff)
            yield from (paths[item] for item in near)
    for candidate in candidates:
        parts = candidate.split("/")
        parents = ("/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
        yield from (paths[parent] for parent in parents if parent in paths)
    words = " ".join(re.findall(r"\w+", address))
    if words:
        query = Query.of(words, engine.catalog)
        yield from (hit.path for hit in engine.search(query, _SUGGESTIONS).hits)
    yield from (path for path in engine.catalog.by_path if "/" not in path)


def _split_stack(nodes: Sequence[Node], parts: Sequence[str]) -> tuple[str, str]:
    """Return the stack that the end of a URL chooses (`vanilla/python`), and what follows it."""
    known = frozenset[str]().union(*(stack_names(node.condition) for node in nodes))
    if known:
        known |= {"vanilla"}
    stack = list(takewhile(known.__contains__, parts))
    return "/".join(stack), "/".join(parts[len(stack) :])


def _near_titles(outline: Outline, wanted: str) -> Sequence[str]:
    titles = {item.section.title.lower(): item.section.title for item in outline.sections}
    near = closest(wanted.lower(), titles, limit=_SUGGESTIONS, cutoff=0.3)
    return [titles[title] for title in near] or list(titles.values())[:_SUGGESTIONS]
