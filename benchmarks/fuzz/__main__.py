"""Feed the parsers random and pathological input: no crash, no hang, no leak, linear time.

    python -m benchmarks.fuzz [--inputs 100000] [--seed 0]

Most inputs are pages, of the package or a site, the rest changelogs, feeds and whole files with
front matter. Input `n` of a seed is always the same. The exit status is 1 where anything fails.
POSIX only: the processor time of an input is limited by a signal.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.fuzz.inputs import PLACEHOLDERS, TARGETS, pathological
from workos_docs_loaders.errors import ParseError

LIMIT = 10.0
"""CPU seconds that one input may take; a real page takes a hundredth of one."""
SIZE = 60_000
"""Characters of a pathological input; its double is measured too."""
MAX_RATIO, NOISE = 3.0, 0.1
"""A quadratic parser takes four times as long; below `NOISE` seconds a ratio says nothing."""
RETRIES = 10
"""How often a ratio above `MAX_RATIO` is measured again before it is believed."""
SHOWN = 10
"""How many failures and pathological inputs are listed."""


class TookTooLongError(BaseException):
    """An input took more than `LIMIT`. Not an `Exception`, so that no parser catches it."""


@dataclass(slots=True)
class Outcome:
    """What the inputs so far led to."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    failures: list[str] = field(default_factory=list)

    def feed(self, name: str, text: str, label: str) -> float:
        """Feed one input to a target and return the seconds it took."""
        self.counts[name] += 1
        started = time.perf_counter()
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        try:
            output = TARGETS[name].read(text)
            if any(placeholder in output for placeholder in PLACEHOLDERS):
                self.failures.append(f"{label}: a placeholder is left in what {text[:2000]!r} gave")
        except ParseError:
            self.refused[name] += 1
        except (Exception, TookTooLongError) as error:
            self.failures.append(f"{label}: {type(error).__name__}: {error} for {text[:2000]!r}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        seconds = time.perf_counter() - started
        self.slowest = max(self.slowest, (seconds, label))
        return seconds


def main() -> int:
    """Feed all inputs and print what became of them."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    warnings.simplefilter("error")
    signal.signal(signal.SIGPROF, _stop)
    outcome = Outcome()
    _feed_random(outcome, arguments.inputs, arguments.seed)
    for name, count in outcome.counts.items():
        refused = outcome.refused[name]
        sys.stdout.write(f"{name}: {count:,} inputs, {refused:,} of them refused by ParseError\n")
    seconds, label = outcome.slowest
    sys.stdout.write(f"slowest: {label}, {seconds:.3f} seconds\n\n")
    _feed_pathological(outcome)
    sys.stdout.write(f"\n{len(outcome.failures)} failures\n")
    for failure in outcome.failures[:SHOWN]:
        sys.stdout.write(f"- {failure}\n")
    return 1 if outcome.failures else 0


def _stop(_number: int, _frame: object) -> None:
    raise TookTooLongError(f"more than {LIMIT} CPU seconds")


def _feed_random(outcome: Outcome, inputs: int, seed: int) -> None:
    shares = [target.share for target in TARGETS.values()]
    names = random.Random(seed).sample([*TARGETS], counts=shares, k=sum(shares))
    for number in range(inputs):
        name = names[number % len(names)]
        text = TARGETS[name].input(random.Random(f"{seed}:{number}"))
        outcome.feed(name, text, f"{name} {number} of seed {seed}")


def _feed_pathological(outcome: Outcome) -> None:
    """Feed pathological inputs of two sizes, and list those that take the longest."""
    rows: list[tuple[float, float, str]] = []
    for (name, what, small), (_, _, large) in zip(
        pathological(SIZE), pathological(2 * SIZE), strict=True
    ):
        label = f"{name}, {what}"
        once, twice = (outcome.feed(name, text, label) for text in (small, large))
        for _ in range(RETRIES):  # The best of some runs is the least disturbed one.
            if not _is_slow(once, twice):
                break
            once = min(once, outcome.feed(name, small, label))
            twice = min(twice, outcome.feed(name, large, label))
        rows.append((twice, twice / once, label))
        if _is_slow(once, twice):
            outcome.failures.append(f"{label}: {twice / once:.1f} times as long for twice the size")
    slow = [row for row in rows if row[0] > NOISE]
    sys.stdout.write(
        f"{len(rows)} pathological inputs of {SIZE:,} and {2 * SIZE:,} characters, {len(slow)} of "
        f"them above {NOISE} seconds; worst ratio there "
        f"{max((ratio for _, ratio, _ in slow), default=0.0):.2f}; the slowest:\n\n"
        "| input | seconds, doubled | ratio |\n| --- | ---: | ---: |\n"
    )
    for seconds, ratio, label in sorted(rows, reverse=True)[:SHOWN]:
        shown = label.replace("|", "\\|")
        sys.stdout.write(f"| {shown} | {seconds:.2f} | {ratio:.2f} |\n")


def _is_slow(once: float, twice: float) -> bool:
    return twice > NOISE and twice / once > MAX_RATIO


if __name__ == "__main__":
    sys.exit(main())
