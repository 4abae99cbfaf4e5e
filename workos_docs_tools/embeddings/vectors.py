"""What is computed of vectors, whatever model they are from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)


def sign_bits(vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the signs of each row, eight to a byte; a set bit stands for a positive number.

    For late interaction the signs rank passages as well as the numbers do, in a 32nd of the space.
    """
    return np.packbits(vectors > 0, axis=1)
