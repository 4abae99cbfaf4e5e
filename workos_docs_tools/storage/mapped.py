"""Arrays in one flat file that is mapped into memory: processes share it, and read what they use.

A file is a line of JSON that says which arrays follow, and these, each from a multiple of 64 bytes
on. Before it stand its length and a checksum of everything, so that no damage goes unnoticed:
reading all of it for that takes a millisecond per 3 MB.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from struct import Struct, error
from typing import TYPE_CHECKING, Any, BinaryIO
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

_HEAD = Struct("<8sI")
"""What the file is, and the checksum of all that follows."""
_LENGTH = Struct("<I")
"""Length of the line."""
_BEFORE = _HEAD.size + _LENGTH.size
_MAGIC = b"WDT-MAP1"
_ALIGNED = 64
_BLOCK = 1 << 20


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write arrays to a file, whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    described: dict[str, tuple[str, tuple[int, ...], int]] = {}
    size = 0
    for name, array in arrays.items():
        described[name] = (array.dtype.str, array.shape, size)
        size += _aligned(array.nbytes)
    line = json.dumps(described).encode()
    line += b" " * (_aligned(_BEFORE + len(line)) - _BEFORE - len(line))
    beginning = _LENGTH.pack(len(line)) + line
    # Several processes may write the same file at once, each under a name of its own.
    unfinished = path.with_suffix(f".{os.getpid()}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(_HEAD.pack(_MAGIC, 0))
            checksum = crc32(beginning)
            file.write(beginning)
            for array in arrays.values():
                data = np.ascontiguousarray(array).tobytes()
                data += bytes(_aligned(len(data)) - len(data))
                checksum = crc32(data, checksum)
                file.write(data)
            file.seek(0)
            file.write(_HEAD.pack(_MAGIC, checksum))
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def map_arrays(path: Path) -> Arrays | None:
    """Return the arrays of a file, read-only; `None` if it is missing, damaged or of another kind.

    The pages of the file are read when an array is, and are the same in all processes.
    """
    try:
        with path.open("rb") as file:
            magic, checksum = _HEAD.unpack(file.read(_HEAD.size))
            if magic != _MAGIC or _checksum(file) != checksum:
                return None
            file.seek(_HEAD.size)
            [length] = _LENGTH.unpack(file.read(_LENGTH.size))
            described = json.loads(file.read(length))
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
        return {
            name: _array(mapped, kind, shape, _BEFORE + length + offset)
            for name, (kind, shape, offset) in described.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, error):
        return None


def _array(mapped: mmap, kind: str, shape: list[int], offset: int) -> NDArray[Any]:
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.empty(shape, kind)
    return np.frombuffer(mapped, np.dtype(kind), count, offset).reshape(shape)


def _checksum(file: BinaryIO) -> int:
    checksum = 0
    while block := file.read(_BLOCK):
        checksum = crc32(block, checksum)
    return checksum


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
