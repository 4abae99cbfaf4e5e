"""A token embedding model in a directory, run by onnxruntime over windows of a text."""

from __future__ import annotations

import ctypes
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
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
MODEL, DOCUMENTS, LARGEST_SUMS = "model.onnx", "documents.onnx", "largest_sums.onnx"
"""A model, the same with products of integers, and one that tries such products."""
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_load_lock = Lock()
_check_once = lru_cache(maxsize=2)(check_model_files)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text that the model sees at once."""

    ids: Sequence[int]
    """Tokens, with the model's start and end."""
    new: NDArray[np.intp]
    """Places of the text's own tokens that the window before did not have."""
    starts: NDArray[np.uint32]
    """Offsets in the text at which the new tokens begin."""


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """A loaded model and its tokenizer.

    A window is computed alone, so that nothing is padding. A text is computed by one thread, with
    others beside it: threads that share each product take half as long again.
    """

    session: InferenceSession
    tokenizer: Tokenizer
    inputs: frozenset[str]
    dimensions: int
    threads: int

    def token_vectors(
        self, texts: Sequence[str]
    ) -> Iterator[Sequence[tuple[Window, NDArray[np.float32]]]]:
        """Yield for each text its windows, with the vectors of all their tokens."""
        threads = min(self.threads, len(texts))
        if threads <= 1:  # As queries are: a pool takes longer to be there.
            yield from map(self._computed, texts)
            return
        with ThreadPoolExecutor(threads, "embedding") as pool:
            yield from pool.map(self._computed, texts)

    def _computed(self, text: str) -> Sequence[tuple[Window, NDArray[np.float32]]]:
        return [(window, self._run(window)) for window in self._cut(text)]

    def _cut(self, text: str) -> Iterator[Window]:
        # The tokenizer refuses lone surrogates, which undecodable bytes of a command line become.
        encoding = self.tokenizer.encode(text.encode(errors="replace").decode())
        for number, part in enumerate([encoding, *encoding.overflowing]):
            own = np.flatnonzero(np.equal(part.special_tokens_mask, 0))
            new = own[_OVERLAP if number else 0 :]
            starts = np.array([start for start, _ in part.offsets], np.uint32)[new]
            yield Window(part.ids, new, starts)

    def _run(self, window: Window) -> NDArray[np.float32]:
        ids = np.array([window.ids], dtype=np.int64)
        feeds = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        (vectors,) = self.session.run(
            None, {name: feed for name, feed in feeds.items() if name in self.inputs}
        )
        return np.asarray(vectors[0], dtype=np.float32)


def load_model(
    directory: Path, threads: int | None, *, is_bundled: bool, for_documents: bool = False
) -> OnnxModel:
    """Return the model in a directory, loaded once a process.

    Args:
        directory: Directory of a `model.onnx` and a `tokenizer.json`; with a `documents.onnx`, if
            there is a faster model for these, and a `largest_sums.onnx` that tries its arithmetic.
        threads: Number of threads to compute with; by default one for each core allowed.
        is_bundled: Whether the files must be those of the release.
        for_documents: Whether to load that for documents, if this processor sums exactly.

    Raises:
        ModelFileError: A file is missing, damaged or of another form.
    """
    with _load_lock:
        if is_bundled:
            _check_once(directory)
        faster = for_documents and (directory / DOCUMENTS).exists() and _sums_exactly(directory)
        return _load_once(directory, DOCUMENTS if faster else MODEL, threads)


@lru_cache(maxsize=4)
def _load_once(directory: Path, name: str, threads: int | None) -> OnnxModel:
    session = _session(directory / name)
    inputs = frozenset(entry.name for entry in session.get_inputs())
    shapes = [entry.shape for entry in session.get_outputs()]
    tokenizer = _tokenizer(directory / "tokenizer.json")
    if not inputs <= _INPUTS or len(shapes) != 1 or len(shapes[0]) != 3:
        raise ModelFileError(
            f"{directory / name} is not a token embedding model: its inputs must be among "
            f"{', '.join(sorted(_INPUTS))}, its one output (texts, tokens, dimensions)."
        )
    _give_memory_back()
    return OnnxModel(session, tokenizer, inputs, int(shapes[0][2]), threads or _cores())


@lru_cache(maxsize=2)
def _sums_exactly(directory: Path) -> bool:
    """Say whether this processor sums products of 8-bit integers without overflow."""
    session = _session(directory / LARGEST_SUMS)
    (entry,) = session.get_inputs()
    rows = np.full((_WINDOW, entry.shape[1]), 255, np.uint8)
    (sums,) = session.run(None, {entry.name: rows})
    return bool(np.all(sums == 255 * 127 * entry.shape[1]))


def _session(path: Path) -> InferenceSession:
    # onnxruntime looks its maker's telemetry host up unless this is set before it is imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only: its warnings are about its own optimisations
    options.intra_op_num_threads = 1
    with _loading(path):
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=2)
def _tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    with _loading(path):
        tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_WINDOW, stride=_OVERLAP)
    return tokenizer


@contextmanager
def _loading(path: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise ModelFileError(f"{path} cannot be loaded: {error}") from error


def _cores() -> int:
    """Return on how many cores this process may run."""
    with suppress(AttributeError):  # Only some systems have this.
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _give_memory_back() -> None:
    """Return what loading took for a moment to the system: 46 MB, where the C library keeps it."""
    with suppress(AttributeError, OSError, TypeError):  # Only glibc has this.
        ctypes.CDLL(None).malloc_trim(0)
