"""Values in flat arrays, each of them made when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

T = TypeVar("T")

Arrays = dict[str, "NDArray[Any]"]
"""Arrays of a file, by name."""


class Made(Sequence[T]):
    """A fixed number of values, each made when it is first asked for."""

    def __init__(self, size: int, make: Callable[[int], T]) -> None:
        self._size = size
        self._make = make
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(self._size))]
        found = self._made.get(number)
        if found is None:
            place = range(self._size)[number]
            found = self._made[number] = self._make(place)
        return found


class ByKey(Mapping[str, T]):
    """Values by key, in order."""

    def __init__(self, keys: Callable[[], Iterable[str]], values: Sequence[T]) -> None:
        self._keys = keys
        self._values = values

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {key: number for number, key in enumerate(self._keys())}

    def __getitem__(self, key: str) -> T:
        return self._values[self._numbers[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._values)


def to_bytes(value: Any) -> NDArray[np.uint8]:
    """Return a value as JSON in an array."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Undecodable bytes of a file may have become lone surrogates.
    return np.frombuffer(text.encode(errors="surrogatepass"), np.uint8)


def from_bytes(data: NDArray[np.uint8]) -> Any:
    """Return the value of which `to_bytes` made an array."""
    return json.loads(data.tobytes().decode(errors="surrogatepass"))


def put_rows(arrays: Arrays, name: str, rows: Iterable[NDArray[Any]], kind: type) -> None:
    """Add arrays of one dimension, one after the other."""
    several: list[NDArray[Any]] = [np.asarray(row, kind) for row in rows]
    arrays[name] = np.concatenate(several) if several else np.empty(0, kind)
    arrays[f"{name}.ends"] = np.array([0, *accumulate(map(len, several))], np.int64)


def rows(arrays: Mapping[str, NDArray[Any]], name: str) -> Made[NDArray[Any]]:
    """Return the arrays that `put_rows` added."""
    data, ends = arrays[name], arrays[f"{name}.ends"]
    return Made(len(ends) - 1, lambda number: data[ends[number] : ends[number + 1]])


def put_values(arrays: Arrays, name: str, values: Iterable[Any]) -> None:
    """Add values, each as JSON of its own."""
    put_rows(arrays, name, map(to_bytes, values), np.uint8)


def values(arrays: Mapping[str, NDArray[Any]], name: str, make: Callable[[Any], T]) -> Made[T]:
    """Return the values that `put_values` added, as what `make` makes of them."""
    found = rows(arrays, name)
    return Made(len(found), lambda number: make(from_bytes(found[number])))


def put_lists(arrays: Arrays, name: str, lists: Mapping[str, Iterable[int]]) -> None:
    """Add lists of numbers by key."""
    arrays[f"{name}.keys"] = to_bytes(list(lists))
    put_rows(arrays, name, (np.fromiter(one, np.int32) for one in lists.values()), np.int32)


def lists(
    arrays: Mapping[str, NDArray[Any]], name: str, make: Callable[[list[int]], T]
) -> ByKey[T]:
    """Return the lists that `put_lists` added, as what `make` makes of them."""
    found = rows(arrays, name)
    made = Made(len(found), lambda number: make(found[number].tolist()))
    return ByKey(lambda: from_bytes(arrays[f"{name}.keys"]), made)


def primed(owner: T, **properties: object) -> T:
    """Return an object whose cached properties have their values already."""
    vars(owner).update(properties)
    return owner
