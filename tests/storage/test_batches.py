from __future__ import annotations

from threading import Event, get_ident
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.storage.batches import behind

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_an_item_is_taken_while_the_next_one_is_made() -> None:
    is_made = Event()
    waited: list[bool] = []

    def made() -> Iterator[int]:
        yield 1
        is_made.set()
        yield 2

    # Were the first taken before the second is made, it would wait in vain.
    assert list(behind(made(), lambda _: waited.append(is_made.wait(5)))) == [1, 2]
    assert waited == [True, True]


def test_items_are_taken_one_by_one_in_order_and_yielded_when_taken() -> None:
    taken: list[int] = []
    threads: set[int] = set()

    def take(item: int) -> None:
        taken.append(item)
        threads.add(get_ident())

    for count, item in enumerate(behind(range(5), take)):
        assert item == count
        assert taken[: count + 1] == list(range(count + 1))
    assert taken == list(range(5))
    assert len(threads - {get_ident()}) == 1


def test_nothing_gives_nothing() -> None:
    assert list(behind([], pytest.fail)) == []


def test_what_is_made_before_an_error_is_taken() -> None:
    taken: list[int] = []

    def made() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(behind(made(), taken.append))
    assert taken == [1]


def test_an_error_of_the_function_ends_the_making() -> None:
    def fail(item: int) -> None:
        raise OSError(item)

    made = iter(range(10))
    with pytest.raises(OSError, match="0"):
        list(behind(made, fail))
    assert next(made) == 2
