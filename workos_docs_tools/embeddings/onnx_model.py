"""A token embedding model in a directory, run by onnxruntime over windows of a text."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from workos_docs_tools.embeddings.model_files import check_model_files
from workos_docs_tools.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

_WINDOW = 256
"""Tokens that the model sees at once: the length it was trained for, ends included."""
_OVERLAP = 32
_BATCH = 4
"""Of the corpus, 4 take 6.4 s of processor time where 8 take 7.2 and 1 takes 7.0, and no thread
waits for another for long; by number of tokens instead is no faster."""
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_load_lock = Lock()


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text that the model sees at once."""

    text: int
    ordinal: int
    """Number of the window within its text."""
    ids: Sequence[int]
    """Tokens, with the model's start and end."""
    new: NDArray[np.intp]
    """Places of the text's own tokens that the window before did not have."""
    starts: NDArray[np.uint32]
    """Offsets in the text at which the new tokens begin."""


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """A loaded model and its tokenizer."""

    session: InferenceSession
    tokenizer: Tokenizer
    inputs: frozenset[str]
    dimensions: int

    def token_vectors(self, texts: Sequence[str]) -> Iterator[tuple[Window, NDArray[np.float32]]]:
        """Yield every window with the vectors of all its tokens; windows come shortest first."""
        windows = [
            window for number, text in enumerate(texts) for window in self._cut(number, text)
        ]
        windows.sort(key=lambda window: len(window.ids))
        for first in range(0, len(windows), _BATCH):
            batch = windows[first : first + _BATCH]
            for window, vectors in zip(batch, self._run(batch), strict=True):
                yield window, vectors[: len(window.ids)]

    def _cut(self, number: int, text: str) -> Iterator[Window]:
        # The tokenizer refuses lone surrogates, which undecodable bytes of a command line become.
        encoding = self.tokenizer.encode(text.encode(errors="replace").decode())
        for ordinal, part in enumerate([encoding, *encoding.overflowing]):
            own = np.flatnonzero(np.equal(part.special_tokens_mask, 0))
            new = own[_OVERLAP if ordinal else 0 :]
            starts = np.array([start for start, _ in part.offsets], np.uint32)[new]
            yield Window(number, ordinal, part.ids, new, starts)

    def _run(self, batch: Sequence[Window]) -> NDArray[np.float32]:
        shape = (len(batch), max(len(window.ids) for window in batch))
        ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, window in enumerate(batch):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (vectors,) = self.session.run(
            None, {name: feed for name, feed in feeds.items() if name in self.inputs}
        )
        return np.asarray(vectors, dtype=np.float32)


def load_model(directory: Path, threads: int | None, *, is_bundled: bool) -> OnnxModel:
    """Return the model in a directory, loaded once a process.

    Args:
        directory: Directory of a `model.onnx` and a `tokenizer.json`.
        threads: Number of threads to compute with; by default one for each physical core.
        is_bundled: Whether the files must be those of the release.

    Raises:
        ModelFileError: A file is missing, damaged or of another form.
    """
    with _load_lock:
        return _load_once(directory, threads, is_bundled)


@lru_cache(maxsize=2)
def _load_once(directory: Path, threads: int | None, is_bundled: bool) -> OnnxModel:
    # onnxruntime looks its maker's telemetry host up unless this is set before it is imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime
    from tokenizers import Tokenizer

    if is_bundled:
        check_model_files(directory)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only: its warnings are about its own optimisations
    options.intra_op_num_threads = threads or 0
    path = directory / "model.onnx"
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        inputs = frozenset(entry.name for entry in session.get_inputs())
        shapes = [entry.shape for entry in session.get_outputs()]
        path = directory / "tokenizer.json"
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise ModelFileError(f"{path} cannot be loaded: {error}") from error
    if not inputs <= _INPUTS or len(shapes) != 1 or len(shapes[0]) != 3:
        raise ModelFileError(
            f"{directory / 'model.onnx'} is not a token embedding model: its inputs must be among "
            f"{', '.join(sorted(_INPUTS))}, its one output (texts, tokens, dimensions)."
        )
    _give_memory_back()
    tokenizer.no_padding()
    tokenizer.enable_truncation(_WINDOW, stride=_OVERLAP)
    return OnnxModel(session, tokenizer, inputs, int(shapes[0][2]))


def _give_memory_back() -> None:
    """Return what loading took for a moment to the system: 46 MB, where the C library keeps it."""
    with suppress(AttributeError, OSError, TypeError):  # Only glibc has this.
        ctypes.CDLL(None).malloc_trim(0)
