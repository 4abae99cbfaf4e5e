"""What the shell completes: from what lies on this machine, without index, model or network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.source import fetched_versions, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workos_docs_loaders.corpus import Corpus


def of(values: Iterable[str]) -> Callable[[str], list[str]]:
    """Return what completes fixed values."""
    known = tuple(values)
    return lambda incomplete: _beginning(incomplete, known)


def versions(incomplete: str) -> list[str]:
    """Return the versions of the documentation that were fetched, the newest first."""
    return _beginning(incomplete, [*reversed(fetched_versions()), "latest"])


def products(incomplete: str) -> list[str]:
    """Return the products of the newest version that was fetched."""
    found = {
        corpus.navigation.product(file.path)
        for corpus in _newest()
        for file in corpus.content_files
    }
    return _beginning(incomplete, sorted(found))


def paths(incomplete: str) -> list[str]:
    """Return the pages of the newest version that was fetched."""
    found = [file.path for corpus in _newest() for file in corpus.content_files]
    return _beginning(incomplete, found)


def _newest() -> Iterator[Corpus]:
    """Yield the newest version, if any was fetched."""
    from workos_docs_loaders.corpus import Corpus  # Late: every command offers completions.

    for version in fetched_versions()[-1:]:
        yield Corpus.read(open_source(version=version))


def _beginning(incomplete: str, values: Iterable[str]) -> list[str]:
    return [value for value in values if value.startswith(incomplete)]
