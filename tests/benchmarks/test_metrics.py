from __future__ import annotations

from dataclasses import replace
from math import isclose, sqrt
from typing import TYPE_CHECKING

import pytest

from benchmarks.retrieval.metrics import (
    Observation,
    by_style,
    distinct_ratio,
    estimate,
    estimates,
    first_rank,
    holds_evidence,
    latency,
    observe,
    percentile,
    reciprocal_rank,
    within,
)
from benchmarks.retrieval.questions import Question, QuestionFileError, read_questions
from benchmarks.retrieval.report import Summary, side_by_side
from benchmarks.retrieval.runs import RESULTS, read, save
from benchmarks.retrieval.systems import MODULES, Answer, Passage
from benchmarks.retrieval.systems.ours import ABLATIONS

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = Question(
    id="q1",
    text="How long is a portal link valid?",
    style="natural",
    language=None,
    gold=("admin-portal", "reference/admin-portal"),
    evidence="expire 5 minutes after",
)
UNANSWERABLE = replace(QUESTION, id="q2", style="unanswerable", gold=(), evidence=None)
OTHER = Passage("sso", "Something else.")
ANSWERING = Passage("admin-portal", "Links *expire* 5\nminutes after creation.")


def _seen(question: Question, *passages: Passage, reply: str = "") -> Observation:
    return observe(question, Answer(passages), reply)


def test_the_first_rank_counts_from_one() -> None:
    assert first_rank([False, True, True]) == 2
    assert first_rank([False]) is None


@pytest.mark.parametrize(("rank", "found"), [(1, 1), (5, 1), (6, 0), (None, 0)])
def test_a_rank_is_within_k_up_to_and_with_k(rank: int | None, found: float) -> None:
    assert within(rank, 5) == found


@pytest.mark.parametrize(("rank", "expected"), [(1, 1), (4, 0.25), (10, 0.1), (11, 0), (None, 0)])
def test_a_reciprocal_rank_beyond_k_is_nothing(rank: int | None, expected: float) -> None:
    assert reciprocal_rank(rank, 10) == expected


def test_any_gold_page_counts_as_the_page() -> None:
    seen = _seen(QUESTION, OTHER, Passage("reference/admin-portal", ""), ANSWERING)
    assert seen.page_rank == 2


def test_every_result_counts_as_one_rank_also_of_the_same_page() -> None:
    assert _seen(QUESTION, OTHER, OTHER, ANSWERING).page_rank == 3


def test_evidence_is_compared_folded() -> None:
    assert _seen(QUESTION, OTHER, ANSWERING).evidence_rank == 2


def test_evidence_counts_only_on_its_own_page() -> None:
    elsewhere = replace(ANSWERING, path="reference/admin-portal")
    assert _seen(QUESTION, elsewhere).evidence_rank is None


def test_evidence_must_stand_in_one_passage_whole() -> None:
    halves = [Passage("admin-portal", text) for text in ("expire 5", "minutes after")]
    assert _seen(QUESTION, *halves).evidence_rank is None


def test_evidence_must_stand_in_the_first_two_thousand_tokens_of_the_reply() -> None:
    text = ANSWERING.text
    assert _seen(QUESTION, OTHER, reply="x" * (8000 - len(text)) + text).evidence_in_reply
    assert not _seen(QUESTION, OTHER, reply="x" * 8000 + text).evidence_in_reply


def test_a_reply_that_nothing_was_found_holds_no_evidence() -> None:
    assert not _seen(QUESTION, reply=ANSWERING.text).evidence_in_reply


def test_a_reply_that_only_repeats_the_question_holds_no_evidence() -> None:
    question = "Cognito says 'Login option is not available'"
    evidence = "login option is not available"
    nothing = f"No results found for {question!r}."
    assert not holds_evidence(nothing, evidence, question)
    assert holds_evidence(f"{nothing} Login option is not available: …", evidence, question)
    assert holds_evidence("Login option is not available: …", evidence, question)


def test_a_reply_counts_four_characters_as_a_token() -> None:
    assert _seen(QUESTION, reply="x" * 10).tokens == 2.5


@pytest.mark.parametrize(
    ("answer", "flagged"),
    [
        (Answer((OTHER,)), False),
        (Answer((OTHER,), low_confidence=True), True),
        (Answer(()), True),
    ],
)
def test_low_confidence_is_what_the_system_says_or_nothing_found(
    answer: Answer, flagged: bool
) -> None:
    assert observe(UNANSWERABLE, answer, "").low_confidence is flagged


def test_abstaining_is_scored_both_ways() -> None:
    seen = [
        replace(_seen(UNANSWERABLE, OTHER), low_confidence=True),
        _seen(UNANSWERABLE, OTHER),
        replace(_seen(QUESTION, OTHER), low_confidence=True),
        *[_seen(QUESTION, OTHER)] * 3,
    ]
    found = estimates(seen)
    assert (found["flagged"].value, found["flagged"].count) == (0.5, 2)
    assert (found["wrongly flagged"].value, found["wrongly flagged"].count) == (0.25, 4)


def test_pages_are_scored_over_the_answerable_questions_only() -> None:
    found = estimates([_seen(QUESTION, ANSWERING), _seen(UNANSWERABLE, OTHER)])
    assert (found["page@1"].value, found["page@1"].count) == (1, 1)


def test_a_score_without_questions_is_left_out() -> None:
    assert "flagged" not in estimates([_seen(QUESTION, ANSWERING)])
    assert "page@1" not in estimates([_seen(UNANSWERABLE, OTHER)])


def test_distinct_is_the_share_of_pages_among_the_first_five_results() -> None:
    assert distinct_ratio(["a", "a", "b", "b", "a", "c", "d"]) == 2 / 5
    assert distinct_ratio(["a", "b"]) == 1
    assert distinct_ratio([]) == 1


def test_the_standard_error_of_zeros_and_ones_is_binomial() -> None:
    found = estimate([1.0] * 30 + [0.0] * 70)
    assert found is not None
    assert isclose(found.value, 0.3)
    assert isclose(found.standard_error, sqrt(0.3 * 0.7 / 99))


def test_one_value_has_no_error_and_none_no_mean() -> None:
    single = estimate([0.5])
    assert single is not None
    assert (single.value, single.standard_error, single.count) == (0.5, 0, 1)
    assert estimate([]) is None


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100), (0, 1)]
)
def test_a_percentile_is_a_measured_value(share: float, expected: float) -> None:
    assert percentile([float(value) for value in range(100, 0, -1)], share) == expected


def test_the_size_of_replies_is_their_median() -> None:
    seen = [_seen(QUESTION, reply="x" * size) for size in (4, 8, 400)]
    assert Summary.of("ours", "tune", "0.2.0", seen).tokens == 2


def test_durations_are_percentiles_in_milliseconds() -> None:
    assert latency([1, 2, 3]) == {"p50": 2000, "p95": 3000, "p99": 3000}


def test_observations_are_grouped_by_style() -> None:
    groups = by_style([_seen(UNANSWERABLE), _seen(QUESTION), _seen(UNANSWERABLE)])
    assert {style: len(group) for style, group in groups.items()} == {
        "natural": 1,
        "unanswerable": 2,
    }


def test_a_saved_summary_reads_back_equal(tmp_path: Path) -> None:
    seen = [_seen(QUESTION, ANSWERING, reply="x"), _seen(UNANSWERABLE, OTHER)]
    summary = Summary.of("ours:lexical", "tune", "0.2.0", seen)
    save(summary, tmp_path)
    assert read(tmp_path / "ours-lexical-tune-0.2.0.json") == summary


def test_every_saved_summary_is_of_a_system_that_can_be_run_again() -> None:
    files = sorted(RESULTS.glob("*.json"))
    assert len(files) > 20
    for file in files:
        base, _, variant = read(file).system.partition(":")
        assert base in MODULES, file
        assert not variant or variant in ABLATIONS, file


LINE = (
    '{"id": "q1", "question": "?", "style": "natural", "language": null, "gold": '
    '[{"path": "sso", "section": "A"}, {"path": "sso", "section": "B"}], "answer": "", '
    '"evidence": "x"}'
)


def test_questions_list_each_gold_page_once(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(LINE, "utf-8")
    assert read_questions(file, {"sso"}, "0.2.0")[0].gold == ("sso",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no question"),
        (f"{LINE}\n{{", r"jsonl:2: no question"),
        ('{"id": "q1"}', r"jsonl:1: no question: KeyError"),
        ("[]", r"jsonl:1: no question: TypeError"),
        (LINE.replace("sso", "nowhere"), r"jsonl:1: no page nowhere in 0\.2\.0"),
    ],
)
def test_a_useless_question_file_names_file_and_line(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(text, "utf-8")
    with pytest.raises(QuestionFileError, match=message):
        read_questions(file, {"sso"}, "0.2.0")


def test_a_missing_question_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl", {"sso"}, "0.2.0")


def test_styles_of_all_files_are_averaged_by_the_number_of_questions() -> None:
    hit, miss = _seen(QUESTION, ANSWERING), _seen(QUESTION, OTHER)
    summaries = [
        Summary.of("ours", "a", "0.2.0", [hit, hit, miss]),
        Summary.of("ours", "b", "0.2.0", [miss, _seen(UNANSWERABLE)]),
        Summary.of("grep", "a", "0.2.0", [miss]),
    ]
    rows = side_by_side(summaries, "page@1").splitlines()
    assert [cell.strip() for cell in rows[0].split("|")[1:-1]] == ["page@1", "ours", "grep"]
    assert [cell.strip() for cell in rows[2].split("|")[1:-1]] == [
        "natural",
        "0.50 (4)",
        "0.00 (1)",
    ]
    assert len(rows) == 3
