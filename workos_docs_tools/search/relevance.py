"""How probable it is that a page answers: a logistic function of what the search knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from workos_docs_tools.search.tuning import Tuning


def relevance(
    standing: NDArray[np.float32],
    coverage: NDArray[np.float32] | None,
    tuning: Tuning,
    *,
    has_unknown: bool,
) -> NDArray[np.float32]:
    """Return the probability that each of some candidates answers.

    Args:
        standing: Score of each as the sum of all signals and priors.
        coverage: How well its page meets the query's words, where that is known.
        tuning: Numbers of the logistic function.
        has_unknown: Whether the query holds a name that stands nowhere.
    """
    behind = standing.max(initial=-np.inf) - standing
    odds = (
        tuning.relevance_base
        + tuning.relevance_coverage * (tuning.usual_coverage if coverage is None else coverage)
        + tuning.relevance_standing * standing
        + tuning.relevance_behind * behind
        + tuning.relevance_unknown * has_unknown
    )
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def falling(probabilities: Iterable[float]) -> Iterator[float]:
    """Yield numbers, none above the one before it: what stands below is no likelier to answer."""
    least = 1.0
    for probability in probabilities:
        least = min(least, probability)
        yield round(least, 3)
