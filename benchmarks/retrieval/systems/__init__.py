"""What is compared: each system is a module with one `open_system`, found by name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

MODULES = {
    "ours": "ours",
    "npm": "npm_server",
    "grep": "keyword_grep",
    "bm25-raw": "raw_bm25",
    "langchain": "stock_langchain",
    "llama-index": "stock_llama_index",
}
"""Module of each system; imported when asked for, since some need packages of their own."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A result as its reader gets it."""

    path: str
    """Path of the page as in the question files."""
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The results of a search, best first."""

    passages: tuple[Passage, ...]
    low_confidence: bool = False
    """Whether the system says that the documentation does not seem to answer."""


class System(Protocol):
    """Something that searches one version of the documentation."""

    def search(self, query: str, k: int, language: str | None) -> Answer:
        """Return the `k` best results; fewer where the system finds no more."""

    def reply(self, query: str, language: str | None) -> str:
        """Return what an agent gets to read with the system's defaults."""


def open_system(name: str, version: str) -> AbstractContextManager[System]:
    """Open a system on a version of the documentation; builds its index first if need be.

    Args:
        name: A key of `MODULES`; an ablation as `ours:lexical`.
        version: Published version of the documentation.

    Raises:
        SystemExit: There is no such system or variant.
    """
    base, _, variant = name.partition(":")
    if base not in MODULES:
        raise SystemExit(f"No system {base!r}; known: {', '.join(MODULES)}.")
    if variant and base != "ours":
        raise SystemExit(f"{base} has no variant {variant!r}; only ours has.")
    module = import_module(f"benchmarks.retrieval.systems.{MODULES[base]}")
    options = {"variant": variant} if variant else {}
    return cast("AbstractContextManager[System]", module.open_system(version, **options))
