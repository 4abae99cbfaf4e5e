"""The scores of one question and their means, as pure functions.

A system's answer to a question becomes an `Observation`; everything else follows from these.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from benchmarks.questions.check import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.retrieval.questions import Question
    from benchmarks.retrieval.systems import Answer

CHARACTERS_PER_TOKEN = 4
REPLY_TOKENS = 2000
"""Budget within which a reply must hold the evidence."""
DISTINCT_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Observation:
    """What a system made of one question."""

    question: Question
    paths: tuple[str, ...]
    """Pages of the results, best first."""
    page_rank: int | None
    """Rank of the first gold page, from 1."""
    evidence_rank: int | None
    """Rank of the first result that holds the evidence, on its own page."""
    evidence_in_reply: bool
    low_confidence: bool
    """Whether the system says that it found no answer; to return nothing says so too."""
    tokens: float
    """Size of the whole reply."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and how sure it is."""

    value: float
    standard_error: float
    count: int


def observe(question: Question, answer: Answer, reply: str) -> Observation:
    """Compare an answer with the labels of its question."""
    paths = tuple(passage.path for passage in answer.passages)
    evidence = fold(question.evidence) if question.evidence else None
    return Observation(
        question=question,
        paths=paths,
        page_rank=first_rank([path in question.gold for path in paths]),
        evidence_rank=first_rank(
            [
                evidence is not None
                and passage.path == question.gold[0]
                and evidence in fold(passage.text)
                for passage in answer.passages
            ]
        ),
        # A reply that nothing was found may take the question apart, word by word.
        evidence_in_reply=evidence is not None
        and bool(answer.passages)
        and holds_evidence(reply[: REPLY_TOKENS * CHARACTERS_PER_TOKEN], evidence, question.text),
        low_confidence=answer.low_confidence or not answer.passages,
        tokens=len(reply) / CHARACTERS_PER_TOKEN,
    )


def holds_evidence(reply: str, evidence: str, question: str) -> bool:
    """Return whether a reply holds the folded evidence, apart from repeating the question."""
    shown, asked = fold(reply), fold(question)
    echoed = asked.count(evidence) if asked in shown else 0
    return shown.count(evidence) > echoed


def first_rank(hits: Sequence[bool]) -> int | None:
    """Return the rank of the first hit, from 1; `None` without any."""
    return next((rank for rank, hit in enumerate(hits, 1) if hit), None)


def within(rank: int | None, k: int) -> float:
    """Return 1 if a rank is among the first `k`, else 0."""
    return float(rank is not None and rank <= k)


def reciprocal_rank(rank: int | None, k: int) -> float:
    """Return `1 / rank`, or 0 beyond the first `k`."""
    return 1 / rank if rank is not None and rank <= k else 0.0


def distinct_ratio(paths: Sequence[str]) -> float:
    """Return the share of the first results that come from a page of their own; 1 for none."""
    first = paths[:DISTINCT_DEPTH]
    return len(set(first)) / len(first) if first else 1.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    return sorted(values)[max(ceil(share * len(values)), 1) - 1]


def estimate(values: Sequence[float]) -> Estimate | None:
    """Return mean and standard error; `None` of nothing.

    Of zeros and ones this is the binomial standard error, with `n - 1` for `n`.
    """
    if not values:
        return None
    error = stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0
    return Estimate(fmean(values), error, len(values))


_ANSWERABLE: Mapping[str, Callable[[Observation], float]] = {
    "page@1": lambda seen: within(seen.page_rank, 1),
    "page@5": lambda seen: within(seen.page_rank, 5),
    "mrr@10": lambda seen: reciprocal_rank(seen.page_rank, 10),
    "evidence@5": lambda seen: within(seen.evidence_rank, 5),
    "evidence@2k": lambda seen: float(seen.evidence_in_reply),
    "wrongly flagged": lambda seen: float(seen.low_confidence),
    "distinct": lambda seen: distinct_ratio(seen.paths),
}
_UNANSWERABLE: Mapping[str, Callable[[Observation], float]] = {
    "flagged": lambda seen: float(seen.low_confidence),
}
ESTIMATES = (*_ANSWERABLE, *_UNANSWERABLE)


def estimates(observations: Sequence[Observation]) -> dict[str, Estimate]:
    """Return every mean score that these questions allow, by name."""
    found = {
        name: estimate([score(seen) for seen in observations if bool(seen.question.gold) is wanted])
        for wanted, scores in ((True, _ANSWERABLE), (False, _UNANSWERABLE))
        for name, score in scores.items()
    }
    return {name: result for name, result in found.items() if result is not None}


def latency(seconds: Sequence[float]) -> dict[str, float]:
    """Return percentiles of durations, in milliseconds."""
    return {f"p{share}": 1000 * percentile(seconds, share / 100) for share in (50, 95, 99)}


def by_style(observations: Sequence[Observation]) -> dict[str, list[Observation]]:
    """Group observations by their questions' style, sorted."""
    styles = sorted({seen.question.style for seen in observations})
    return {style: [s for s in observations if s.question.style == style] for style in styles}
