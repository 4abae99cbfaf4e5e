"""The bundled embedding model: all-MiniLM-L6-v2, run by onnxruntime, with nothing cut off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from workos_docs_tools.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

    Floats = NDArray[np.float32]
    Bits = NDArray[np.uint8]

MODEL_NAME = "all-MiniLM-L6-v2-int8"
MODEL_DIRECTORY = Path(__file__).parent / "model"
MODEL_SHA256 = {
    "model.onnx": "843b83495ccb757d27b6aa6ade13f3074008398f15e77384f8003c8d88155755",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""What `tools/build_model.py` makes; checked whenever the bundled model is loaded."""

_WINDOW = 256
"""Tokens that the model sees at once: the length it was trained for, ends included."""
_OVERLAP = 32
_BATCH = 8
"""Measured fastest on two cores; 64 takes longer and three times the memory."""
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_load_lock = Lock()

T = TypeVar("T")


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


def sign_bits(vectors: Floats) -> Bits:
    """Return the signs of each row, eight to a byte; a set bit stands for a positive number.

    For late interaction the signs rank passages as well as the numbers do, in a 32nd of the space.
    """
    return np.packbits(vectors > 0, axis=1)


def unit_rows(vectors: Floats) -> Floats:
    """Return the rows scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class TextTokens:
    """The tokens of one text, for late interaction."""

    bits: Bits
    """Their vectors as `sign_bits`: shape `(tokens, dimensions / 8)`."""
    starts: NDArray[np.uint32]
    """Offset in the text, in characters, at which each begins: shape `(tokens,)`."""


@dataclass(frozen=True, slots=True)
class MiniLMEmbedder:
    """all-MiniLM-L6-v2 on the CPU, offline, the same vector for a text alone or among others.

    A text longer than the model's 256 tokens is embedded in overlapping windows and its vector is
    the mean over the tokens of all of them. The model is loaded at the first use, once a process.
    Instances are plain values and may be shared between threads.

    Args:
        model_directory: A directory with another `model.onnx` and `tokenizer.json` of the same
            form, such as an fp32 export; by default the bundled model, checked against its hashes.
        threads: Number of threads to compute with; by default one for each physical core.
    """

    model_directory: Path | None = None
    threads: int | None = None

    @property
    def name(self) -> str:
        """Identity of the model; of another than the bundled one, derived from its files."""
        return MODEL_NAME if self.model_directory is None else _name_of(Path(self.model_directory))

    def embed_documents(self, texts: Sequence[str]) -> Floats:
        """Return one vector of length 1 a text, as rows."""
        vectors, _ = self._embed(texts, lambda window, vectors: None)
        return vectors

    def embed_query(self, text: str) -> Floats:
        """Return the vector of one text."""
        return self.embed_query_with_tokens(text)[0]

    def embed_documents_with_tokens(self, texts: Sequence[str]) -> tuple[Floats, list[TextTokens]]:
        """Return the vectors and, from the same pass, every text's own tokens."""
        vectors, tokens = self._embed(
            texts, lambda window, vectors: (sign_bits(vectors), window.starts)
        )
        return vectors, [
            TextTokens(*map(np.concatenate, zip(*parts, strict=True))) for parts in tokens
        ]

    def embed_query_with_tokens(self, text: str) -> tuple[Floats, Floats]:
        """Return the vector of one text and its token vectors, each of length 1, as rows."""
        vectors, (tokens,) = self._embed([text], lambda _, vectors: unit_rows(vectors))
        return vectors[0], np.concatenate(tokens)

    def _embed(
        self, texts: Sequence[str], keep: Callable[[_Window, Floats], T]
    ) -> tuple[Floats, list[list[T]]]:
        """Embed texts; what `keep` makes of the new tokens' vectors comes by text and window."""
        model = _load(Path(self.model_directory or MODEL_DIRECTORY), self.threads)
        sums = np.zeros((len(texts), model.dimensions), dtype=np.float32)
        kept: list[dict[int, T]] = [{} for _ in texts]
        for window, vectors in model.token_vectors(texts):
            sums[window.text] += vectors.sum(axis=0)
            kept[window.text][window.ordinal] = keep(window, vectors[window.new])
        return unit_rows(sums), [[parts[i] for i in sorted(parts)] for parts in kept]


@dataclass(frozen=True, slots=True)
class _Window:
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
class _Model:
    """A loaded model and its tokenizer."""

    session: InferenceSession
    tokenizer: Tokenizer
    inputs: frozenset[str]
    dimensions: int

    def token_vectors(self, texts: Sequence[str]) -> Iterator[tuple[_Window, Floats]]:
        """Yield every window with the vectors of all its tokens; windows come shortest first."""
        windows = [
            window for number, text in enumerate(texts) for window in self._cut(number, text)
        ]
        windows.sort(key=lambda window: len(window.ids))
        for first in range(0, len(windows), _BATCH):
            batch = windows[first : first + _BATCH]
            for window, vectors in zip(batch, self._run(batch), strict=True):
                yield window, vectors[: len(window.ids)]

    def _cut(self, number: int, text: str) -> Iterator[_Window]:
        # The tokenizer refuses lone surrogates, which undecodable bytes of a command line become.
        encoding = self.tokenizer.encode(text.encode(errors="replace").decode())
        for ordinal, part in enumerate([encoding, *encoding.overflowing]):
            own = np.flatnonzero(np.equal(part.special_tokens_mask, 0))
            new = own[_OVERLAP if ordinal else 0 :]
            starts = np.array([start for start, _ in part.offsets], np.uint32)[new]
            yield _Window(number, ordinal, part.ids, new, starts)

    def _run(self, batch: Sequence[_Window]) -> Floats:
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


def _load(directory: Path, threads: int | None) -> _Model:
    with _load_lock:
        return _load_once(directory, threads)


@lru_cache(maxsize=2)
def _load_once(directory: Path, threads: int | None) -> _Model:
    import onnxruntime
    from tokenizers import Tokenizer

    if directory == MODEL_DIRECTORY:
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
            f"{directory / 'model.onnx'} is no token embedding model: its inputs must be among "
            f"{', '.join(sorted(_INPUTS))}, its one output (texts, tokens, dimensions)."
        )
    tokenizer.no_padding()
    tokenizer.enable_truncation(_WINDOW, stride=_OVERLAP)
    return _Model(session, tokenizer, inputs, int(shapes[0][2]))


@lru_cache
def _name_of(directory: Path) -> str:
    files = sorted(path.name for path in directory.glob("model.onnx*"))
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
