"""Words, tokens, names and calls as arrays, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from workos_docs_tools.answers.copied.pieces import (
    ByKey,
    Made,
    from_bytes,
    lists,
    put_lists,
    put_rows,
    put_values,
    rows,
    to_bytes,
    values,
)
from workos_docs_tools.answers.names import Names
from workos_docs_tools.answers.sdk.call_table import CallTable
from workos_docs_tools.search.bm25 import WordIndex, WordScores
from workos_docs_tools.search.late_interaction import TokenIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from workos_docs_tools.answers.copied.pieces import Arrays

    Mapped = Mapping[str, NDArray[Any]]


_LEVELS = tuple(field.name for field in fields(Names) if field.name != "written")


def put_words(arrays: Arrays, name: str, index: WordIndex) -> None:
    """Add an index of words."""
    arrays[name] = np.array([len(index.groups)])
    pairs = zip(index.groups, index.positions, strict=True)
    for number, (group, positions) in enumerate(pairs):
        prefix = f"{name}.{number}"
        words = sorted(group.vocabulary, key=group.vocabulary.__getitem__)
        arrays[f"{prefix}.words"] = to_bytes(words)
        arrays[f"{prefix}.starts"] = group.starts
        arrays[f"{prefix}.texts"] = group.texts
        arrays[f"{prefix}.values"] = group.values
        arrays[f"{prefix}.positions"] = positions


def words(arrays: Mapped, name: str) -> WordIndex:
    """Return the index of words that `put_words` added."""
    prefixes = [f"{name}.{number}" for number in range(int(arrays[name][0]))]
    return WordIndex(
        [
            WordScores(
                {word: number for number, word in enumerate(from_bytes(arrays[f"{one}.words"]))},
                arrays[f"{one}.starts"],
                arrays[f"{one}.texts"],
                arrays[f"{one}.values"],
            )
            for one in prefixes
        ],
        [arrays[f"{one}.positions"] for one in prefixes],
    )


def put_tokens(arrays: Arrays, index: TokenIndex) -> None:
    """Add the tokens of nodes."""
    arrays["bits"] = index.bits
    arrays["bits.rows"] = np.array([[one.start, one.stop] for one in index.rows], np.int64)
    put_rows(arrays, "parts", index.parts, np.intp)


def tokens(arrays: Mapped) -> TokenIndex | None:
    """Return the tokens that `put_tokens` added, if it did."""
    if "bits" not in arrays:
        return None
    spans = arrays["bits.rows"]
    return TokenIndex(
        arrays["bits"],
        Made(len(spans), lambda number: slice(*spans[number].tolist())),
        rows(arrays, "parts"),
    )


def put_names(arrays: Arrays, names: Names) -> None:
    """Add what is called how."""
    for level in _LEVELS:
        put_lists(arrays, f"names.{level}", getattr(names, level))
    arrays["written.keys"] = to_bytes(list(names.written))
    put_values(arrays, "written", names.written.values())


def names(arrays: Mapped) -> Names:
    """Return the names that `put_names` added."""
    levels = {level: lists(arrays, f"names.{level}", list) for level in _LEVELS}
    written = ByKey(lambda: from_bytes(arrays["written.keys"]), values(arrays, "written", str))
    return Names(written=written, **levels)


def put_calls(arrays: Arrays, calls: Mapping[str, CallTable]) -> None:
    """Add the methods of SDKs."""
    arrays["calls"] = to_bytes(list(calls))
    for language, table in calls.items():
        prefix = f"calls.{language}"
        arrays[f"{prefix}.heads"] = table.heads
        arrays[f"{prefix}.sections"] = table.sections
        put_rows(arrays, f"{prefix}.pages", map(np.array, table.pages), np.intp)
        put_words(arrays, f"{prefix}.names", table.names)
        put_lists(arrays, f"{prefix}.named", table.named)


def calls_of(arrays: Mapped) -> Mapping[str, CallTable]:
    """Return the methods that `put_calls` added, by language."""
    return {
        language: _calls(arrays, f"calls.{language}") for language in from_bytes(arrays["calls"])
    }


def _calls(arrays: Mapped, prefix: str) -> CallTable:
    pages = rows(arrays, f"{prefix}.pages")
    return CallTable(
        arrays[f"{prefix}.heads"],
        arrays[f"{prefix}.sections"],
        Made(len(pages), lambda number: pages[number].tolist()),
        words(arrays, f"{prefix}.names"),
        lists(arrays, f"{prefix}.named", frozenset),
    )
