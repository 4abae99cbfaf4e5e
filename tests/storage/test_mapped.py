"""Arrays in a file: as they were, whole or not there, and any damage noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from workos_docs_tools.storage.mapped import map_arrays, write_arrays

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

ARRAYS: dict[str, NDArray[Any]] = {
    "vectors": np.arange(12, dtype=np.float32).reshape(3, 4),
    "rows": np.array([[0, 5], [5, 9]], np.int64),
    "nothing": np.empty((0, 4), np.uint8),
    "flags": np.array([True, False, True]),
    "text": np.frombuffer("çé".encode(), np.uint8),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.map"
    write_arrays(path, ARRAYS)
    return path


def test_arrays_come_back_as_they_were(file: Path) -> None:
    found = map_arrays(file)
    assert found is not None
    assert [*found] == [*ARRAYS]
    for name, array in ARRAYS.items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)
        assert found[name].shape == array.shape


def test_what_is_mapped_cannot_be_written(file: Path) -> None:
    found = map_arrays(file)
    assert found is not None
    with pytest.raises(ValueError, match="read-only"):
        found["vectors"][0, 0] = 1


def test_any_byte_that_is_another_is_noticed(file: Path) -> None:
    data = file.read_bytes()
    for place in range(len(data)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        assert map_arrays(file) is None, place


def test_a_file_that_is_cut_or_longer_is_noticed(file: Path) -> None:
    data = file.read_bytes()
    for length in range(0, len(data), 7):
        file.write_bytes(data[:length])
        assert map_arrays(file) is None, length
    file.write_bytes(data + b"\0")
    assert map_arrays(file) is None


def test_what_is_no_such_file_is_none(tmp_path: Path) -> None:
    for name, data in (("other", b"PK\3\4" * 30), ("nothing", b"")):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    for name in ("other", "nothing", "folder", "missing"):
        assert map_arrays(tmp_path / name) is None


class _Ended(dict[str, Any]):
    """Arrays of which writing is ended before the last."""

    def values(self) -> Iterator[Any]:  # type: ignore[override]
        yield from [*super().values()][:-1]
        raise KeyboardInterrupt


def test_writing_that_is_ended_leaves_the_former_file_and_nothing_else(file: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_arrays(file, _Ended(ARRAYS))
    found = map_arrays(file)
    assert found is not None
    assert np.array_equal(found["vectors"], ARRAYS["vectors"])
    assert [*file.parent.iterdir()] == [file]
