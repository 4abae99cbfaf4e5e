"""What a retriever returns for a question, whatever the framework: passages, nodes or pages."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal, get_args

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.frameworks.documents import page_id
from workos_docs_tools.frameworks.metadata import hit_metadata, metadata_of, page_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workos_docs_tools.docs import WorkOSDocs
    from workos_docs_tools.frameworks.metadata import Metadata
    from workos_docs_tools.results import Hit

Unit = Literal["passages", "nodes", "pages"]
"""`passages`: what of a page answers the question, joined; `nodes`: the node of the index that
answers best, as it is there; `pages`: the whole page."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One result: what it is, and the hit that found it."""

    id: str
    """The same for the same text at the same place, whatever was asked."""
    text: str
    metadata: Metadata
    """Facts of the text; of the question only whether the documentation may not answer it."""
    hit: Hit


def checked_unit(unit: str) -> Unit:
    """Return what is to be returned.

    Raises:
        InvalidArgumentError: There is nothing of that name.
    """
    if unit not in get_args(Unit):
        raise InvalidArgumentError("returns", unit, valid=get_args(Unit))
    return unit  # type: ignore[return-value]


def retrieve(
    docs: WorkOSDocs, query: str, unit: Unit, k: int, filters: Mapping[str, Any]
) -> list[Retrieved]:
    """Return the `k` best results of a search.

    Args:
        docs: The documentation.
        query: What is asked.
        unit: What a result is.
        k: Number of results.
        filters: Other arguments of `WorkOSDocs.search`.

    Raises:
        InvalidArgumentError: As `WorkOSDocs.search` does.
    """
    made = _MAKERS[unit]
    wanted = k
    with docs.pinned():
        while True:
            hits = docs.search(query, k=wanted, **filters)
            best = {hit.path if unit == "pages" else hit.rank: hit for hit in reversed(hits)}
            # Several hits may be of one page: events, terms.
            if len(best) >= k or len(hits) < wanted:
                ranked = sorted(best.values(), key=lambda hit: hit.rank)[:k]
                return [made(docs, hit, hits.low_confidence) for hit in ranked]
            wanted *= 2


def _passage(docs: WorkOSDocs, hit: Hit, low_confidence: bool) -> Retrieved:
    node = docs.index.by_id[hit.node_id]
    metadata = {**hit_metadata(hit, node), "low_confidence": int(low_confidence)}
    return Retrieved(_identity(node.id, hit.text, node.text), hit.text, metadata, hit)


def _node(docs: WorkOSDocs, hit: Hit, _: bool) -> Retrieved:
    node = docs.index.by_id[hit.node_id]
    return Retrieved(node.id, node.text, metadata_of(node), hit)


def _page(docs: WorkOSDocs, hit: Hit, _: bool) -> Retrieved:
    node = docs.index.by_id[hit.node_id]
    page = docs.page(hit.path, language=hit.language)
    metadata = {**page_metadata(node), "language": page.language}
    stored = "\n\n".join(part.text for part in docs.index.page_nodes(hit.path, None))
    own = _identity(page_id(node.version, node.path), page.markdown, stored)
    return Retrieved(own, page.markdown, metadata, hit)


def _identity(place: str, text: str, stored: str) -> str:
    """Return the id of what is stored at a place, or another one where the text is another.

    Args:
        place: The id of what is stored.
        text: What is returned.
        stored: What is stored.
    """
    return (
        place if text == stored else f"{place}~{blake2b(text.encode(), digest_size=4).hexdigest()}"
    )


_MAKERS: Mapping[Unit, Callable[[WorkOSDocs, Hit, bool], Retrieved]] = {
    "passages": _passage,
    "nodes": _node,
    "pages": _page,
}
