"""Signals: what each says of the candidates."""

from __future__ import annotations

import numpy as np
import pytest

from workos_docs_tools.search.late_interaction import TokenMatches
from workos_docs_tools.search.signals import SIGNALS, Evidence, measured

MATCHES = TokenMatches(
    np.array([[0.1, 0.9], [0.4, 0.2], [0.3, 0.5]], np.float32), [[0.2], [0.1, 0.6], [0.7, 0.3]]
)
SEEN = Evidence(
    words=np.array([3, 1, 2], np.float32),
    page_words=np.array([5, 5, 9], np.float32),
    cosines=np.array([0.3, 0.8, 0.1], np.float32),
    pages=np.array([4, 4, 7]),
    matches=MATCHES,
)
EXPECTED = {
    "node_words": [3, 1, 2],
    "node_similarity": [0.3, 0.8, 0.1],
    "page_words": [5, 5, 9],
    "node_tokens": [0.5, 0.3, 0.4],
    # The first two are of one page, which meets both words with its better node.
    "page_tokens": [0.65, 0.65, 0.4],
    "part_tokens": [0.2, 0.6, 0.7],
}
TOKEN_SIGNALS = {"node_tokens", "page_tokens", "part_tokens"}


def test_every_signal_says_what_its_name_says() -> None:
    assert [signal.__name__ for signal in SIGNALS] == list(EXPECTED)
    for scores, expected in zip(measured(SEEN, SIGNALS), EXPECTED.values(), strict=True):
        assert scores.tolist() == pytest.approx(expected)


def test_without_token_vectors_the_other_signals_are_left() -> None:
    seen = Evidence(SEEN.words, SEEN.page_words, SEEN.cosines, SEEN.pages, None)
    expected = [value for name, value in EXPECTED.items() if name not in TOKEN_SIGNALS]
    for scores, values in zip(measured(seen, SIGNALS), expected, strict=True):
        assert scores.tolist() == pytest.approx(values)
