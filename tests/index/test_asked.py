"""Questions that are searched with the sections that answer them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.questions.check import HERE as LABELLED
from workos_docs_loaders.markdown.text import fold
from workos_docs_tools.index import asked
from workos_docs_tools.index.asked import _asked, _place, with_questions
from workos_docs_tools.index.variants import divided

QUESTIONS = Path(asked.__file__).parent / "questions"

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workos_docs_loaders.models import Node
    from workos_docs_tools import WorkOSDocs


@pytest.fixture(scope="module")
def searched(corpus_nodes: Mapping[str, Sequence[Node]]) -> Mapping[str, Sequence[Node]]:
    """The nodes that are searched, by version."""
    return {version: divided(nodes).searched for version, nodes in corpus_nodes.items()}


def test_every_question_is_of_a_section_that_a_published_version_has(
    searched: Mapping[str, Sequence[Node]],
) -> None:
    places = {
        _place(node.path, " > ".join(node.heading_path))
        for nodes in searched.values()
        for node in nodes
    }
    assert [place for place in _asked() if place not in places] == []


def test_no_section_has_two_lines() -> None:
    lines = [line for file in QUESTIONS.iterdir() for line in file.read_text("utf-8").splitlines()]
    assert len(lines) == len(_asked()) > 2000


def test_no_question_is_asked_twice() -> None:
    times = Counter(fold(question) for questions in _asked().values() for question in questions)
    assert times.total() >= 7000
    assert [question for question, count in times.items() if count > 1] == []


def test_no_question_is_one_that_measures() -> None:
    measuring = {
        fold(json.loads(line)["question"])
        for file in LABELLED.glob("*.jsonl")
        for line in file.read_text("utf-8").splitlines()
    }
    assert measuring
    assert not measuring & {fold(one) for questions in _asked().values() for one in questions}


def test_the_first_node_of_a_section_is_embedded_with_its_questions_and_shows_none(
    searched: Mapping[str, Sequence[Node]],
) -> None:
    for nodes in searched.values():
        questions: list[str] = []
        for node, found in zip(nodes, with_questions(nodes), strict=True):
            assert (found.id, found.text) == (node.id, node.text)
            added = found.also.removesuffix(node.also).splitlines()
            assert all(question in found.embedded_text for question in added)
            questions += added
            for before, after in zip(node.parts, found.parts, strict=True):
                rest = found.embedded_text[after.embedded_start :]
                assert rest == node.embedded_text[before.embedded_start :]
        assert len(questions) == len({*questions}) > 1000


def test_a_page_that_was_renamed_has_the_questions_of_both_names(
    searched: Mapping[str, Sequence[Node]],
) -> None:
    def questions(version: str, path: str) -> str:
        return next(node.also for node in with_questions(searched[version]) if node.path == path)

    former = questions("0.1.0", "user-management/impersonation")
    assert former
    assert former == questions("0.2.0", "authkit/impersonation")


def test_pages_that_are_not_of_workos_have_none(searched: Mapping[str, Sequence[Node]]) -> None:
    theirs = [replace(node, page_url=f"docs/{node.path}.mdx") for node in searched["0.2.0"]]
    assert list(with_questions(theirs)) == theirs


def test_the_index_of_an_own_tree_has_none(open_tree: Callable[..., WorkOSDocs]) -> None:
    docs = open_tree({"authkit/impersonation.md": "# Impersonation\n\nActing as a user.\n"})
    assert [node.also for node in docs.engine.catalog.nodes] == [""]
