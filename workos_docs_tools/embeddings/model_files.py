"""The files of a model: those that travel with the package, their hashes, and names of others."""

from __future__ import annotations

from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from workos_docs_tools.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

MODEL_NAME = "all-MiniLM-L6-v2-int8"
MODEL_DIRECTORY = Path(__file__).parent / "model"
MODEL_SHA256 = {
    "model.onnx": "05ecaabd5d3bf8e4ccea3c47244e93fb654e7dd859c819a6678902312524f094",
    "documents.onnx": "d253f1ccd9c131a9d35c84101b7bf7509b860cce475c14545101dda8a4497cd3",
    "largest_sums.onnx": "46f4608242c6d680f205a5c8000008d98045cd8af57e2de24fa723319df63ee5",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""What `tools/build_model.py` makes; checked whenever the bundled model is loaded."""


def check_model_files(directory: Path, expected: Mapping[str, str] = MODEL_SHA256) -> None:
    """Compare the files of a model with the hashes expected of them.

    Raises:
        ModelFileError: A file is missing or differs.
    """
    for name in expected:
        if _sha256(directory / name) != expected[name]:
            raise ModelFileError(
                f"{directory / name} is not the file that workos-docs-tools was released with. "
                "Reinstall it: pip install --force-reinstall --no-deps workos-docs-tools"
            )


@lru_cache
def model_name(directory: Path) -> str:
    """Return the identity of a model: that of the bundled one, or one derived from its files.

    Raises:
        ModelFileError: A file is missing or cannot be read.
    """
    files = sorted(path.name for path in directory.glob("*.onnx*"))
    hashes = {name: _sha256(directory / name) for name in [*files, "tokenizer.json"]}
    if hashes == MODEL_SHA256:
        return MODEL_NAME
    return f"onnx-{sha256(repr(hashes).encode()).hexdigest()[:16]}"


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read: {error.strerror}") from error
