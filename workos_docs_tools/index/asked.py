"""Questions as users ask them, searched with the section that answers: document expansion.

Who asks has other words than who answers: "support sees the app as the customer" is impersonation.
Nogueira et al., "Document Expansion by Query Prediction", 2019, predict questions with a model;
these are written. They lie in `questions`, one line a section:
`{"path": "sso", "section": "Introduction > Connections", "questions": ["..."]}`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.text import fold
from workos_docs_loaders.urls import BASE_URL
from workos_docs_tools.index.variants import Divided, divided, with_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from workos_docs_loaders.models import Node

SITE = BASE_URL.rpartition("/")[0]
"""Pages below it are WorkOS's."""
_FORMER, _PRESENT = "user-management", "authkit"
"""What the product was called in older versions that most renamed pages are of."""


def as_indexed(nodes: Iterable[Node]) -> Divided:
    """Return nodes as the index has them: those that are searched, and those that are only read.

    Args:
        nodes: All nodes of some pages, in page order.
    """
    shown, read = divided(nodes)
    return Divided(tuple(with_questions(shown)), read)


def with_questions(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield nodes with the questions that they answer, in the first node of a section.

    Only pages of WorkOS have any, in whichever version: a section is known by its place.
    """
    asked = _asked()
    seen: set[str] = set()
    for node in nodes:
        place = _place(node.path, " > ".join(node.heading_path))
        is_first = place not in seen and node.page_url.startswith(SITE)
        seen.add(place)
        questions = asked.get(place, ()) if is_first else ()
        also = "\n".join(filter(None, (*questions, node.also)))
        yield with_names(node, also) if questions else node


def written_questions() -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield path, headings and questions of each section that has any, in a fixed order."""
    here = files(__package__).joinpath("questions")
    for file in sorted(here.iterdir(), key=lambda file: file.name):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            yield row["path"], row["section"], row["questions"]


@cache
def _asked() -> Mapping[str, Sequence[str]]:
    """Return the questions by the place of the section that answers them."""
    return {_place(path, section): questions for path, section, questions in written_questions()}


def _place(path: str, section: str) -> str:
    """Return where a section is, the same in all versions."""
    headings = " ".join(fold(section).casefold().split())
    return f"{path.replace(_FORMER, _PRESENT)}#{headings}"
