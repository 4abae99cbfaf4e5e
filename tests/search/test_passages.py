"""Passages: what a hit can show, what of it fits a budget, by one criterion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from workos_docs_loaders.markdown.parts import split_parts
from workos_docs_tools.results import Hit
from workos_docs_tools.search.passages import (
    MIN_PASSAGE,
    Passage,
    part_texts,
    within_budget,
    word_scores,
)
from workos_docs_tools.search.query import Query
from workos_docs_tools.search.tuning import TUNED
from workos_docs_tools.text.budget import UNLIMITED
from workos_docs_tools.text.excerpts import GAP, ScoredPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_tools import WorkOSDocs

CREATE = "reference/organization/create"
GUIDE = "sso/login-flows"


def passage(docs: WorkOSDocs, position: int, answering: Sequence[int] = ()) -> Passage:
    return Passage.of(docs.index, position, answering, None)


def text(docs: WorkOSDocs, shown: Passage) -> str:
    """Return all that a passage can show."""
    nodes = docs.index.nodes
    scores = {i: [0.0] * len(nodes[i].parts) for i in shown.ranks}
    parts = shown.parts(docs.index, scores)
    return replace(docs.search("x", k=1)[0], parts=parts).excerpt(UNLIMITED)


def test_a_passage_of_a_guide_is_its_best_node_and_the_others_that_answer(
    docs: WorkOSDocs,
) -> None:
    first, second, third, *_ = docs.index.by_path[GUIDE]
    other_page = docs.index.by_path[CREATE][0]
    shown = passage(docs, third, [other_page, second, third])
    assert shown.node == docs.index.nodes[third]
    assert shown.ranks == {third: 0, second: 1}
    nodes = docs.index.nodes
    assert text(docs, shown) == f"{nodes[second].text}\n\n{nodes[third].text}"
    apart = passage(docs, third, [first])
    assert text(docs, apart) == f"{nodes[first].text}\n\n{GAP}\n\n{nodes[third].text}"


def test_a_passage_of_an_api_page_is_the_page_in_one_language(docs: WorkOSDocs) -> None:
    position = next(i for i in docs.index.by_path[CREATE] if docs.index.nodes[i].language == "go")
    shown = Passage.of(docs.index, position, [], "php")
    assert shown.node.language == "php"
    assert shown.whole
    assert text(docs, shown) == docs.page(CREATE, language="php").markdown


def test_a_passage_of_an_event_is_the_event(docs: WorkOSDocs) -> None:
    events = docs.index.by_path["events"]
    position = next(i for i in events if docs.index.nodes[i].names)
    shown = passage(docs, position, events[:9])
    assert shown.ranks == {position: 0}
    assert text(docs, shown) == docs.index.nodes[position].text


def test_words_score_the_parts_that_have_them_rare_ones_more(docs: WorkOSDocs) -> None:
    positions = docs.index.by_path["authkit/impersonation"]
    nodes = docs.index.nodes
    scores = word_scores(positions, nodes, ["expir", "session", "zebra"])
    parts = [text for i in positions for text in part_texts(nodes[i])]
    flat = [score for i in positions for score in scores[i]]
    assert "expire" in parts[int(np.argmax(flat))]
    only_session = [s for s, part in zip(flat, parts, strict=True) if "expir" not in part]
    assert max(flat) > max(only_session) > 0
    assert min(flat) == 0


def test_a_rare_word_counts_more_than_a_frequent_one(docs: WorkOSDocs) -> None:
    text = "Users sign in.\n\nUsers sign out.\n\nCertificates."
    node = replace(docs.index.nodes[0], text=text, parts=split_parts(text))
    (frequent, again, rare) = word_scores([0], [node], ["user", "certif"])[0]
    assert 0 < frequent == again < rare


@pytest.mark.parametrize("late", [True, False])
def test_every_hit_has_the_scored_parts_of_its_text(docs: WorkOSDocs, late: bool) -> None:
    engine = docs.engine if late else replace(docs.engine, tokens=None)
    query = Query.of("verify a webhook signature", docs.index)
    for hit in engine.search(query, 8).hits:
        whole = hit.excerpt(UNLIMITED)
        assert len({part.score for part in hit.parts}) > 1 or len(hit.parts) == 1
        assert all(part.text in whole for part in hit.parts)
        for line in hit.text.split("\n"):
            assert line in whole or line == GAP


def test_parts_of_the_shown_language_are_scored_whichever_matched(docs: WorkOSDocs) -> None:
    for language in docs.index.values["language"]:
        for hit in docs.search("create an organization", language=language, kind="api"):
            assert 0.0 not in {part.score for part in hit.parts}, (language, hit.path)


def test_a_passage_is_cut_by_late_interaction_to_what_is_asked(docs: WorkOSDocs) -> None:
    (hit,) = (
        hit
        for hit in docs.search("how long does an impersonation session last before it ends")
        if hit.path == "authkit/impersonation"
    )
    short = hit.excerpt(400)
    assert len(short) <= 400
    assert "60 minutes" in short


def test_a_text_has_the_size_of_its_rank_unless_it_is_one_thing(docs: WorkOSDocs) -> None:
    hits = docs.search("AuthKit quick start callback route", k=7, kind="guide")
    for hit in hits:
        assert len(hit.text) <= TUNED.passage_size(hit.rank)
    assert len(hits[0].text) > TUNED.passage_size(2)
    assert any(GAP in hit.text for hit in hits)
    api = docs.search("create an organization", kind="api")
    assert GAP not in "".join(hit.text for hit in api)


def test_sizes_fall_with_the_rank_and_end_with_the_last_one() -> None:
    assert [TUNED.passage_size(rank) for rank in (1, 2, 3, 4, 5, 6, 60)] == [
        2400,
        1600,
        1200,
        900,
        700,
        700,
        700,
    ]


def hit(rank: int, size: int) -> Hit:
    part = ScoredPart("x " * (size // 2), "", 1.0)
    return Hit(
        rank, 1.0, "sso", "", "", "SSO", (), (), "guide", "sso", "", "", "0", "", parts=(part,)
    )


def test_the_first_hits_have_the_largest_shares_of_a_budget() -> None:
    found = within_budget([hit(rank, 5000) for rank in (1, 2, 3)], 4000, lambda _: 100, len)
    sizes = [len(text) for _, text in found]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 1.3 * sizes[1] > 1.3 * sizes[2]
    assert 3600 < sum(sizes) <= 4000 - 300


def test_a_short_hit_leaves_its_room_to_the_others() -> None:
    (_, short), (_, long) = within_budget([hit(1, 100), hit(2, 5000)], 2000, lambda _: 0, len)
    assert len(short) == 100
    assert 1850 < len(long) <= 1900


def test_hits_that_would_be_too_short_to_read_are_left_out() -> None:
    hits = [hit(rank, 5000) for rank in range(1, 20)]
    found = within_budget(hits, 900, lambda _: 100)
    assert [one.rank for one, _ in found] == [1, 2, 3, 4, 5, 6]
    assert 900 // (100 + MIN_PASSAGE) == 6
    assert len(within_budget(hits, 10, lambda _: 100)) == 1


def test_a_larger_budget_shows_more_of_the_same_hits(docs: WorkOSDocs) -> None:
    hits = docs.search("AuthKit sessions", kind="guide").hits
    sizes = [
        sum(len(text) for _, text in within_budget(hits, budget, lambda _: 0, len))
        for budget in (2000, 4000, 8000)
    ]
    assert sizes[0] < sizes[1] < sizes[2]
    assert all(size > budget * 0.9 for size, budget in zip(sizes, (2000, 4000), strict=False))
