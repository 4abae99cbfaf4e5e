"""Code examples: of the documentation, of READMEs and of methods' comments, found by topic."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.answers.sdk.loaded import method_at, release_at
from workos_docs_tools.languages import fence_languages
from workos_docs_tools.results import Example
from workos_docs_tools.search.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

    from workos_docs_loaders.models import Node
    from workos_docs_tools.answers.sdk.loaded import Sdks
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.engine import Engine

MAX_EXAMPLES = 10

_TITLE = re.compile(r"^\*\*(.+)\*\*$")


class ExampleTable:
    """The code examples of every node."""

    def __init__(self, catalog: Catalog, sdks: Sdks = ()) -> None:
        self._examples: list[list[Example]] = [[] for _ in catalog.searched]
        for position, node in enumerate(catalog.nodes):
            self._examples[catalog.stands_for(position)] += _examples(node, sdks)
        named = {example.language for example in chain(*self._examples)}
        self.languages = tuple(sorted(named - {""}))
        """Languages that the examples name."""

    def find(self, engine: Engine, topic: str, language: str | None) -> tuple[Example, ...]:
        """Return the code examples that fit a topic best, at most `MAX_EXAMPLES`.

        There are none where a search would be unsure, among these nodes or all, and none that share
        no word with the topic.

        Args:
            engine: What searches the same nodes.
            topic: What the code should do.
            language: SDK language of the code (`js` takes TypeScript too), or the name by which
                examples know it (`json`, `xml`); all languages where left out.
        """
        wanted = fence_languages(language) if language else (*self.languages, "")
        fitting = [
            [example for example in examples if example.language in wanted]
            for examples in self._examples
        ]
        allowed = np.array([bool(examples) for examples in fitting])
        query = Query.of(topic, engine.catalog)
        seen = engine.score(query)
        ranking = engine.rank(query, allowed, seen)
        least = engine.tuning.min_coverage
        if ranking.coverage < least:
            everything = engine.rank(query, engine.catalog.allowed(query.filters), seen)
            if everything.coverage < least:
                return ()
        found: dict[str, Example] = {}
        for position in ranking.positions:
            for example in fitting[position] if seen.words[position] > 0 else ():
                found.setdefault(example.code, example)
            if len(found) >= MAX_EXAMPLES:
                break
        return tuple(found.values())[:MAX_EXAMPLES]


def _examples(node: Node, sdks: Sdks) -> Iterator[Example]:
    if found := method_at(sdks, node.path):
        # Its signature is in a fence too, and is no example.
        for code in found[1].examples if node.ordinal == 0 else ():
            if "(" in code:
                yield _example(node, sdks, *_unfenced(code, found[0].language))
        return
    if "```" not in node.text:
        return
    title = ""
    for token in _parser().parse(node.text):
        if token.type == "inline":
            named = _TITLE.match(token.content)
            title = named[1] if named else ""
        elif token.type == "fence":
            yield _example(node, sdks, token.content.rstrip("\n"), token.info.strip(), title)
            title = ""


@lru_cache(1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # Late: a search needs none.

    return MarkdownIt("commonmark")


def _unfenced(code: str, language: str) -> tuple[str, str]:
    """Return the code of an example that may be written in a fence, and its language."""
    fence = next((token for token in _parser().parse(code) if token.type == "fence"), None)
    if fence is None:
        return code, language
    return fence.content.rstrip("\n"), fence.info.strip() or language


def _example(node: Node, sdks: Sdks, code: str, language: str, title: str = "") -> Example:
    return Example(
        code=code,
        language=language,
        title=title,
        path=node.path,
        url=node.url,
        page_title=node.title,
        heading_path=node.heading_path,
        sdk=release_at(sdks, node.path),
    )
