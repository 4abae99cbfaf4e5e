"""Code examples: the fences of the documentation, found by topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from markdown_it import MarkdownIt

from workos_docs_tools.results import Example
from workos_docs_tools.vocabulary import FENCE_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_loaders.models import Node
    from workos_docs_tools.retrieval import SearchIndex

MAX_EXAMPLES = 10

_PARSER = MarkdownIt("commonmark")
_TITLE = re.compile(r"^\*\*(.+)\*\*$")


def find_examples(index: SearchIndex, topic: str, language: str | None) -> tuple[Example, ...]:
    """Return the code examples that fit a topic best, at most `MAX_EXAMPLES`.

    Args:
        index: The documentation.
        topic: What the code should do.
        language: SDK language of the code (`js` takes TypeScript too), or the name by which fences
            know it (`bash`, `json`, `xml`); all languages where left out.
    """
    wanted = FENCE_LANGUAGES.get(language, (language,)) if language else ()
    with_code = np.array(["```" in node.text for node in index.nodes])
    found: dict[str, Example] = {}
    for position in index.rank(topic, with_code)[0]:
        for example in _examples(index.nodes[position]):
            if not wanted or example.language in wanted:
                found.setdefault(example.code, example)
        if len(found) >= MAX_EXAMPLES:
            break
    return tuple(found.values())[:MAX_EXAMPLES]


def fence_languages(index: SearchIndex) -> tuple[str, ...]:
    """Return the languages that code fences of the documentation name, sorted."""
    found = {example.language for node in index.nodes for example in _examples(node)}
    return tuple(sorted(found - {""}))


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
