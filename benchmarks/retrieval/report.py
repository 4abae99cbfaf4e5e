"""Scores as values that outlive a run, and as Markdown tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.retrieval.metrics import Estimate, by_style, estimates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.retrieval.metrics import Observation

SCORES = ("page@1", "page@5", "mrr@10", "evidence@5", "evidence@2k", "flagged", "wrongly flagged")


@dataclass(frozen=True, slots=True)
class Scores:
    """The mean scores of some questions."""

    count: int
    estimates: Mapping[str, Estimate]

    @classmethod
    def of(cls, observations: Sequence[Observation]) -> Scores:
        """Average the scores of single questions."""
        return cls(len(observations), estimates(observations))

    def shown(self, name: str) -> str:
        """Return a score and its standard error; empty where no question has that score."""
        estimate = self.estimates.get(name)
        if estimate is None:
            return ""
        return " ±".join(
            f"{value:.3f}".removeprefix("0") for value in (estimate.value, estimate.standard_error)
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """How one system did on one file of questions."""

    system: str
    questions: str
    """Name of the file, without version and suffix."""
    version: str
    scores: Scores
    tokens: float
    """Median size of a reply."""
    styles: Mapping[str, Scores]
    """Scores by style of question."""

    @classmethod
    def of(
        cls, system: str, questions: str, version: str, observations: Sequence[Observation]
    ) -> Summary:
        """Sum up a run."""
        styles = {style: Scores.of(group) for style, group in by_style(observations).items()}
        scores = Scores.of(observations)
        tokens = median(seen.tokens for seen in observations)
        return cls(system, questions, version, scores, tokens, styles)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Summary:
        """Read what `asdict` made of a summary."""
        return cls(
            system=data["system"],
            questions=data["questions"],
            version=data["version"],
            scores=_scores(data["scores"]),
            tokens=data["tokens"],
            styles={style: _scores(scores) for style, scores in data["styles"].items()},
        )

    @property
    def asked(self) -> str:
        """What was asked: questions, version and how many."""
        return f"{self.questions} {self.version} ({self.scores.count})"

    @property
    def file_name(self) -> str:
        """Name of the file that the run is saved under."""
        return f"{self.system.replace(':', '-')}-{self.questions}-{self.version}.json"


def overview(summaries: Iterable[Summary]) -> str:
    """Return scores and sizes: a row is a system on a file of questions."""
    names = (*SCORES, "distinct")
    return table(
        ["questions", "system", *names, "tokens"],
        [
            [
                summary.asked,
                summary.system,
                *map(summary.scores.shown, names),
                f"{summary.tokens:.0f}",
            ]
            for summary in summaries
        ],
    )


def styles(summary: Summary) -> str:
    """Return a system's scores by style of question: the styles are the rows."""
    return table(
        ["style", "questions", *SCORES],
        [
            [style, str(scores.count), *map(scores.shown, SCORES)]
            for style, scores in summary.styles.items()
        ],
    )


def side_by_side(summaries: Sequence[Summary], score: str) -> str:
    """Return one score by style, over all files together: a row is a style, a column a system."""
    systems = list(dict.fromkeys(summary.system for summary in summaries))
    found: dict[tuple[str, str], list[Estimate]] = defaultdict(list)
    for summary in summaries:
        for style, scores in summary.styles.items():
            if score in scores.estimates:
                found[style, summary.system].append(scores.estimates[score])
    return table(
        [score, *systems],
        [
            [style, *(_together(found[style, system]) for system in systems)]
            for style in sorted({style for style, _ in found})
        ],
    )


def _together(estimates: Sequence[Estimate]) -> str:
    count = sum(estimate.count for estimate in estimates)
    mean = sum(estimate.value * estimate.count for estimate in estimates) / max(count, 1)
    return f"{mean:.2f} ({count})" if count else ""


def misses(observations: Iterable[Observation]) -> Iterator[str]:
    """Yield every question that a system failed, with what it returned instead."""
    for seen in observations:
        failures = ", ".join(_failures(seen))
        if failures:
            question = seen.question
            yield f"{question.id} [{question.style}] {failures}: {question.text}"
            if question.gold:
                yield f"    gold: {', '.join(question.gold)}"
                yield f"    evidence, at rank {seen.evidence_rank}: {question.evidence}"
            yield f"    found: {', '.join(seen.paths[:5])}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, padded so that it reads as text too."""
    lines = [list(head), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    )


def _failures(seen: Observation) -> Iterator[str]:
    if not seen.question.gold:
        if not seen.low_confidence:
            yield "not flagged"
        return
    if seen.page_rank is None or seen.page_rank > 5:
        yield f"page at rank {seen.page_rank}"
    if not seen.evidence_in_reply:
        yield "evidence not in the reply"
    if seen.low_confidence:
        yield "wrongly flagged"


def _scores(data: Mapping[str, Any]) -> Scores:
    found = {name: Estimate(**estimate) for name, estimate in data["estimates"].items()}
    return Scores(data["count"], found)
