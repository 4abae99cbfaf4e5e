"""Code examples: the fences of the documentation, found by topic."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from markdown_it import MarkdownIt

from workos_docs_tools.languages import fence_languages
from workos_docs_tools.results import Example
from workos_docs_tools.search.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.models import Node
    from workos_docs_tools.search.engine import Engine

MAX_EXAMPLES = 10

_PARSER = MarkdownIt("commonmark")
_TITLE = re.compile(r"^\*\*(.+)\*\*$")


class ExampleTable:
    """The code examples of every node."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._examples = [tuple(_examples(node)) for node in nodes]
        named = {example.language for example in chain(*self._examples)}
        self.languages = tuple(sorted(named - {""}))
        """Languages that the examples name."""

    def find(self, engine: Engine, topic: str, language: str | None) -> tuple[Example, ...]:
        """Return the code examples that fit a topic best, at most `MAX_EXAMPLES`.

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
        ranked = engine.rank(Query.of(topic, engine.catalog), allowed).positions
        found: dict[str, Example] = {}
        for position in ranked:
            for example in fitting[position]:
                found.setdefault(example.code, example)
            if len(found) >= MAX_EXAMPLES:
                break
        return tuple(found.values())[:MAX_EXAMPLES]


def _examples(node: Node) -> Iterator[Example]:
    if "```" not in node.text:
        return
    title = ""
    for token in _PARSER.parse(node.text):
        if token.type == "inline":
            named = _TITLE.match(token.content)
            title = named[1] if named else ""
        elif token.type == "fence":
            yield Example(
                code=token.content.rstrip("\n"),
                language=token.info.strip(),
                title=title,
                path=node.path,
                url=node.url,
                page_title=node.title,
                heading_path=node.heading_path,
            )
            title = ""
