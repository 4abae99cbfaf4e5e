"""Late interaction: MaxSim over sign bits of nodes, of their parts and of groups of them."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

import numpy as np
import pytest

from workos_docs_tools.embeddings import MiniLMEmbedder
from workos_docs_tools.search.late_interaction import TokenIndex, TokenMatches
from workos_docs_tools.search.tuning import TUNED
from workos_docs_tools.storage.tokens import StoredTokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from workos_docs_loaders.models import Node

GENERATOR = np.random.default_rng(0)
QUERY = GENERATOR.normal(size=(3, 16)).astype(np.float32)
NODES = [GENERATOR.normal(size=(size, 16)) for size in (4, 7)]


@pytest.fixture
def matches() -> TokenMatches:
    """The second and the first node matched; parts begin at the tokens named."""
    bits = np.packbits(np.concatenate(NODES) > 0, axis=1)
    index = TokenIndex(bits, [slice(0, 4), slice(4, 11)], [np.array([0, 1]), np.array([0, 2, 5])])
    return index.match(QUERY, np.array([1, 0]))


def best(tokens: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the best cosine of each query token, computed with the signs themselves."""
    found: NDArray[np.float64] = (QUERY @ np.where(tokens > 0, 0.25, -0.25).T).max(axis=1)
    return found


def test_a_nodes_score_is_the_mean_of_each_query_tokens_best_product(matches: TokenMatches) -> None:
    assert matches.nodes() == pytest.approx([best(NODES[1]).mean(), best(NODES[0]).mean()])


def test_a_part_is_scored_by_its_own_tokens(matches: TokenMatches) -> None:
    second, first = matches.parts
    assert first == pytest.approx([best(NODES[0][1:]).mean()])
    assert second == pytest.approx([best(NODES[1][2:5]).mean(), best(NODES[1][5:]).mean()])
    assert matches.best_parts() == pytest.approx([max(second), max(first)])


def test_nodes_of_a_group_meet_the_query_together(matches: TokenMatches) -> None:
    together = best(np.concatenate(NODES)).mean()
    assert matches.grouped(np.array([7, 7])).scores() == pytest.approx([together, together])
    assert matches.grouped(np.array([7, 3])).scores() == pytest.approx(matches.nodes())


def test_coverage_is_the_worst_third_of_what_the_nodes_of_a_group_meet_together() -> None:
    met = np.array([[9, 1, 5, 2, 8, 9], [1, 3, 5, 1, 2, 2], [9, 9, 9, 9, 9, 9]], np.float32)
    found = TokenMatches(met, [[0.0]] * 3).grouped(np.array([4, 4, 2])).coverage(TUNED)
    together, alone = (2 + 3) / 2 + 0.04 * log1p(6), 9 + 0.04 * log1p(6)
    assert found == pytest.approx([together, together, alone])


def test_the_part_that_says_what_is_asked_scores_best(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
) -> None:
    nodes = [n for n in corpus_nodes["0.2.0"] if n.path == "authkit/impersonation"]
    model = MiniLMEmbedder()
    _, tokens = model.embed_documents_with_tokens([node.embedded_text for node in nodes])
    hashes = [node.content_hash for node in nodes]
    index = TokenIndex.of(
        nodes, StoredTokens.gather(model.name, dict(zip(hashes, tokens, strict=True)))
    )
    assert index is not None
    query = model.embed_query_with_tokens("sessions automatically expire after 60 minutes")[1]
    matches = index.match(query, np.arange(len(nodes)))
    parts = [node.text[part.start : part.end] for node in nodes for part in node.parts]
    gains = [gain for scores in matches.parts for gain in scores]
    assert "expire after 60 minutes" in parts[int(np.argmax(gains))]
