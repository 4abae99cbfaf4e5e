"""Durations of systems' searches side by side: in one process, in turns, on the same questions."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.retrieval.metrics import latency
from benchmarks.retrieval.report import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.retrieval.systems import System

DEPTH = 5
WARM_UP = "warm-up"
"""Asked first and not timed: loads what is loaded on first use."""


def interleaved(
    systems: Mapping[str, System], queries: Iterable[str]
) -> Mapping[str, Sequence[float]]:
    """Return each system's seconds for each query.

    The systems take turns at every query, so that whatever else the machine does meets them alike.
    """
    seconds: dict[str, list[float]] = {name: [] for name in systems}
    for system in systems.values():
        system.search(WARM_UP, DEPTH, None)
    for query in queries:
        for name, system in systems.items():
            start = perf_counter()
            system.search(query, DEPTH, None)
            seconds[name].append(perf_counter() - start)
    return seconds


def latency_table(seconds: Mapping[str, Sequence[float]]) -> str:
    """Return percentiles, their spread and their ratio to the first system's."""
    found = {name: latency(durations) for name, durations in seconds.items()}
    first = next(iter(found))
    return table(
        ["system", "searches", "p50 ms", "p99 ms", "p99 / p50", f"p50 / {first}'s"],
        [
            [
                name,
                str(len(seconds[name])),
                f"{percentiles['p50']:.1f}",
                f"{percentiles['p99']:.1f}",
                f"{percentiles['p99'] / percentiles['p50']:.1f}",
                f"{percentiles['p50'] / found[first]['p50']:.2f}",
            ]
            for name, percentiles in found.items()
        ],
    )
