"""Long lists in pieces, as models and databases take them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

T = TypeVar("T")


def slices(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield consecutive slices of at most `size` items."""
    return (items[start : start + size] for start in range(0, len(items), size))


def behind(items: Iterable[T], function: Callable[[T], object]) -> Iterator[T]:
    """Yield items that a function has taken; it takes each while the next one is made.

    What is raised here is raised when the function is done: nothing is left half taken.
    """
    with ThreadPoolExecutor(1) as pool:
        before: tuple[T, Future[object]] | None = None
        for item in items:
            if before:
                before[1].result()
                yield before[0]
            before = item, pool.submit(function, item)
        if before:
            before[1].result()
            yield before[0]
