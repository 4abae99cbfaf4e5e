from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from training.pairs import (
    by_section,
    heading_pairs,
    is_held_out,
    question_pairs,
    read_questions,
    searchable,
    sentence_pairs,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workos_docs_loaders.models import Node


@pytest.fixture(scope="module")
def nodes(corpus_nodes: Mapping[str, Sequence[Node]]) -> list[Node]:
    return searchable(corpus_nodes["0.2.0"])


@pytest.fixture(scope="module")
def places(nodes: list[Node]) -> Mapping[tuple[str, str], Sequence[Node]]:
    return by_section(nodes)


def test_one_page_in_ten_is_held_out_of_all_pairs(
    nodes: list[Node], places: Mapping[tuple[str, str], Sequence[Node]]
) -> None:
    paths = {node.path for node in nodes}
    assert 0.07 < sum(map(is_held_out, paths)) / len(paths) < 0.13
    random = Random(0)
    kinds = (
        question_pairs(read_questions(), places, random),
        heading_pairs(nodes),
        sentence_pairs(nodes, random),
    )
    for pairs in kinds:
        asked = {pair.node.path for pair in pairs}
        assert len(asked) > 100
        assert [path for path in asked if is_held_out(path)] == []


def test_a_passage_does_not_repeat_the_sentence_that_asks_for_it(nodes: list[Node]) -> None:
    once = [
        pair
        for pair in sentence_pairs(nodes, Random(0))
        if pair.node.embedded_text.count(pair.query) == 1
    ]
    assert len(once) > 1000
    assert [pair for pair in once if pair.query in pair.passage] == []


def test_a_passage_has_lost_the_heading_that_asks_for_it(nodes: list[Node]) -> None:
    pairs = list(heading_pairs(nodes))
    assert len(pairs) > 1000
    for pair in pairs:
        assert f"# {pair.node.heading_path[-1]}\n" not in pair.passage.partition("\n#")[0]


def test_an_api_page_gives_few_of_its_questions(
    places: Mapping[tuple[str, str], Sequence[Node]],
) -> None:
    asked = Counter(pair.node.path for pair in question_pairs(read_questions(), places, Random(0)))
    assert max(count for path, count in asked.items() if path.startswith("reference/")) == 2
    assert max(asked.values()) > 20
