"""What is computed of vectors, whatever model they are from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from workos_docs_tools.errors import InvalidEmbedderError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)


def checked_rows(model: str, vectors: Any, count: int) -> NDArray[np.float32]:
    """Return what a model made of some texts, if they are vectors.

    Args:
        model: Its name.
        vectors: What it returned.
        count: Number of texts.

    Raises:
        InvalidEmbedderError: It is no vector of finite numbers for each text.
    """
    try:
        rows = np.asarray(vectors, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InvalidEmbedderError(f"{model} returned no vectors: {error}") from error
    is_table = rows.ndim == 2 and len(rows) == count and (rows.shape[1] or not count)
    if not is_table or not np.isfinite(rows).all():
        raise InvalidEmbedderError(
            f"{model} returned an array of shape {rows.shape} for {count} texts; "
            "expected one vector of finite numbers for each."
        )
    return rows


def sign_bits(vectors: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the signs of each row, eight to a byte; a set bit stands for a positive number.

    For late interaction the signs rank passages as well as the numbers do, in a 32nd of the space.
    """
    return np.packbits(vectors > 0, axis=1)
