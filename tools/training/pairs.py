"""What the model is trained on: queries, each with the section that answers it.

Three kinds: the written questions that the search has, headings with their section without
that heading, and sentences with their section without that sentence. No kind sees a page that is
held out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from workos_docs_tools.index.asked import written_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from random import Random

    from workos_docs_loaders.models import Node

HELD_OUT = 10
"""One page in so many is held out."""
FEWEST_WORDS = 8
"""Shorter sentences are not asked, and shorter rests of a section not searched."""
PER_API_PAGE = 2
"""Written questions of an API page that are used: there are more of these pages than of guides."""

_SENTENCE = re.compile(r"(?:^|(?<=[.!?] ))[A-Z][^.!?\n]*[.!?](?=\s|$)", re.MULTILINE)
_HEADING = re.compile(r"^#+ .*\n*")
_NUMBER = re.compile(r"^\(\w+\)\s*")
_GENERIC = frozenset(
    "introduction overview examples example parameters returns errors definitions guide".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A written question and the section that answers it."""

    text: str
    path: str
    section: str
    """Headings from the page's title down, joined by ` > `; empty for the introduction."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and what answers it."""

    query: str
    passage: str
    """The node's embedded text, less what would give the answer away."""
    node: Node


def is_held_out(path: str) -> bool:
    """Return whether a page is kept out of training, the same in every version."""
    return int(sha256(path.encode()).hexdigest(), 16) % HELD_OUT == 0


def read_questions() -> Iterator[Question]:
    """Yield the written questions, in a fixed order."""
    for path, section, questions in written_questions():
        yield from (Question(text, path, section) for text in questions)


def searchable(nodes: Iterable[Node]) -> list[Node]:
    """Return nodes without repetitions: an API page in one language, and no text twice."""
    kept: dict[object, Node] = {}
    for node in nodes:
        kept.setdefault(
            (node.path, node.heading_path) if node.language else node.embedded_text, node
        )
    return list(kept.values())


def by_section(nodes: Iterable[Node]) -> Mapping[tuple[str, str], Sequence[Node]]:
    """Group nodes as questions name them: by path and headings."""
    sections: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in nodes:
        sections[node.path, " > ".join(node.heading_path)].append(node)
    return sections


def question_pairs(
    questions: Iterable[Question],
    sections: Mapping[tuple[str, str], Sequence[Node]],
    random: Random,
) -> Iterator[Pair]:
    """Yield the written questions with one node of their section each."""
    by_page: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        if (question.path, question.section) in sections:
            by_page[question.path].append(question)
    for path, asked in by_page.items():
        if is_held_out(path):
            continue
        if path.startswith("reference/"):
            asked = random.sample(asked, min(PER_API_PAGE, len(asked)))
        for question in asked:
            node = _most_like(question.text, sections[question.path, question.section])
            yield Pair(question.text, node.embedded_text, node)


def heading_pairs(nodes: Iterable[Node]) -> Iterator[Pair]:
    """Yield headings with their sections; those that say little by themselves after their page."""
    for node in nodes:
        if not node.heading_path or is_held_out(node.path):
            continue
        heading = _NUMBER.sub("", node.heading_path[-1])
        rest = _HEADING.sub("", node.embedded_text.removeprefix(node.context))
        if heading.lower() in _GENERIC or len(rest.split()) < FEWEST_WORDS:
            continue
        query = heading if len(heading.split()) > 2 else f"{node.title} {heading}"
        place = " > ".join((*node.breadcrumb, node.title))
        yield Pair(query, f"{place}\n{rest}", node)


def sentence_pairs(nodes: Iterable[Node], random: Random) -> Iterator[Pair]:
    """Yield a sentence of each section with the rest of the section."""
    for node in nodes:
        if is_held_out(node.path):
            continue
        text = node.embedded_text.removeprefix(node.context)
        sentences = [
            piece
            for piece in _SENTENCE.findall(text)
            if len(piece.split()) >= FEWEST_WORDS and piece not in node.context
        ]
        if not sentences:
            continue
        sentence = random.choice(sentences)
        rest = text.replace(sentence, "", 1)
        if len(rest.split()) >= 2 * FEWEST_WORDS:
            yield Pair(sentence, node.context + rest, node)


def _most_like(question: str, nodes: Sequence[Node]) -> Node:
    """Return the part of a section, or the language, that shares most words with a question."""
    words = set(re.findall(r"\w{3,}", question.lower()))
    return max(nodes, key=lambda node: sum(word in node.text.lower() for word in words))
