"""What an exact name stands for: on a page of the documentation, or in an SDK alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_tools.answers.sdk.constants import constant_hits, similar_constants
from workos_docs_tools.answers.sdk.loaded import labels
from workos_docs_tools.answers.showing import shown_hits
from workos_docs_tools.answers.spelling import as_in_code
from workos_docs_tools.errors import NameNotFoundError
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_tools.answers.contents import Contents
    from workos_docs_tools.results import Hit
    from workos_docs_tools.search.catalog import Filters


def look_up(contents: Contents, name: str, filters: Filters) -> tuple[Hit, ...]:
    """Return what defines a name, old or new, in any spelling.

    Args:
        contents: What answers.
        name: The name.
        filters: Only the language counts; checked by the caller.

    Raises:
        NameNotFoundError: Nothing has that name; suggests the nearest names.
    """
    try:
        found: Sequence[int] = contents.names.find(name)
    except NameNotFoundError as error:
        if constants := constant_hits(contents.sdks, name, version=contents.version):
            return constants
        found = contents.names.mentioned_in_sdks(name)
        if not found:
            near = dict.fromkeys([*similar_constants(contents.sdks, name), *error.suggestions])
            sdks = labels(contents.sdks)
            raise NameNotFoundError(name, tuple(near)[:_SUGGESTIONS], sdks=sdks) from None
    asked = Query.for_name(name, as_in_code(name), contents.catalog, filters, found)
    positions = _on_pages(contents, found, asked.language)
    hits = contents.engine.hits(asked, Ranking(positions))
    return shown_hits(contents, hits, asked.language)


_SUGGESTIONS = 5


def defined(contents: Contents, name: str) -> frozenset[int]:
    """Return the positions of the nodes that define exactly a name.

    What defines a method of an SDK is also the page that documents it, under whichever name.
    """
    catalog = contents.catalog
    found = contents.names.defined(name)
    pages = {catalog.documented.get(catalog.nodes[position].path, "") for position in found}
    of_pages = (catalog.by_path[page] for page in pages if page)
    return frozenset(found).union(*of_pages)


def _on_pages(contents: Contents, found: Sequence[int], language: str | None) -> list[int]:
    """Return positions with the page that documents it in place of an SDK's own of a method.

    Of SDKs, those of the language alone are left, where there is one.
    """
    catalog = contents.catalog
    positions: dict[int, None] = {}
    paths = set[str]()
    languages = {catalog.nodes[position].language for position in found}
    for position in found:
        node = catalog.nodes[position]
        if node.kind == "sdk":
            if language in languages and node.language != language:
                continue
            position = catalog.by_path[catalog.documented.get(node.path, node.path)][0]
            if catalog.nodes[position].path in paths:
                continue
        paths.add(catalog.nodes[position].path)
        positions[position] = None
    return list(positions)
